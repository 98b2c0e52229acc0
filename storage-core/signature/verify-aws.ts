import type { KeyObject } from 'node:crypto'
import { limits } from '../model/limits.ts'
import { ossError } from '../model/oss-error.ts'
import type { PresentedAwsV2, PresentedAwsV4 } from './aws-authentication.ts'
import { stringToSignAwsV2 } from './aws-v2.ts'
import { algorithmAws, awsPathReadings, canonicalHeadersAws, canonicalQueryAws, canonicalRequestAws } from './aws-v4.ts'
import { readBodyClaim, readUnsignedBodyClaim, type BodyClaim } from './body-claim.ts'
import { formatIso, formatIsoBasic, parseAwsDate } from './dates.ts'
import { signatureMismatch } from './mismatch.ts'
import { headerText, queryValue, type RequestHeaders, type SignableRequest } from './request.ts'
import { sameText } from './same-text.ts'
import { checkExpires, checkSkew, wholeSeconds, type SigningDate } from './signing-time.ts'
import { signV1 } from './v1.ts'
import { signV4, stringToSignV4, unsignedPayload } from './v4.ts'
import { describeReading, headerReadings } from './verify-v1.ts'

/** Which reading of the request the client had signed, and what it says of the body. */
export interface AwsVerdict {
  readonly matched: string
  readonly body: BodyClaim | undefined
}

/**
 * Checks an AWS V4 signature in a header or in a link. Headers that could change what the request does must be covered by
 * it, the names of both dialects alike.
 * @throws OssError AccessDenied (no date, expired, unsigned headers), AuthorizationHeaderMalformed, RequestTimeTooSkewed,
 * SignatureDoesNotMatch, and those of `readBodyClaim`
 */
export function verifyAwsV4(request: SignableRequest, presented: PresentedAwsV4, key: KeyObject, nowMs: number): AwsVerdict {
  const { method, headers, path = '/', query } = request
  const { accessKeyId, scope, signature, signedHeaders } = presented
  const isLink = presented.kind === 'aws-v4-url'
  const date = isLink ? checkLinkWindow(presented, nowMs) : checkHeaderDate(headers, nowMs)
  const dateLine = date.text.charCodeAt(8) === 84 ? date.text : formatIsoBasic(date.timeMs)
  if (!dateLine.startsWith(scope.date)) {
    throw ossError(isLink ? 'AuthorizationQueryParametersError' : 'AuthorizationHeaderMalformed', {
      message: `Invalid credential date "${scope.date}". This date is not the same as X-Amz-Date: "${dateLine.slice(0, 8)}".`,
    })
  }
  requireSignedHeaders(headers, signedHeaders, isLink)
  const hashedPayload = isLink ? payloadOfLink(request, signedHeaders) : payloadOfHeader(headers)
  const body = readBodyClaim(headers, hashedPayload, isLink ? undefined : { key, dateLine, scope, seed: signature })
  const queryText = canonicalQueryAws(query)
  let documented: { readonly stringToSign: string; readonly canonicalRequest: string } | undefined
  for (const [headerLines, reading] of headerReadings(canonicalHeadersAws(headers, signedHeaders))) {
    for (const [at, uri] of awsPathReadings(path).entries()) {
      const canonicalRequest = canonicalRequestAws({ method, path: uri, query: queryText, headers: headerLines, signedHeaders, hashedPayload })
      const stringToSign = stringToSignV4(dateLine, scope, canonicalRequest, algorithmAws)
      documented ??= { stringToSign, canonicalRequest }
      if (sameText(signV4(key, stringToSign), signature)) return { matched: describeReading(reading, at === 0 ? '' : 'wire-path'), body }
    }
  }
  throw signatureMismatch({ accessKeyId, signature, ...(documented ?? { stringToSign: '' }) })
}

/**
 * Checks an AWS V2 signature in a header or in a link.
 * @throws OssError AccessDenied (no date, expired, unsigned headers), RequestTimeTooSkewed, SignatureDoesNotMatch, and those
 * of `readBodyClaim`
 */
