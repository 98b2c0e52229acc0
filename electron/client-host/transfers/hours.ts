import type { TransferHours } from '../../contract/transfer-rules.ts'

const dayMinutes = 24 * 60

/** Whether transfers may run at this moment. Hours that begin when they end are the whole day. */
export function isWithin({ fromMinute, toMinute }: TransferHours, nowMs: number): boolean {
  if (fromMinute === toMinute) return true
  const now = new Date(nowMs)
  const minute = now.getHours() * 60 + now.getMinutes()
  const sinceFrom = (minute - fromMinute + dayMinutes) % dayMinutes
  return sinceFrom < (toMinute - fromMinute + dayMinutes) % dayMinutes
}

/** The next moment at which the hours begin or end. */
export function nextEdgeMs({ fromMinute, toMinute }: TransferHours, nowMs: number): number {
  return Math.min(...[fromMinute, toMinute].map((minute) => nextAtMinute(minute, nowMs)))
}

/** By the calendar and not by adding hours, as days with a change of the clock are longer or shorter. */
function nextAtMinute(minute: number, nowMs: number): number {
  const at = new Date(nowMs)
  at.setHours(Math.floor(minute / 60), minute % 60, 0, 0)
  if (at.getTime() <= nowMs) at.setDate(at.getDate() + 1)
  return at.getTime()
}
