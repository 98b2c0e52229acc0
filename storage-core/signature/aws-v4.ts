import { compareUtf8 } from '../model/utf8.ts'
import { percentEncode, percentEncodePath } from './percent.ts'
import { headerText, type QueryPair, type RequestHeaders } from './request.ts'

export const algorithmAws = 'AWS4-HMAC-SHA256'

/** The pieces of AWS's canonical request, each already written. */
export interface AwsCanonical {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly headers: string
  readonly signedHeaders: readonly string[]
  readonly hashedPayload: string
}

/** The canonical request of AWS documentation, "Create a canonical request". Headers end with a newline of their own. */
export function canonicalRequestAws({ method, path, query, headers, signedHeaders, hashedPayload }: AwsCanonical): string {
  return `${method}\n${path}\n${query}\n${headers}\n${signedHeaders.join(';')}\n${hashedPayload}`
}

/** Every pair but the signature, `name=` for empty values, sorted by encoded name and value. */
export function canonicalQueryAws(query: readonly QueryPair[]): string {
  if (query.length === 0) return ''
  const written: (readonly [string, string])[] = []
  for (const [name, value] of query) {
    if (name !== 'X-Amz-Signature') written.push([percentEncode(name), percentEncode(value)])
  }
  written.sort(([a, x], [b, y]) => compareUtf8(a, b) || compareUtf8(x, y))
  return written.map(([name, value]) => `${name}=${value}`).join('&')
}

/** @param names lower case, sorted */
export function canonicalHeadersAws(headers: RequestHeaders, names: readonly string[]): string {
  let text = ''
  for (const name of names) text += `${name}:${collapse(headerText(headers, name) ?? '')}\n`
  return text
}

function collapse(value: string): string {
  const trimmed = value.trim()
  return trimmed.includes('  ') ? trimmed.replaceAll(/ +/g, ' ') : trimmed
}

const plainPath = /^[A-Za-z0-9\-_.~/]*$/

/**
 * How a path may have been signed. S3 signs each object's name encoded once, slashes kept, and never normalises it; what
 * went over the wire is the second reading, since some clients sign exactly that.
 * @param wire the path as it was sent
 */
export function awsPathReadings(wire: string): readonly string[] {
  if (plainPath.test(wire)) return [wire]
  let encoded: string
  try {
    encoded = percentEncodePath(decodeURIComponent(wire))
  } catch {
    return [wire]
  }
  return encoded === wire ? [wire] : [encoded, wire]
}
