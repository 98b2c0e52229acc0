import { limits } from '../model/limits.ts'
import { ossError, type OssError } from '../model/oss-error.ts'
import { formatIso, parseSigningDate } from './dates.ts'
import { headerText, type RequestHeaders } from './request.ts'

/** When a request says it was made: the text that was signed, and what it means. */
export interface SigningDate {
  readonly text: string
  readonly timeMs: number
}

/**
 * `x-oss-date`, else `Date`.
 * @throws OssError AccessDenied
 */
export function requireDate(headers: RequestHeaders): SigningDate {
  const text = headerText(headers, 'x-oss-date') ?? headerText(headers, 'date')
  const timeMs = text === undefined ? undefined : parseSigningDate(text)
  if (text === undefined || timeMs === undefined) throw missingDate()
  return { text, timeMs }
}

export function missingDate(): OssError {
  return ossError('AccessDenied', { message: 'OSS authentication requires a valid Date', ec: '0002-00000503' })
}

/** @throws OssError RequestTimeTooSkewed */
export function checkSkew(timeMs: number, nowMs: number): void {
  if (Math.abs(wholeSeconds(nowMs) - timeMs) > limits.clockSkewMaxMs) throw skewed(timeMs, nowMs)
}

/** Signing dates have whole seconds; comparing them with milliseconds would make the limit 14:59.999 on one side. */
export function wholeSeconds(timeMs: number): number {
  return Math.floor(timeMs / 1000) * 1000
}

export function skewed(requestMs: number, nowMs: number): OssError {
  return ossError('RequestTimeTooSkewed', {
    details: {
      RequestTime: formatIso(requestMs),
      ServerTime: formatIso(nowMs),
      MaxAllowedSkewMilliseconds: String(limits.clockSkewMaxMs),
    },
  })
}

/**
 * The `Expires` of a link: seconds since the epoch.
 * @throws OssError AccessDenied
 */
export function checkExpires(expires: string, nowMs: number): void {
  if (!/^\d{1,15}$/.test(expires)) {
    throw ossError('AccessDenied', { message: 'Invalid date (should be seconds since epoch)', details: { Expires: expires } })
  }
  const expiresMs = Number(expires) * 1000
  if (wholeSeconds(nowMs) > expiresMs) throw expired(expiresMs, nowMs)
}

export function expired(expiresMs: number, nowMs: number): OssError {
  const representable = expiresMs <= 253_402_300_799_000
  return ossError('AccessDenied', {
    message: 'Request has expired.',
    ec: '0002-00000069',
    details: { Expires: representable ? formatIso(expiresMs) : String(expiresMs), ServerTime: formatIso(nowMs) },
  })
}
