import { useEffect, useState } from 'react'
import type { Format } from '../../ui/use-format.ts'

/**
 * When a version was written, told from the rows beside it: what several of them would say alike gets the time of day, to the
 * second.
 */
export function rowTime(timeMs: number, besideMs: readonly (number | undefined)[], nowMs: number, format: Pick<Format, 'recentTime' | 'clockTime'>): string {
  const label = format.recentTime(timeMs, nowMs)
  const isAlone = besideMs.every((other) => other === undefined || format.recentTime(other, nowMs) !== label)
  return isAlone ? label : `${label} · ${format.clockTime(timeMs)}`
}

const minuteMs = 60_000

/** The time that ages are told from: each second while the newest of them is less than a minute, then twice a minute. */
export function useRowClock(newestMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now())
  const isRecent = nowMs - newestMs < minuteMs
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), isRecent ? 1000 : minuteMs / 2)
    return () => clearInterval(timer)
  }, [isRecent])
  return nowMs
}
