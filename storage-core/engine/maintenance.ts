import type { EngineDependencies } from './dependencies.ts'
import { removeOrphans } from './orphan-scan.ts'
import { defaultSweepOptions, sweepOnce, type SweepOptions } from './sweep.ts'

export interface MaintenanceOptions {
  readonly sweep?: SweepOptions
  readonly sweepEveryMs?: number
  /** Run with each sweep, after it. */
  readonly alsoSweep?: () => Promise<unknown>
  /** Told about a failed run; the next one tries again. */
  readonly onError: (error: unknown) => void
}

export interface Maintenance {
  /** Resolves when the run that was under way has ended. */
  stop(): Promise<void>
}

const defaultSweepEveryMs = 15_000
const orphanBatchSize = 256

/**
 * Work behind the scenes: the orphan scan once, when the process before this one crashed, and the sweep from time to time.
 * Stop it before closing the stores.
 */
export function startMaintenance(deps: EngineDependencies, options: MaintenanceOptions): Maintenance {
  const stopping = new AbortController()
  let timer: NodeJS.Timeout | undefined

  const scan = async () => {
    if (deps.metadata.closedCleanly) return
    await removeOrphans(deps, { batchSize: orphanBatchSize, signal: stopping.signal })
    if (!stopping.signal.aborted) deps.metadata.confirmNoOrphans()
  }
  const sweep = async () => {
    const settings = options.sweep ?? defaultSweepOptions
    while (!stopping.signal.aborted && (await sweepOnce(deps, settings)) >= settings.batchSize);
    await options.alsoSweep?.()
  }
  const run = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      options.onError(error)
    }
  }
  const schedule = () => {
    if (stopping.signal.aborted) return
    timer = setTimeout(() => {
      running = run(sweep).then(schedule)
    }, options.sweepEveryMs ?? defaultSweepEveryMs)
    // Tidying up must not keep a process alive that is otherwise done.
    timer.unref()
  }

  let running = run(scan).then(schedule)
  return {
    async stop() {
      stopping.abort()
      clearTimeout(timer)
      await running
    },
  }
}
