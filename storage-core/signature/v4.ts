import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'
import { compareUtf8 } from '../model/utf8.ts'
import { percentEncode, percentEncodePath } from './percent.ts'
import { headerText, type QueryPair, type RequestHeaders, type SignableRequest } from './request.ts'
import { selectingSubResources } from './sub-resources.ts'

export const algorithmV4 = 'OSS4-HMAC-SHA256'
export const terminatorV4 = 'aliyun_v4_request'
export const unsignedPayload = 'UNSIGNED-PAYLOAD'
/** The product of AWS's own scopes, which derive their keys with other words. */
export const awsService = 's3'
export const awsTerminator = 'aws4_request'

/** The day, region and product a V4 signature is good for. */
export interface ScopeV4 {
  /** `YYYYMMDD` */
  readonly date: string
  /** Short region id such as `cn-hangzhou`; the cloud box id for product `oss-cloudbox`. */
  readonly region: string
  /** `oss`, `oss-cloudbox`, or `s3` for signatures of AWS's. */
  readonly product: string
}

export function scopeText({ date, region, product }: ScopeV4): string {
  return `${date}/${region}/${product}/${product === awsService ? awsTerminator : terminatorV4}`
}

/**
 * How a canonical query is written. The documented form is `bytes` order and bare names for empty values; official clients
 * also produce locale order, and `name=` for empty parameters that are not sub-resources.
 */
export interface QueryStyle {
  readonly order: 'bytes' | 'locale'
  readonly emptyParameters: 'bare' | 'equals'
}
export const documentedStyle: QueryStyle = { order: 'bytes', emptyParameters: 'bare' }

export interface CanonicalOptionsV4 {
  /** Lower-case, sorted, without the headers that are always signed. */
  readonly additionalHeaders: readonly string[]
  readonly hashedPayload: string
  readonly queryStyle?: QueryStyle
}

/** The canonical request of OSS documentation, "Include a V4 signature in the Authorization header". */
export function canonicalRequestV4(request: SignableRequest, options: CanonicalOptionsV4): string {
  const { bucket, key } = request
  const uri = bucket === undefined ? '/' : percentEncodePath(`/${bucket}/${key ?? ''}`)
  const query = canonicalQueryV4(request.query, options.queryStyle ?? documentedStyle)
  const headers = canonicalHeadersV4(request.headers, options.additionalHeaders)
  return `${request.method}\n${uri}\n${query}\n${headers}\n${options.additionalHeaders.join(';')}\n${options.hashedPayload}`
}

export function canonicalQueryV4(query: readonly QueryPair[], style: QueryStyle): string {
  if (query.length === 0) return ''
  const pairs = query.filter(([name]) => name !== 'x-oss-signature')
  if (style.order === 'locale') pairs.sort(([a], [b]) => a.localeCompare(b, 'en'))
  const written = pairs.map(([name, value]): readonly [string, string] => {
    const encodedName = percentEncode(name)
    const bare = value === '' && (style.emptyParameters === 'bare' || selectingSubResources.has(name))
    return [encodedName, bare ? encodedName : `${encodedName}=${percentEncode(value)}`]
  })
  if (style.order === 'bytes') written.sort(([a, x], [b, y]) => compareUtf8(a, b) || compareUtf8(x, y))
  return written.map(([, text]) => text).join('&')
}

export function canonicalHeadersV4(headers: RequestHeaders, additionalHeaders: readonly string[]): string {
  const names: string[] = [...additionalHeaders]
  for (const name in headers) {
    if (name.startsWith('x-oss-') || name === 'content-type' || name === 'content-md5') names.push(name)
  }
  names.sort()
  let text = ''
  for (const name of names) text += `${name}:${(headerText(headers, name) ?? '').trim()}\n`
  return text
}

/** `dateLine` is the raw text of the date the client sent, ISO 8601 basic or RFC 1123. */
export function stringToSignV4(dateLine: string, scope: ScopeV4, canonicalRequest: string, algorithm = algorithmV4): string {
  return `${algorithm}\n${dateLine}\n${scopeText(scope)}\n${sha256Hex(canonicalRequest)}`
}

export function sha256Hex(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex')
}

export function signV4(signingKey: Buffer | KeyObject, stringToSign: string): string {
  return createHmac('sha256', signingKey).update(stringToSign).digest('hex')
}

export function signingKeyV4(accessKeySecret: string, scope: ScopeV4): Buffer {
  const [prefix, terminator] = scope.product === awsService ? ['AWS4', awsTerminator] : ['aliyun_v4', terminatorV4]
  const dateKey = createHmac('sha256', prefix + accessKeySecret).update(scope.date).digest()
  const regionKey = createHmac('sha256', dateKey).update(scope.region).digest()
  const productKey = createHmac('sha256', regionKey).update(scope.product).digest()
  return createHmac('sha256', productKey).update(terminator).digest()
}

export type SigningKeyCache = (accessKeySecret: string, scope: ScopeV4) => KeyObject

/**
 * Signing keys change once a day, and deriving one costs four times the signature itself. Bounded: a client that invents
 * regions empties the cache, nothing more.
 */
export function createSigningKeyCache(maxEntries = 256): SigningKeyCache {
  const keys = new Map<string, KeyObject>()
  // The same scope object comes again as long as its credential is remembered, and then its text need not be put together.
  const latest = new WeakMap<ScopeV4, { readonly accessKeySecret: string; readonly key: KeyObject }>()
  return (accessKeySecret, scope) => {
    const last = latest.get(scope)
    if (last?.accessKeySecret === accessKeySecret) return last.key
    const key = find(accessKeySecret, scope)
    latest.set(scope, { accessKeySecret, key })
    return key
  }

  function find(accessKeySecret: string, scope: ScopeV4): KeyObject {
    const id = `${accessKeySecret}\n${scope.date}/${scope.region}/${scope.product}`
    const known = keys.get(id)
    if (known) return known
    if (keys.size >= maxEntries) keys.clear()
    const key = createSecretKey(signingKeyV4(accessKeySecret, scope))
    keys.set(id, key)
    return key
  }
}
