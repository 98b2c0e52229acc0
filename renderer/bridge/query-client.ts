import { notifyManager, QueryClient } from '@tanstack/react-query'
import { toCallError } from './call-error.ts'
import { queryKeys } from './query-keys.ts'

/** Waits while the connection process is started again, in steps of this. */
const restartDelayMs = 700
const restartAttempts = 6

/**
 * The engine retries requests itself; the window only bridges the second or two in which the process behind the calls is
 * being started again.
 */
export function createQueryClient(): QueryClient {
  // By default each answer waits for a timer before anything is drawn; a microtask still batches what belongs together.
  notifyManager.setScheduler(queueMicrotask)
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => toCallError(error).code === 'ClientHostUnavailable' && failures < restartAttempts,
        retryDelay: restartDelayMs,
        refetchOnWindowFocus: false,
        // The app's own link to its processes does not depend on a network.
        networkMode: 'always',
        staleTime: Infinity,
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
  // Rows of a list are many, and the client host has them at hand.
  client.setQueryDefaults(queryKeys.listings, { gcTime: 30_000 })
  return client
}
