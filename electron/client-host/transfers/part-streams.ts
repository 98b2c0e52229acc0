import { sharedAbortController } from '../aborts.ts'
import { asError, isAbort } from '../errors.ts'
import type { Batch } from './batch.ts'
import type { JobContext } from './job-context.ts'

interface PartStreams {
  readonly context: JobContext
  readonly batch: Batch
  /** Parts still to come. */
  readonly numbers: readonly number[]
  readonly weight: number
  readonly streams: number
  readonly run: (number: number) => Promise<void>
}

/**
 * Runs parts of one file side by side. The first stream uses the place the file holds already, so the file always gets on;
 * further ones ask for a place for each part, and so leave at once when the service wants fewer. @throws what the first
 * part to fail met, when no part is under way any more
 */
export async function runParts({ context, batch, numbers, weight, streams, run }: PartStreams): Promise<void> {
  const asking = sharedAbortController()
  const onAbort = (): void => {
    asking.abort()
  }
  if (context.signal.aborted) onAbort()
  context.signal.addEventListener('abort', onAbort, { once: true })
  let next = 0
  let failure: unknown
  const runNext = async (): Promise<void> => {
    const number = numbers[next++]
    if (number === undefined) return
    if (next >= numbers.length) asking.abort()
    try {
      await run(number)
    } catch (error) {
      // Parts under way run to their end: what has arrived need not be sent again later.
      failure ??= error
      asking.abort()
    }
  }
  const more = (): boolean => next < numbers.length && failure === undefined && !context.signal.aborted
  const first = async (): Promise<void> => {
    while (more()) await runNext()
  }
  const further = async (): Promise<void> => {
    while (more()) {
      const release = await context.limiter.acquire(weight, asking.signal).catch((error: unknown) => {
        if (!isAbort(error)) throw asError(error)
      })
      if (release === undefined) return
      batch.streams++
      try {
        await runNext()
      } finally {
        batch.streams--
        release()
      }
    }
  }
  try {
    await Promise.all([first(), ...Array.from({ length: Math.min(streams, numbers.length) - 1 }, further)])
  } finally {
    context.signal.removeEventListener('abort', onAbort)
  }
  context.signal.throwIfAborted()
  if (failure !== undefined) throw asError(failure)
}

/** Adds up how far the parts of one file are. */
export function partProgress(alreadyBytes: number, tell: (bytesDone: number) => void): (number: number, bytes: number) => void {
  const known = new Map<number, number>()
  let total = alreadyBytes
  return (number, bytes) => {
    total += bytes - (known.get(number) ?? 0)
    known.set(number, bytes)
    tell(total)
  }
}
