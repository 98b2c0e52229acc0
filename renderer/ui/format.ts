const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** Making one of the platform's formatters costs as much as formatting a hundred values. */
function kept<F>(make: (locale: string) => F): (locale: string) => F {
  const byLocale = new Map<string, F>()
  return (locale) => {
    const known = byLocale.get(locale)
    if (known !== undefined) return known
    const made = make(locale)
    byLocale.set(locale, made)
    return made
  }
}

const wholeNumbers = kept((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }))
const oneDigit = kept((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }))
const numbers = kept((locale) => new Intl.NumberFormat(locale))
const percents = kept((locale) => new Intl.NumberFormat(locale, { style: 'percent' }))
const relativeTimes = kept((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }))
const daysOfThisYear = kept((locale) => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }))
const days = kept((locale) => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }))
const clockTimes = kept((locale) => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' }))
const exactTimes = kept(
  (locale) =>
    new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short' }),
)

/** Bytes in steps of 1,024 with the unit names OSS's console uses: `4.2 MB`. Three significant digits at most. */
export function formatBytes(bytes: number, locale: string): string {
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < byteUnits.length - 1) {
    value /= 1024
    unit++
  }
  // 1,023.9 KB would round to 1,024 KB: show the next unit.
  if (Math.round(value) >= 1024 && unit < byteUnits.length - 1) {
    value /= 1024
    unit++
  }
  const format = unit === 0 || value >= 100 ? wholeNumbers(locale) : oneDigit(locale)
  return `${format.format(value)} ${byteUnits[unit] ?? 'B'}`
}

export function formatNumber(value: number, locale: string): string {
  return numbers(locale).format(value)
}

/** Relative up to seven days, then the date; with the year when it is not this one. */
export function formatTime(timeMs: number, nowMs: number, locale: string): string {
  const ageMs = nowMs - timeMs
  const relative = relativeTimes(locale)
  // A clock a little ahead of ours is "now", not the future.
  if (ageMs > -minuteMs && ageMs < minuteMs) return relative.format(0, 'second')
  if (ageMs >= minuteMs && ageMs < hourMs) return relative.format(-Math.floor(ageMs / minuteMs), 'minute')
  if (ageMs >= hourMs && ageMs < dayMs) return relative.format(-Math.floor(ageMs / hourMs), 'hour')
  if (ageMs >= dayMs && ageMs < 7 * dayMs) return relative.format(-Math.floor(ageMs / dayMs), 'day')
  const sameYear = new Date(timeMs).getFullYear() === new Date(nowMs).getFullYear()
  return (sameYear ? daysOfThisYear : days)(locale).format(timeMs)
}

/** As `formatTime`, with the seconds of the last minute. */
export function formatRecentTime(timeMs: number, nowMs: number, locale: string): string {
  const seconds = Math.floor((nowMs - timeMs) / 1000)
  return seconds >= 1 && seconds < 60 ? relativeTimes(locale).format(-seconds, 'second') : formatTime(timeMs, nowMs, locale)
}

/** The time of day to the second. */
export function formatClockTime(timeMs: number, locale: string): string {
  return clockTimes(locale).format(timeMs)
}

/** Date, time to the second and time zone, for tooltips and the inspector. */
export function formatExactTime(timeMs: number, locale: string): string {
  return exactTimes(locale).format(timeMs)
}

/** Time left in at most two units: `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(seconds: number, locale: string): string {
  const unit = (value: number, name: 'second' | 'minute' | 'hour' | 'day') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value)
  const whole = Math.max(1, Math.round(seconds))
  if (whole < 60) return unit(whole, 'second')
  if (whole < 3600) {
    const rest = whole % 60
    return rest === 0 || whole >= 600 ? unit(Math.round(whole / 60), 'minute') : `${unit(Math.floor(whole / 60), 'minute')} ${unit(rest, 'second')}`
  }
  if (whole < 86_400) {
    const minutes = Math.round((whole % 3600) / 60)
    return minutes === 0 || minutes === 60 ? unit(Math.round(whole / 3600), 'hour') : `${unit(Math.floor(whole / 3600), 'hour')} ${unit(minutes, 'minute')}`
  }
  return unit(Math.round(whole / 86_400), 'day')
}

/** A whole percentage that is 100 only at the end. */
export function formatPercent(fraction: number, locale: string): string {
  const floored = fraction >= 1 ? 1 : Math.floor(Math.max(0, fraction) * 100) / 100
  return percents(locale).format(floored)
}
