import type { Timers } from './host-process.ts'

const delaysMs = [250, 500, 1000, 2000, 4000] as const
/** A process that lived this long is taken for healthy: its next crash is a first one again. */
const healthyAfterMs = 60_000

export interface Backoff {
  /** To be called when the process was started. */
  readonly started: () => void
  /** Pause before the next start, or undefined when it crashed too often in a row. */
  readonly nextDelayMs: () => number | undefined
  readonly reset: () => void
}

export function createBackoff(timers: Timers): Backoff {
  let crashes = 0
  let startedMs = 0
  return {
    started: () => {
      startedMs = timers.now()
    },
    nextDelayMs: () => {
      if (timers.now() - startedMs >= healthyAfterMs) crashes = 0
      crashes += 1
      return delaysMs[crashes - 1]
    },
    reset: () => {
      crashes = 0
    },
  }
}
