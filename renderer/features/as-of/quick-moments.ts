const minuteMs = 60_000
const hourMs = 60 * minuteMs

export const quickMoments = ['tenMinutes', 'hour', 'today', 'yesterday', 'week', 'month'] as const
export type QuickMoment = (typeof quickMoments)[number]

/** The same time of day, so many days or months earlier: days are not always 24 hours long. */
function earlier(nowMs: number, { days = 0, months = 0 }: { readonly days?: number; readonly months?: number }): number {
  const then = new Date(nowMs)
  const day = then.getDate()
  then.setDate(day - days)
  if (months > 0) {
    then.setMonth(then.getMonth() - months)
    // The 31st of a month that has none would be in the next one.
    if (then.getDate() !== day) then.setDate(0)
  }
  return then.getTime()
}

/** @returns milliseconds since the epoch, whole seconds, by this computer's clock and time zone */
export function quickMomentMs(moment: QuickMoment, nowMs: number): number {
  const second = Math.floor(nowMs / 1000) * 1000
  switch (moment) {
    case 'tenMinutes':
      return second - 10 * minuteMs
    case 'hour':
      return second - hourMs
    case 'today':
      return new Date(nowMs).setHours(0, 0, 0, 0)
    case 'yesterday':
      return earlier(second, { days: 1 })
    case 'week':
      return earlier(second, { days: 7 })
    case 'month':
      return earlier(second, { months: 1 })
  }
}
