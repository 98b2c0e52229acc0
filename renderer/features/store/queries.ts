import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { StoreStatus } from '../../../electron/contract/store-status.ts'
import type { WindowApi } from '../../../electron/contract/window-api.ts'
import { useApi } from '../../bridge/api.tsx'
import { queryKeys } from '../../bridge/query-keys.ts'
import { useWindowEvent } from '../../bridge/use-window-event.ts'
import { useNotices } from '../notices/index.ts'

/** The connection that is always there. */
export const localProfileId = 'local'

export const storeStatusQuery = (api: WindowApi) =>
  queryOptions({ queryKey: queryKeys.storeStatus, queryFn: () => api.store.getStatus({}) })

export function useStoreStatus(): StoreStatus {
  const api = useApi()
  return useQuery(storeStatusQuery(api)).data ?? { state: 'starting' }
}

/** Keeps the status in step with what main tells, and asks for buckets and settings again once the store is back. */
export function useStoreStatusEvents(): void {
  const client = useQueryClient()
  useWindowEvent('store.status', ({ status }) => {
    const former = client.getQueryData<StoreStatus>(queryKeys.storeStatus)
    client.setQueryData(queryKeys.storeStatus, status)
    if (status.state !== 'ready' || former?.state === 'ready') return
    void client.invalidateQueries({ queryKey: queryKeys.bucketsOf(localProfileId) })
    void client.invalidateQueries({ queryKey: queryKeys.settings })
  })
}

export interface RestartOptions {
  /** 0 takes any free one; without it the present one stays. */
  readonly port?: number
  readonly region?: string
}

/** Starts the store again, and keeps what it was given once it runs. */
export function useRestartStore() {
  const api = useApi()
  const client = useQueryClient()
  const reportError = useNotices((state) => state.reportError)
  return useMutation({
    mutationFn: (options: RestartOptions) => api.store.restart(options),
    onSuccess: async (status) => {
      client.setQueryData(queryKeys.storeStatus, status)
      await client.invalidateQueries({ queryKey: queryKeys.settings })
      await client.invalidateQueries({ queryKey: queryKeys.bucketsOf(localProfileId) })
    },
    onError: reportError,
  })
}
