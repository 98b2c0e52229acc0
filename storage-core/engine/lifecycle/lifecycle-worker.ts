import { lastMidnight } from '../../model/lifecycle-action.ts'
import { type EngineDependencies, readMetadata } from '../dependencies.ts'
import type { LifecycleRunInput, LifecycleRunOutput } from './lifecycle-run.ts'
import { runLifecycle } from './run-lifecycle.ts'

export interface LifecycleWorkerOptions {
  /** How often the clock is looked at. */
  readonly checkEveryMs: number
  /** Told about a failed run; it is tried again after `retryAfterMs`. */
  readonly onError: (error: unknown) => void
  readonly retryAfterMs?: number
}

export interface LifecycleWorker {
  /** Runs now, after a run that is under way. @throws OssError NoSuchBucket, InternalError */
  run(input: LifecycleRunInput): Promise<LifecycleRunOutput>
  /** Looks at the clock now, and resolves when a run that was due has ended. */
  check(): Promise<void>
  /** Resolves when the run under way has ended, which it does after the batch it is at. */
  stop(): Promise<void>
}

const defaultRetryAfterMs = 600_000

/**
 * Runs the lifecycle rules once for each day of the store's clock, from midnight in UTC on, as OSS does (OSS documentation,
 * "Lifecycle rules based on the last modified time": 08:00 in China). Whoever was not running at midnight does it when it
 * runs again. A day is noted as done once its run went through everything; one that was cut off is begun anew, which does
 * nothing twice.
 */
export function startLifecycle(deps: EngineDependencies, options: LifecycleWorkerOptions): LifecycleWorker {
  const stopping = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let notBeforeMs = -Infinity
  let queue: Promise<unknown> = Promise.resolve()

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = queue.then(work)
    // Whoever asked is told of a failure; the next one in the queue does not care.
    queue = result.catch(() => undefined)
    return result
  }
  const runDay = async () => {
    const nowMs = deps.clock.now()
    const lastMs = readMetadata(deps.metadata, (reader) => reader.lifecycleRunMs())
    if (stopping.signal.aborted || nowMs < notBeforeMs || (lastMs !== undefined && lastMidnight(lastMs) === lastMidnight(nowMs))) return
    await runLifecycle(deps, { asOfMs: nowMs, signal: stopping.signal })
    if (stopping.signal.aborted) return
    await deps.metadata.write((tx) => {
      tx.putLifecycleRun(nowMs)
    })
  }
  const check = () =>
    inTurn(async () => {
      try {
        await runDay()
      } catch (error) {
        notBeforeMs = deps.clock.now() + (options.retryAfterMs ?? defaultRetryAfterMs)
        options.onError(error)
      }
    })
  const schedule = () => {
    if (stopping.signal.aborted) return
    timer = setTimeout(() => {
      void check().then(schedule)
    }, options.checkEveryMs)
    // Tidying up must not keep a process alive that is otherwise done.
    timer.unref()
  }

  void check().then(schedule)
  return {
    run: (input) => inTurn(() => runLifecycle(deps, { ...input, signal: stopping.signal })),
    check,
    async stop() {
      stopping.abort()
      clearTimeout(timer)
      await queue
    },
  }
}
