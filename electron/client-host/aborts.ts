import { setMaxListeners } from 'node:events'

/** A controller whose signal serves any number of requests at once; Node warns of more than ten listeners otherwise. */
export function sharedAbortController(): AbortController {
  const controller = new AbortController()
  setMaxListeners(0, controller.signal)
  return controller
}

/** Resolves after the delay, or rejects with the signal's reason. */
export function sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(abortReason(signal))
      return
    }
    const onAbort = (): void => {
      clearTimeout(timer)
      reject(abortReason(signal))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, delayMs)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}

/** An Error named AbortError, whatever the signal was aborted with. */
export function abortReason(signal?: AbortSignal): Error {
  const reason: unknown = signal?.reason
  return reason instanceof Error ? reason : new DOMException('This operation was aborted', 'AbortError')
}

/** Gives other work of this process a turn between slices of a long loop. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** Runs a generator in slices, letting sockets and messages through in between; stops with the signal's reason. */
export async function runInSlices<T>(work: Generator<undefined, T>, signal?: AbortSignal, sliceMs = 12): Promise<T> {
  let sliceEnd = performance.now() + sliceMs
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
    if (performance.now() < sliceEnd) continue
    await nextTurn()
    signal?.throwIfAborted()
    sliceEnd = performance.now() + sliceMs
  }
}
