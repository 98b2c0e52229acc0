import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { headerText, type QueryPair, type SignableRequest } from './request.ts'
import { isSignedInV1, type SubResourceStrategy } from './sub-resources.ts'

/**
 * OSS signature version 1 (OSS documentation, "Include signatures in the Authorization header" and "Add signatures to
 * URLs"): HMAC-SHA1 over method, MD5, type, date, `x-oss-*` headers and the resource.
 */
export function stringToSignV1(
  request: SignableRequest,
  /** The text of the date line: `x-oss-date`, else `Date`; in a signed URL the value of `Expires`. */
  dateLine: string,
  strategy: SubResourceStrategy = 'union',
): string {
  const { headers } = request
  const md5 = headerText(headers, 'content-md5') ?? ''
  const type = headerText(headers, 'content-type') ?? ''
  return `${request.method}\n${md5}\n${type}\n${dateLine}\n${canonicalHeadersV1(request)}${canonicalResourceV1(request, strategy)}`
}

export function signV1(accessKeySecret: string, stringToSign: string): string {
  return createHmac('sha1', keyOf(accessKeySecret)).update(stringToSign).digest('base64')
}

let lastSecret = ''
let lastKey: KeyObject | undefined

/** Reading a secret into a key costs as much as the signature, and nearly every request comes with the same one. */
function keyOf(accessKeySecret: string): KeyObject {
  if (lastKey === undefined || lastSecret !== accessKeySecret) {
    lastKey = createSecretKey(accessKeySecret, 'utf8')
    lastSecret = accessKeySecret
  }
  return lastKey
}

function canonicalHeadersV1({ headers }: SignableRequest): string {
  const names: string[] = []
  for (const name in headers) if (name.startsWith('x-oss-')) names.push(name)
  if (names.length > 1) names.sort()
  let text = ''
  for (const name of names) text += `${name}:${(headerText(headers, name) ?? '').trim()}\n`
  return text
}

function canonicalResourceV1(request: SignableRequest, strategy: SubResourceStrategy): string {
  const { bucket, key, query } = request
  const path = bucket === undefined ? '/' : `/${bucket}/${key ?? ''}`
  if (query.length === 0) return path
  const signed: QueryPair[] = query.filter(([name]) => isSignedInV1(name, strategy))
  if (signed.length === 0) return path
  signed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `${path}?${signed.map(([name, value]) => (value === '' ? name : `${name}=${value}`)).join('&')}`
}
