import type { OssErrorWire } from '../../contract/error-wire.ts'
import { sleep } from '../aborts.ts'
import { codeOf, isAbort, RemoteError } from '../errors.ts'
import { retryDelayMs, type RetryPolicy } from '../remote/retry-policy.ts'
import type { Provider } from '../providers/object-provider.ts'
import type { Batch } from './batch.ts'
import type { Limiter } from './limiter.ts'
import type { LocalFiles } from './local-files.ts'

/** What a running job may use. */
export interface JobContext {
  readonly provider: Provider
  readonly files: LocalFiles
  readonly limiter: Limiter
  readonly signal: AbortSignal
  readonly toWire: (error: unknown) => OssErrorWire
  readonly retryPolicy: RetryPolicy
  readonly random: () => number
  /** Something of the batch changed that the window shows. */
  readonly changed: () => void
  /** An object of this key was written or deleted. */
  readonly landed: (key: string) => void
}

export interface RunnerContext extends JobContext {
  /** Aborts the batch's own signal. */
  readonly abort: () => void
  readonly partsInUse: Set<string>
  /** Items were added to the table, from this number on. */
  readonly added: (from: number) => void
  /** The walk is over: totals are final. */
  readonly scanned: () => void
  /** The item is done, skipped, failed or cancelled. */
  readonly settled: (item: number) => void
}

export type ItemOutcome = 'done' | 'skipped'

/**
 * Runs one item, again after failures that may pass, each with a longer pause. The table counts the tries.
 * @throws what the last try met
 */
export async function withAttempts(context: JobContext, batch: Batch, item: number, run: (attempt: number) => Promise<ItemOutcome>): Promise<ItemOutcome> {
  for (let attempt = 1; ; attempt++) {
    context.signal.throwIfAborted()
    batch.items.setState(item, 'running')
    batch.items.addAttempt(item)
    batch.items.setBytesDone(item, 0)
    context.changed()
    try {
      const outcome = await run(attempt)
      context.limiter.succeeded()
      return outcome
    } catch (error) {
      if (context.signal.aborted || isAbort(error)) throw error
      if (error instanceof RemoteError && (error.status === 503 || error.status === 429)) context.limiter.slowDown()
      const delayMs = retryDelayMs(error, attempt, context.random(), context.retryPolicy)
      if (delayMs === undefined) throw error
      // What went wrong last stays visible while it waits.
      batch.items.setState(item, 'running', context.toWire(error))
      context.changed()
      await sleep(delayMs, context.signal)
    }
  }
}

/** True when the object exists. */
export async function exists(context: JobContext, bucket: string, key: string): Promise<boolean> {
  try {
    await context.provider.headObject({ bucket, key, signal: context.signal })
    return true
  } catch (error) {
    if (codeOf(error) === 'NoSuchKey') return false
    throw error
  }
}

/** Writes an item's end into the table and tells. */
export function settle(context: RunnerContext, batch: Batch, item: number, state: ItemOutcome | 'failed', error?: unknown): void {
  const { items } = batch
  items.setState(item, state, state === 'failed' ? context.toWire(error) : undefined)
  items.setBytesDone(item, state === 'failed' ? 0 : items.sizeOf(item))
  context.settled(item)
}
