/** When a batch may be told to begin; milliseconds since the epoch, null for as soon as it can. */
export const startTimes = ['now', 'hour', 'tonight', 'morning'] as const
export type StartTime = (typeof startTimes)[number]

const tonightHour = 22
const morningHour = 8

export function startMsOf(choice: StartTime, nowMs: number): number | null {
  if (choice === 'now') return null
  if (choice === 'hour') return nowMs + 3_600_000
  const at = new Date(nowMs)
  at.setHours(choice === 'tonight' ? tonightHour : morningHour, 0, 0, 0)
  // The morning is always the next day's; tonight is over when its hour is.
  if (choice === 'morning' || at.getTime() <= nowMs) at.setDate(at.getDate() + 1)
  return at.getTime()
}
