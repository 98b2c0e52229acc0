import type { KeyObject } from 'node:crypto'
import { limits } from '../model/limits.ts'
import { ossError } from '../model/oss-error.ts'
import type { PresentedV4 } from './authentication.ts'
import { isDayOf, parseSigningDate } from './dates.ts'
import { signatureMismatch } from './mismatch.ts'
import { percentEncodePath } from './percent.ts'
import { headerText, queryValue, type QueryPair, type RequestHeaders, type SignableRequest } from './request.ts'
import { sameText } from './same-text.ts'
import { checkSkew, expired, missingDate, requireDate, skewed, wholeSeconds } from './signing-time.ts'
import { canonicalHeadersV4, canonicalQueryV4, documentedStyle, signV4, stringToSignV4, unsignedPayload, type QueryStyle } from './v4.ts'
import { describeReading, headerReadings } from './verify-v1.ts'

/**
 * Checks a V4 signature in a header or in a link.
 * @returns which reading of the request the client had signed
 * @throws OssError InvalidArgument, AccessDenied (no date, expired), RequestTimeTooSkewed, SignatureDoesNotMatch
 */
export function verifyV4(request: SignableRequest, presented: PresentedV4, key: KeyObject, nowMs: number): string {
  const { accessKeyId, signature, scope, additionalHeaders } = presented
  const isLink = presented.kind === 'v4-url'
  const dateLine = isLink ? checkPresignWindow(request, presented, nowMs) : checkHeaderDate(request, presented, nowMs)
  const payload = isLink ? unsignedPayload : readHashedPayload(request.headers)
  const { method, bucket, query } = request
  const uri = bucket === undefined ? '/' : percentEncodePath(`/${bucket}/${request.key ?? ''}`)
  const tail = `\n${additionalHeaders.join(';')}\n${payload}`
  let documented: { readonly stringToSign: string; readonly canonicalRequest: string } | undefined
  for (const [headers, reading] of headerReadings(canonicalHeadersV4(request.headers, additionalHeaders))) {
    for (const [queryText, style] of queryReadings(query)) {
      const canonicalRequest = `${method}\n${uri}\n${queryText}\n${headers}${tail}`
      const stringToSign = stringToSignV4(dateLine, scope, canonicalRequest)
      documented ??= { stringToSign, canonicalRequest }
      if (sameText(signV4(key, stringToSign), signature)) return describeReading(reading, style)
    }
  }
  throw signatureMismatch({ accessKeyId, signature, ...(documented ?? { stringToSign: '' }) })
}

const otherStyles: readonly (readonly [QueryStyle, string])[] = [
  [{ order: 'bytes', emptyParameters: 'equals' }, 'equals'],
  [{ order: 'locale', emptyParameters: 'bare' }, 'locale'],
  [{ order: 'locale', emptyParameters: 'equals' }, 'locale-equals'],
]

/** The readings of the query that differ from each other, documented one first; the others only if that one fails. */
function* queryReadings(query: readonly QueryPair[]): Generator<readonly [text: string, name: string]> {
  const documented = canonicalQueryV4(query, documentedStyle)
  yield [documented, '']
  if (query.length === 0) return
  const seen = new Set([documented])
  for (const [style, name] of otherStyles) {
    const text = canonicalQueryV4(query, style)
    if (seen.has(text)) continue
    seen.add(text)
    yield [text, name]
  }
}

function checkHeaderDate({ headers }: SignableRequest, { scope }: PresentedV4, nowMs: number): string {
  const { text, timeMs } = requireDate(headers)
  checkSkew(timeMs, nowMs)
  checkScopeDay(scope.date, text, timeMs)
  return text
}

function checkScopeDay(scopeDate: string, text: string, timeMs: number): void {
  if (isDayOf(scopeDate, text, timeMs)) return
  throw ossError('InvalidArgument', {
    message: 'Invalid signing date in Authorization header.',
    ec: '0002-00000223',
    details: { ArgumentName: 'Authorization' },
  })
}

/** A V4 link is good from 15 minutes before its date (skewed clocks) to its date plus `x-oss-expires`. */
function checkPresignWindow({ query }: SignableRequest, { scope }: PresentedV4, nowMs: number): string {
  const dateLine = queryValue(query, 'x-oss-date')
  const time = dateLine === undefined ? undefined : parseSigningDate(dateLine)
  if (dateLine === undefined || time === undefined) throw missingDate()
  const expires = queryValue(query, 'x-oss-expires') ?? ''
  const seconds = Number(expires)
  if (!/^\d{1,6}$/.test(expires) || seconds < 1 || seconds > limits.presignV4MaxSeconds) {
    throw ossError('InvalidArgument', {
      message: `x-oss-expires must be an integer between 1 and ${limits.presignV4MaxSeconds}.`,
      details: { ArgumentName: 'x-oss-expires', ArgumentValue: expires },
    })
  }
  checkScopeDay(scope.date, dateLine, time)
  if (wholeSeconds(nowMs) > time + seconds * 1000) throw expired(time + seconds * 1000, nowMs)
  if (wholeSeconds(nowMs) < time - limits.clockSkewMaxMs) throw skewed(time, nowMs)
  return dateLine
}

/** OSS signs no payload hashes: `UNSIGNED-PAYLOAD` is the only value its documentation allows. */
function readHashedPayload(headers: RequestHeaders): string {
  const value = headerText(headers, 'x-oss-content-sha256') ?? unsignedPayload
  if (value === unsignedPayload) return value
  throw ossError('InvalidArgument', {
    message: 'The value of x-oss-content-sha256 must be UNSIGNED-PAYLOAD.',
    details: { ArgumentName: 'x-oss-content-sha256', ArgumentValue: value },
  })
}
