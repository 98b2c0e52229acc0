import type { Results, Work } from './work.ts'
import type { WorkerAnswer } from './worker.ts'

/** Nobody looks at a preview that is not there by then; a text made to take for ever takes no longer. */
export const longestMs = 10_000

/** The work was given up because it took too long. */
export class TookTooLong extends Error {
  override readonly name = 'TookTooLong'
}

type Port = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>
const startWorker = (): Port => new Worker(new URL('worker.ts', import.meta.url), { type: 'module' })

/**
 * Works something out in a thread of its own, which ends with it: the page goes on scrolling and answering keys meanwhile.
 * @throws TookTooLong after `longestMs`; Error when the work itself fails; the signal's reason when it is aborted
 */
export function workApart<Kind extends Work['kind']>(work: Extract<Work, { readonly kind: Kind }>, signal: AbortSignal, start: () => Port = startWorker): Promise<Results[Kind]> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const worker = start()
    const end = (settle: () => void): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      worker.terminate()
      settle()
    }
    const onAbort = (): void => end(() => reject(signal.reason as Error))
    const timer = setTimeout(() => end(() => reject(new TookTooLong())), longestMs)
    signal.addEventListener('abort', onAbort)
    worker.addEventListener('error', ({ message }) => end(() => reject(new Error(message || 'The work beside the page could not be started'))))
    worker.addEventListener('message', ({ data }: MessageEvent<WorkerAnswer>) =>
      end(() => ('value' in data ? resolve(data.value as Results[Kind]) : reject(new Error(data.failure)))),
    )
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
    worker.postMessage(work)
  })
}
