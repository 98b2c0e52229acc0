import { limits } from '../model/limits.ts'
import { ossError, type OssError } from '../model/oss-error.ts'
import { readPresented, type Presented, type PresentedV4 } from './authentication.ts'
import { formatIso, formatIsoBasic, parseSigningDate } from './dates.ts'
import { isAscii, wireToText } from './header-text.ts'
import { headerText, queryValue, type RequestHeaders, type SignableRequest } from './request.ts'
import { sameText } from './same-text.ts'
import { requireKey, type KeyLookup } from './signing-key.ts'
import { subResourceStrategies } from './sub-resources.ts'
import { signV1, stringToSignV1 } from './v1.ts'
import {
  canonicalQueryV4,
  canonicalRequestV4,
  signV4,
  stringToSignV4,
  unsignedPayload,
  type QueryStyle,
  type SigningKeyCache,
} from './v4.ts'

export interface VerifyOptions extends KeyLookup {
  readonly signingKey: SigningKeyCache
}

/** Who signed the request. `anonymous` only when the request carries no signature of any kind. */
export type Verified =
  | { readonly kind: 'anonymous' }
  | {
      readonly kind: 'signed'
      readonly accessKeyId: string
      /** Whose rules the request was signed by, and so whose words it is answered in. */
      readonly dialect: 'oss' | 's3'
      readonly version: 'v1' | 'v4'
      readonly placement: 'header' | 'url'
      /** Which reading of the request the client had signed; `documented` unless the client is known to differ. */
      readonly matched: string
    }

/**
 * Checks a request's signature. A bad signature is an error and never makes the request anonymous. Order of the checks:
 * form, key id, time, signature (OSS documentation, "Access control overview" and the EC pages of module 0002).
 * @throws OssError InvalidArgument, InvalidRequest, those of `requireKey`, AccessDenied (no date, expired link),
 * RequestTimeTooSkewed, SignatureDoesNotMatch
 */
export function verifySignature(request: SignableRequest, options: VerifyOptions): Verified {
  const presented = readPresented(request)
  if (presented.kind === 'none') return { kind: 'anonymous' }
  const { accessKeySecret: secret } = requireKey(presented.accessKeyId, tokensOf(request), options)
  const matched =
    presented.kind === 'v1-header' || presented.kind === 'v1-url'
      ? verifyV1(request, presented, secret, options.nowMs)
      : verifyV4(request, presented, secret, options)
  return {
    kind: 'signed',
    accessKeyId: presented.accessKeyId,
    dialect: 'oss',
    version: presented.kind.startsWith('v1') ? 'v1' : 'v4',
    placement: presented.kind.endsWith('url') ? 'url' : 'header',
    matched,
  }
}

function tokensOf({ headers, query }: SignableRequest): readonly string[] {
  const tokens: string[] = []
  const inHeader = headerText(headers, 'x-oss-security-token')
  if (inHeader !== undefined) tokens.push(inHeader)
  for (const [name, value] of query) if (name === 'security-token' || name === 'x-oss-security-token') tokens.push(value)
  return tokens
}

type PresentedV1 = Extract<Presented, { readonly kind: 'v1-header' | 'v1-url' }>

function verifyV1(request: SignableRequest, presented: PresentedV1, secret: string, nowMs: number): string {
  let dateLine: string
  if (presented.kind === 'v1-url') {
    dateLine = presented.expires
    checkExpires(presented.expires, nowMs)
  } else {
    dateLine = requireDate(request.headers)
    checkSkew(dateLine, nowMs)
  }
  let first: string | undefined
  const tried = new Set<string>()
  for (const [headerReading, candidate] of headerReadings(request)) {
    for (const strategy of subResourceStrategies) {
      const text = stringToSignV1(candidate, dateLine, strategy)
      first ??= text
      if (tried.has(text)) continue
      tried.add(text)
      if (sameText(signV1(secret, text), presented.signature)) return describe(headerReading, strategy === 'union' ? '' : strategy)
      // Without a query every strategy is the same string.
      if (request.query.length === 0) break
    }
  }
  throw mismatch(presented, first ?? '')
}

function verifyV4(request: SignableRequest, presented: PresentedV4, secret: string, options: VerifyOptions): string {
  const dateLine =
    presented.kind === 'v4-url' ? checkPresignWindow(request, presented, options.nowMs) : checkHeaderDate(request, presented, options.nowMs)
  const hashedPayload = presented.kind === 'v4-url' ? unsignedPayload : readHashedPayload(request.headers)
  const key = options.signingKey(secret, presented.scope)
  let firstRequest: string | undefined
  let firstText = ''
  for (const [headerReading, candidate] of headerReadings(request)) {
    for (const [style, styleName] of queryStyles(candidate)) {
      const canonicalRequest = canonicalRequestV4(candidate, {
        additionalHeaders: presented.additionalHeaders,
        hashedPayload,
        queryStyle: style,
      })
      const text = stringToSignV4(dateLine, presented.scope, canonicalRequest)
      if (firstRequest === undefined) {
        firstRequest = canonicalRequest
        firstText = text
      }
      if (sameText(signV4(key, text), presented.signature)) return describe(headerReading, styleName)
    }
  }
  throw mismatch(presented, firstText, firstRequest)
}

