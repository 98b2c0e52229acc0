import { doWork, type Work } from './work.ts'

/** What the worker says: the result, or why there is none. */
export type WorkerAnswer = { readonly value: unknown } | { readonly failure: string }

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- who started a worker has no origin to name
const answer = (message: WorkerAnswer): void => globalThis.postMessage(message)

globalThis.addEventListener('message', ({ data }: MessageEvent<Work>) => {
  doWork(data)
    .then((value) => answer({ value }))
    .catch((thrown: unknown) => answer({ failure: thrown instanceof Error ? thrown.message : String(thrown) }))
})
