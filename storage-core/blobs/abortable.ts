/**
 * The items of `source` until the signal aborts, which rejects with its reason at once, also while the source is silent.
 * Leaving early calls the source's `return` without waiting for it: a silent source may never answer.
 *
 * An iterator by hand: a generator takes three promises more for each item, and most bodies are a single item.
 */
export function abortable<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncIterableIterator<T, void, undefined> {
  const iterator = source[Symbol.asyncIterator]()
  const ended = { done: true, value: undefined } as const
  let isOver = false
  // One promise per step: racing against one long promise would keep every chunk alive until the end of the body.
  let rejectStep: ((reason: unknown) => void) | undefined
  const end = () => {
    isOver = true
    signal.removeEventListener('abort', onAbort)
  }
  const leave = () => {
    end()
    // What a source says about being left is of no interest: the caller already has its result or its failure.
    iterator.return?.().catch(() => undefined)
  }
  const onAbort = () => {
    leave()
    rejectStep?.(signal.reason)
  }
  signal.addEventListener('abort', onAbort)

  return {
    next() {
      if (signal.aborted) {
        if (!isOver) leave()
        return Promise.reject(signal.reason as Error)
      }
      if (isOver) return Promise.resolve(ended)
      return new Promise((resolve, reject) => {
        rejectStep = reject
        iterator.next().then(
          (step) => {
            if (step.done === true) {
              end()
              resolve(ended)
            } else resolve(step)
          },
          (error: unknown) => {
            end()
            reject(error)
          },
        )
      })
    },
    return() {
      if (!isOver) leave()
      return Promise.resolve(ended)
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
