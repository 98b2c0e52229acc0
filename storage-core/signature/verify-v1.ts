import type { PresentedV1 } from './authentication.ts'
import { isAscii, wireToText } from './header-text.ts'
import { signatureMismatch } from './mismatch.ts'
import type { SignableRequest } from './request.ts'
import { sameText } from './same-text.ts'
import { checkExpires, checkSkew, requireDate } from './signing-time.ts'
import { subResourceStrategies } from './sub-resources.ts'
import { canonicalResourceV1, headV1, signV1 } from './v1.ts'

/**
 * Header bytes beyond ASCII: UTF-8 is the documented reading; `ali-oss` signs the UTF-8 form of each byte taken as a
 * Latin-1 character.
 * @param wire the part of a signed string that comes from headers
 */
export function headerReadings(wire: string): readonly (readonly [text: string, name: string])[] {
  if (isAscii(wire)) return [[wire, '']]
  return [
    [wireToText(wire) ?? wire, ''],
    [wire, 'latin1-headers'],
  ]
}

export function describeReading(...parts: readonly string[]): string {
  const named = parts.filter((part) => part !== '')
  return named.length === 0 ? 'documented' : named.join('+')
}

/**
 * Checks a V1 signature in a header or in a link.
 * @returns which reading of the request the client had signed
 * @throws OssError AccessDenied (no date, expired), RequestTimeTooSkewed, SignatureDoesNotMatch
 */
export function verifyV1(request: SignableRequest, presented: PresentedV1, secret: string, nowMs: number): string {
  const { accessKeyId, signature } = presented
  const head = headV1(request, datedV1(request, presented, nowMs))
  const readings = headerReadings(head)
  // A handful at most, and nearly always one: an array finds it sooner than a set.
  const tried: string[] = []
  for (const [text, reading] of readings) {
    for (const strategy of subResourceStrategies) {
      const resource = canonicalResourceV1(request, strategy)
      const stringToSign = text + resource
      if (tried.includes(stringToSign)) continue
      tried.push(stringToSign)
      if (sameText(signV1(secret, stringToSign), signature)) return describeReading(reading, strategy === 'union' ? '' : strategy)
      // Without a query every strategy is the same string.
      if (request.query.length === 0) break
    }
  }
  const [documented] = tried
  throw signatureMismatch({ accessKeyId, signature, stringToSign: documented ?? '' })
}

function datedV1(request: SignableRequest, presented: PresentedV1, nowMs: number): string {
  if (presented.kind === 'v1-url') {
    checkExpires(presented.expires, nowMs)
    return presented.expires
  }
  const date = requireDate(request.headers)
  checkSkew(date.timeMs, nowMs)
  return date.text
}
