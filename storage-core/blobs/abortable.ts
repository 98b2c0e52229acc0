/**
 * The items of `source` until the signal aborts, which rejects with its reason at once, also while the source is silent.
 * Leaving early calls the source's `return` without waiting for it: a silent source may never answer.
 */
export async function* abortable<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T, void, undefined> {
  const iterator = source[Symbol.asyncIterator]()
  let finished = false
  // One promise per step: racing against one long promise would keep every chunk alive until the end of the body.
  let rejectStep: ((reason: unknown) => void) | undefined
  const onAbort = () => rejectStep?.(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    for (;;) {
      signal.throwIfAborted()
      const step = await new Promise<IteratorResult<T>>((resolve, reject) => {
        rejectStep = reject
        iterator.next().then(resolve, (error: unknown) => {
          finished = true
          reject(error)
        })
      })
      if (step.done === true) {
        finished = true
        return
      }
      yield step.value
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    // What a source says about being left is of no interest: the caller already has its result or its failure.
    if (!finished) iterator.return?.().catch(() => undefined)
  }
}
