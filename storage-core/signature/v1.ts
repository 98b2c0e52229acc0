import { createHmac } from 'node:crypto'
import { keyObjectOf } from './key-objects.ts'
import { headerText, type QueryPair, type RequestHeaders, type SignableRequest } from './request.ts'
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
  return headV1(request, dateLine) + canonicalResourceV1(request, strategy)
}

/** Everything in front of the resource: what depends on the headers and not on the query. */
export function headV1({ method, headers }: SignableRequest, dateLine: string): string {
  const md5 = headerText(headers, 'content-md5') ?? ''
  const type = headerText(headers, 'content-type') ?? ''
  return `${method}\n${md5}\n${type}\n${dateLine}\n${prefixedHeaders(headers, 'x-oss-')}`
}

/** HMAC-SHA1 in base64, as OSS V1 and AWS V2 both have it. */
export function signV1(accessKeySecret: string, stringToSign: string): string {
  return createHmac('sha1', keyObjectOf(accessKeySecret)).update(stringToSign).digest('base64')
}

/** `name:value` lines of the headers that a service calls its own, sorted by name. */
export function prefixedHeaders(headers: RequestHeaders, prefix: string): string {
  const names: string[] = []
  for (const name in headers) if (name.startsWith(prefix)) names.push(name)
  if (names.length > 1) names.sort()
  let text = ''
  for (const name of names) text += `${name}:${(headerText(headers, name) ?? '').trim()}\n`
  return text
}

export function canonicalResourceV1({ bucket, key, query }: SignableRequest, strategy: SubResourceStrategy): string {
  const path = bucket === undefined ? '/' : `/${bucket}/${key ?? ''}`
  return query.length === 0 ? path : path + signedParameters(query, (name) => isSignedInV1(name, strategy))
}

/** `?name=value&name` of the parameters that are signed, sorted by name, nothing encoded; empty without any. */
export function signedParameters(query: readonly QueryPair[], isSigned: (name: string) => boolean): string {
  const signed = query.filter(([name]) => isSigned(name))
  if (signed.length === 0) return ''
  signed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `?${signed.map(([name, value]) => (value === '' ? name : `${name}=${value}`)).join('&')}`
}
