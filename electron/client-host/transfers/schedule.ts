import type { TransferBatch } from '../../contract/transfer-batches.ts'
import type { TransferHours } from '../../contract/transfer-rules.ts'
import type { Batch } from './batch.ts'
import type { BatchControl } from './batch-control.ts'
import { isWithin, nextEdgeMs } from './hours.ts'

export interface ScheduleOptions {
  readonly batches: ReadonlyMap<string, Batch>
  readonly control: Pick<BatchControl, 'start' | 'stop'>
  /** Whether its connection can be used now. */
  readonly isConnected: (batch: Batch) => boolean
  readonly changed: (batch: Batch) => void
  readonly log: (text: string) => void
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Calls back later; answers how to call that off. */
  readonly after?: (delayMs: number, call: () => void) => () => void
}

/** Decides when batches run: not before their start, and only in the hours that transfers may run in. */
export interface Schedule {
  /** Undefined for at any time. */
  hours: TransferHours | undefined
  waitsFor(batch: Batch): TransferBatch['waitsFor']
  /** Starts it now, or when it may. */
  start(batch: Batch): void
  /** Starts and holds back what has to be, after something changed that decides about it. */
  review(): void
  close(): void
}

/** Clocks are set and computers sleep, so no timer is trusted for longer. */
const lookAgainMs = 30_000

const realAfter: NonNullable<ScheduleOptions['after']> = (delayMs, call) => {
  const timer = setTimeout(call, delayMs)
  return () => {
    clearTimeout(timer)
  }
}

export function createSchedule({ batches, control, isConnected, changed, log, now, after = realAfter }: ScheduleOptions): Schedule {
  let hours: TransferHours | undefined
  let cancelTimer: (() => void) | undefined
  let closed = false

  const waitsFor: Schedule['waitsFor'] = (batch) => {
    const nowMs = now()
    if (batch.startsMs !== undefined && batch.startsMs > nowMs) return 'start'
    return hours !== undefined && !isWithin(hours, nowMs) ? 'hours' : undefined
  }
  /** While something waits or would have to stop; otherwise nothing wakes this process. */
  const setTimer = (): void => {
    cancelTimer?.()
    cancelTimer = undefined
    const nowMs = now()
    const open = [...batches.values()].filter((batch) => batch.running !== undefined || batch.state === 'queued')
    const edges = open.flatMap((batch) => [
      ...(batch.startsMs !== undefined && batch.startsMs > nowMs ? [batch.startsMs] : []),
      ...(hours === undefined ? [] : [nextEdgeMs(hours, nowMs)]),
    ])
    if (edges.length > 0) cancelTimer = after(Math.min(lookAgainMs, Math.max(0, Math.min(...edges) - nowMs)), review)
  }
  const review = (): void => {
    if (closed) return
    const held = [...batches.values()].filter((batch) => batch.running !== undefined && batch.stopping === undefined && waitsFor(batch) !== undefined)
    if (held.length > 0) {
      // What may run again by the time it has stopped is started then.
      control.stop(held, 'hold').then(review, (error: unknown) => {
        log(String(error))
      })
    }
    for (const batch of batches.values()) {
      if (batch.state !== 'queued' || batch.running !== undefined) continue
      if (waitsFor(batch) === undefined && isConnected(batch)) control.start(batch)
      else changed(batch)
    }
    setTimer()
  }
  return {
    get hours() {
      return hours
    },
    set hours(next) {
      hours = next
      review()
    },
    waitsFor,
    start: (batch) => {
      if (waitsFor(batch) === undefined) control.start(batch)
      else {
        batch.state = 'queued'
        batch.error = undefined
        batch.finishedMs = undefined
        changed(batch)
      }
      setTimer()
    },
    review,
    close: () => {
      closed = true
      cancelTimer?.()
    },
  }
}
