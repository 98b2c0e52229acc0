import type { ObjectHeadView } from '../../contract/objects.ts'
import type { OssErrorWire } from '../../contract/error-wire.ts'
import { sleep } from '../aborts.ts'
import { asError, codeOf, isAbort, RemoteError } from '../errors.ts'
import { retryDelayMs, type RetryPolicy } from '../remote/retry-policy.ts'
import type { Provider } from '../providers/object-provider.ts'
import type { Batch } from './batch.ts'
import type { CheckpointStart, FinishedPart } from './checkpoint.ts'
import type { Limiter } from './limiter.ts'
import type { LocalFiles } from './local-files.ts'
import type { TransferSizes } from './part-plan.ts'

/** What a running job may use. */
export interface JobContext {
  readonly provider: Provider
  /** Where copies go; the same as `provider` for everything else. */
  readonly target: Provider
  readonly files: LocalFiles
  readonly limiter: Pick<Limiter, 'acquire' | 'slowDown' | 'succeeded'>
  readonly signal: AbortSignal
  readonly toWire: (error: unknown) => OssErrorWire
  readonly retryPolicy: RetryPolicy
  readonly random: () => number
  readonly sizes: TransferSizes
  /** Resolves when these bytes may move, as the limits of speed say. */
  readonly pace: (bytes: number, signal: AbortSignal) => Promise<void> | undefined
  /** Most bytes to move at once under these limits. */
  readonly pieceBytes: (most: number) => number
  /** The parts of a large item begin, or (undefined) are of no use any more. Remembered across a restart. */
  readonly checkpoint: (item: number, start: CheckpointStart | undefined) => void
  /** As `checkpoint`; resolves when a restart would know. */
  readonly checkpointNow: (item: number, start: CheckpointStart) => Promise<void>
  /** A part has arrived; resolves when a restart would know, which must be before an object is made of the parts. */
  readonly partDone: (item: number, number: number, part: FinishedPart) => Promise<void>
  /** Something of the batch changed that the window shows. */
  readonly changed: () => void
  /** An object of this key was written, changed or deleted; of copies at the target. */
  readonly landed: (key: string) => void
  /** A move took the source of this key away. */
  readonly removed: (key: string) => void
}

export interface RunnerContext extends JobContext {
  /** Aborts the batch's own signal. */
  readonly abort: () => void
  readonly partsInUse: Set<string>
  /** Items were added to the table, from this number on. */
  readonly added: (from: number) => void
  /** The walk is over: totals are final. */
  readonly scanned: () => void
  /** Resolves when a restart would know that this item may have been begun. */
  readonly starting: (item: number) => Promise<void> | undefined
  /** The item is done, skipped, failed or cancelled. */
  readonly settled: (item: number) => void
}

export type ItemOutcome = 'done' | 'skipped'

/** Failures whose tries are used up: whoever gets one must not start over. */
const givenUp = new WeakSet<Error>()

/** Runs one item, again after failures that may pass. The table counts the tries. @throws what the last try met */
export async function withAttempts(context: JobContext, batch: Batch, item: number, run: (attempt: number) => Promise<ItemOutcome>): Promise<ItemOutcome> {
  return retrying(context, batch, item, (attempt) => {
    batch.items.setState(item, 'running')
    if (attempt === 1) batch.items.addAttempt(item)
    batch.items.setBytesDone(item, 0)
    context.changed()
    return run(attempt)
  })
}

/** Runs a piece of an item's work, again after failures that may pass, each with a longer pause. @throws what the last try met */
export async function retrying<T>(context: JobContext, batch: Batch, item: number, run: (attempt: number) => Promise<T>): Promise<T> {
  const { signal } = context
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted()
    try {
      const result = await run(attempt)
      context.limiter.succeeded()
      return result
    } catch (thrown) {
      const error = asError(thrown)
      if (signal.aborted || isAbort(error) || givenUp.has(error)) throw error
      if (error instanceof RemoteError && asksForLess(error)) context.limiter.slowDown({ code: error.code, status: error.status })
      const delayMs = retryDelayMs(error, attempt, context.random(), context.retryPolicy)
      if (delayMs === undefined) {
        givenUp.add(error)
        throw error
      }
      // What went wrong last stays visible while it waits.
      batch.items.setState(item, 'running', context.toWire(error))
      batch.items.addAttempt(item)
      context.changed()
      await sleep(delayMs, signal)
    }
  }
}

/** A service that says so, or a connection on which nothing moves any more. */
function asksForLess(error: RemoteError): boolean {
  return error.status === 503 || error.status === 429 || error.details['cause'] === 'ETIMEDOUT'
}

/** The object's head, or undefined when there is none. */
export async function headIfThere(context: Pick<JobContext, 'provider' | 'signal'>, bucket: string, key: string, versionId?: string): Promise<ObjectHeadView | undefined> {
  try {
    return await context.provider.headObject({ bucket, key, versionId, signal: context.signal })
  } catch (error) {
    if (codeOf(error) === 'NoSuchKey' || (versionId !== undefined && codeOf(error) === 'NoSuchVersion')) return undefined
    throw error
  }
}

/** Whether an earlier run may have finished this item without its journal knowing. */
export function mayBeThere(batch: Batch, item: number): boolean {
  return batch.restored && item < batch.startedTo
}

/** Writes an item's end into the table and tells. */
export function settle(context: RunnerContext, batch: Batch, item: number, state: ItemOutcome | 'failed', error?: unknown): void {
  const { items } = batch
  items.setState(item, state, state === 'failed' ? context.toWire(error) : undefined)
  items.setBytesDone(item, state === 'failed' ? 0 : items.sizeOf(item))
  context.settled(item)
}