export function verifyAwsV2(request: SignableRequest, presented: PresentedAwsV2, secret: string, nowMs: number): AwsVerdict {
  const { accessKeyId, signature, expires } = presented
  const isLink = presented.kind === 'aws-v2-url'
  if (isLink) checkExpires(expires, nowMs)
  else checkHeaderDate(request.headers, nowMs)
  for (const name in request.headers) if (name.startsWith('x-oss-')) throw notSigned([name])
  const body = readUnsignedBodyClaim(request.headers)
  const wire = stringToSignAwsV2(request, isLink ? expires : undefined)
  for (const [text, reading] of headerReadings(wire)) {
    if (sameText(signV1(secret, text), signature)) return { matched: describeReading(reading), body }
  }
  throw signatureMismatch({ accessKeyId, signature, stringToSign: wire })
}

function checkHeaderDate(headers: RequestHeaders, nowMs: number): SigningDate {
  const text = headerText(headers, 'x-amz-date') ?? headerText(headers, 'date')
  const timeMs = text === undefined ? undefined : parseAwsDate(text)
  if (text === undefined || timeMs === undefined) {
    throw ossError('AccessDenied', { message: 'AWS authentication requires a valid Date or x-amz-date header' })
  }
  checkSkew(timeMs, nowMs)
  return { text, timeMs }
}

function checkLinkWindow({ date, expires }: PresentedAwsV4, nowMs: number): SigningDate {
  const malformed = (message: string) => ossError('AuthorizationQueryParametersError', { message })
  const timeMs = /^\d{8}T/.test(date) ? parseAwsDate(date) : undefined
  if (timeMs === undefined) throw malformed('X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd\'T\'HHmmss\'Z\'"')
  const seconds = Number(expires)
  if (!/^\d{1,10}$/.test(expires)) throw malformed('X-Amz-Expires should be a number')
  if (seconds < 1) throw malformed('X-Amz-Expires must be non-negative')
  if (seconds > limits.presignV4MaxSeconds) {
    throw malformed(`X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${limits.presignV4MaxSeconds} seconds`)
  }
  const now = wholeSeconds(nowMs)
  const expiresMs = timeMs + seconds * 1000
  if (now < timeMs - limits.clockSkewMaxMs) throw ossError('AccessDenied', { message: 'Request is not valid yet' })
  if (now > expiresMs) {
    throw ossError('AccessDenied', {
      message: 'Request has expired',
      details: { 'X-Amz-Expires': expires, Expires: formatIso(expiresMs), ServerTime: formatIso(nowMs) },
    })
  }
  return { text: date, timeMs }
}

/** The payload's hash and the date are lines of the signed text themselves, so in a header they need not be named. */
const coveredAnyway: ReadonlySet<string> = new Set(['x-amz-content-sha256', 'x-amz-date'])

function requireSignedHeaders(headers: RequestHeaders, signed: readonly string[], isLink: boolean): void {
  const missing: string[] = []
  if (!signed.includes('host')) missing.push('host')
  for (const name in headers) {
    if (!name.startsWith('x-amz-') && !name.startsWith('x-oss-')) continue
    if (!signed.includes(name) && (isLink || !coveredAnyway.has(name))) missing.push(name)
  }
  if (missing.length > 0) throw notSigned(missing)
}

function notSigned(names: readonly string[]): Error {
  return ossError('AccessDenied', {
    message: 'There were headers present in the request which were not signed',
    details: { HeadersNotSigned: names.join(', ') },
  })
}

function payloadOfHeader(headers: RequestHeaders): string {
  const value = headerText(headers, 'x-amz-content-sha256')
  if (value !== undefined) return value
  throw ossError('InvalidRequest', { message: 'Missing required header for this request: x-amz-content-sha256' })
}

function payloadOfLink({ headers, query }: SignableRequest, signed: readonly string[]): string {
  const inHeader = signed.includes('x-amz-content-sha256') ? headerText(headers, 'x-amz-content-sha256') : undefined
  return queryValue(query, 'X-Amz-Content-Sha256') ?? inHeader ?? unsignedPayload
}
