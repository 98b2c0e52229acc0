const isoBasic = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/
const rfc1123 = /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

let lastText = ''
let lastMs: number | undefined

/**
 * Reads the two date forms OSS accepts in `x-oss-date` and `Date`: ISO 8601 basic (`20231216T162057Z`) and RFC 1123. Busy
 * clients send the same second many times, so the last one is remembered.
 * @returns milliseconds since the epoch, or undefined
 */
export function parseSigningDate(text: string): number | undefined {
  if (text === lastText) return lastMs
  lastMs = readSigningDate(text)
  lastText = text
  return lastMs
}

function readSigningDate(text: string): number | undefined {
  const iso = isoBasic.exec(text)
  if (iso) return utc(iso[1], Number(iso[2]) - 1, iso[3], iso[4], iso[5], iso[6])
  const rfc = rfc1123.exec(text)
  if (rfc) return utc(rfc[3], months.indexOf(rfc[2] ?? ''), rfc[1], rfc[4], rfc[5], rfc[6])
  return undefined
}

const rfc822 = /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (?:GMT|UTC|\+0000)$/

/**
 * The dates of AWS's signatures: ISO 8601 basic, and in the older version the forms of RFC 822 that name UTC.
 * @returns milliseconds since the epoch, or undefined
 */
export function parseAwsDate(text: string): number | undefined {
  const known = parseSigningDate(text)
  if (known !== undefined) return known
  const mail = rfc822.exec(text)
  if (mail) return utc(mail[3], months.indexOf(mail[2] ?? ''), mail[1], mail[4], mail[5], mail[6])
  return undefined
}

/** Whether a date falls on a scope's day, `YYYYMMDD`. */
export function isDayOf(scopeDate: string, text: string, timeMs: number): boolean {
  // The eight digits of ISO 8601 are the day themselves; only other forms have to be written anew.
  return text.charCodeAt(8) === 84 ? text.startsWith(scopeDate) : formatIsoBasic(timeMs).startsWith(scopeDate)
}

function utc(
  year: string | undefined,
  month: number,
  day: string | undefined,
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
): number | undefined {
  const parts = [Number(year), month, Number(day), Number(hour), Number(minute), Number(second)] as const
  const time = Date.UTC(...parts)
  const back = new Date(time)
  // Date.UTC rolls 31 February over; a date that does not read back is not a date.
  return back.getUTCMonth() === month && back.getUTCDate() === parts[2] && back.getUTCHours() === parts[3] ? time : undefined
}

let lastBasic = ''
let lastBasicSecond = Number.NaN

/** `20231216T162057Z`. The last second is remembered, as a busy client signs hundreds of requests in it. */
export function formatIsoBasic(timeMs: number): string {
  const second = Math.floor(timeMs / 1000)
  if (second === lastBasicSecond) return lastBasic
  lastBasic = `${new Date(timeMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
  lastBasicSecond = second
  return lastBasic
}

/** `2023-12-16T16:20:57.000Z`: OSS shows whole seconds in XML. */
export function formatIso(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}.000Z`
}