function describe(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('+') || 'documented'
}

/**
 * Header bytes beyond ASCII: UTF-8 is the documented reading; `ali-oss` signs the UTF-8 form of each byte taken as a
 * Latin-1 character.
 */
function* headerReadings(request: SignableRequest): Generator<readonly [name: string, request: SignableRequest]> {
  let plain = true
  for (const name in request.headers) {
    if (!isAscii(headerText(request.headers, name) ?? '')) plain = false
  }
  if (plain) {
    yield ['', request]
    return
  }
  const headers: Record<string, string> = {}
  for (const name in request.headers) {
    const wire = headerText(request.headers, name) ?? ''
    headers[name] = wireToText(wire) ?? wire
  }
  yield ['', { ...request, headers }]
  yield ['latin1-headers', request]
}

const styles: readonly (readonly [QueryStyle, string])[] = [
  [{ order: 'bytes', emptyParameters: 'bare' }, ''],
  [{ order: 'bytes', emptyParameters: 'equals' }, 'equals'],
  [{ order: 'locale', emptyParameters: 'bare' }, 'locale'],
  [{ order: 'locale', emptyParameters: 'equals' }, 'locale-equals'],
]

/** The readings of the query that differ from each other, documented one first. */
function* queryStyles({ query }: SignableRequest): Generator<readonly [QueryStyle, string]> {
  const seen = new Set<string>()
  for (const entry of styles) {
    if (query.length > 0) {
      const text = canonicalQueryV4(query, entry[0])
      if (seen.has(text)) continue
      seen.add(text)
    }
    yield entry
    if (query.length === 0) return
  }
}

function requireDate(headers: RequestHeaders): string {
  const text = headerText(headers, 'x-oss-date') ?? headerText(headers, 'date')
  if (text === undefined || parseSigningDate(text) === undefined) throw missingDate()
  return text
}

function missingDate(): OssError {
  return ossError('AccessDenied', {
    message: 'OSS authentication requires a valid Date',
    ec: '0002-00000503',
  })
}

function checkSkew(dateLine: string, nowMs: number): void {
  const time = parseSigningDate(dateLine) ?? Number.NaN
  if (Math.abs(wholeSeconds(nowMs) - time) <= limits.clockSkewMaxMs) return
  throw skewed(time, nowMs)
}

/** Signing dates have whole seconds; comparing them with milliseconds would make the limit 14:59.999 on one side. */
function wholeSeconds(timeMs: number): number {
  return Math.floor(timeMs / 1000) * 1000
}

function skewed(requestMs: number, nowMs: number): OssError {
  return ossError('RequestTimeTooSkewed', {
    details: {
      RequestTime: formatIso(requestMs),
      ServerTime: formatIso(nowMs),
      MaxAllowedSkewMilliseconds: String(limits.clockSkewMaxMs),
    },
  })
}

function checkExpires(expires: string, nowMs: number): void {
  if (!/^\d{1,15}$/.test(expires)) {
    throw ossError('AccessDenied', { message: 'Invalid date (should be seconds since epoch)', details: { Expires: expires } })
  }
  const expiresMs = Number(expires) * 1000
  if (wholeSeconds(nowMs) > expiresMs) throw expired(expiresMs, nowMs)
}

function expired(expiresMs: number, nowMs: number): OssError {
  const representable = expiresMs <= 253_402_300_799_000
  return ossError('AccessDenied', {
    message: 'Request has expired.',
    ec: '0002-00000069',
    details: { Expires: representable ? formatIso(expiresMs) : String(expiresMs), ServerTime: formatIso(nowMs) },
  })
}

function checkHeaderDate({ headers }: SignableRequest, { scope }: PresentedV4, nowMs: number): string {
  const dateLine = requireDate(headers)
  checkSkew(dateLine, nowMs)
  checkScopeDay(scope.date, parseSigningDate(dateLine) ?? Number.NaN)
  return dateLine
}

function checkScopeDay(scopeDate: string, timeMs: number): void {
  if (formatIsoBasic(timeMs).slice(0, 8) === scopeDate) return
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
  checkScopeDay(scope.date, time)
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

function mismatch(presented: PresentedV1 | PresentedV4, stringToSign: string, canonicalRequest?: string): OssError {
  return ossError('SignatureDoesNotMatch', {
    details: {
      OSSAccessKeyId: presented.accessKeyId,
      SignatureProvided: presented.signature,
      StringToSign: stringToSign,
      StringToSignBytes: spacedHex(stringToSign),
      ...(canonicalRequest === undefined ? {} : { CanonicalRequest: canonicalRequest }),
    },
  })
}

function spacedHex(text: string): string {
  return Buffer.from(text, 'utf8').toString('hex').toUpperCase().replaceAll(/(..)(?=.)/g, '$1 ')
}
