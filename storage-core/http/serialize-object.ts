import { ossError } from '../model/oss-error.ts'
import type { ObjectHead, StoredHeaderName } from '../model/object.ts'
import { textToWire } from '../signature/header-text.ts'
import type { RequestContext } from './request-context.ts'
import { restoreText } from './restore-text.ts'

const wireNames: Record<StoredHeaderName, string> = {
  'cache-control': 'Cache-Control',
  'content-disposition': 'Content-Disposition',
  'content-encoding': 'Content-Encoding',
  'content-language': 'Content-Language',
  'content-type': 'Content-Type',
  expires: 'Expires',
}

export type HeaderOverrides = ReadonlyMap<StoredHeaderName, string>
const noOverrides: HeaderOverrides = new Map()
// What a header value may hold once it is on the wire (RFC 9110 section 5.5).
const unsendable = /[^\t\u0020-\u007e\u0080-\u00ff]/

/**
 * `response-content-type` and the like, which replace stored headers in one answer. OSS documentation, "GetObject".
 * @throws OssError InvalidRequest for anonymous requests, InvalidArgument for values no header can hold
 */
export function parseOverrides({ query, identity }: RequestContext): HeaderOverrides {
  if (query.length === 0) return noOverrides
  let overrides: Map<StoredHeaderName, string> | undefined
  for (const [name, value] of query) {
    if (!name.startsWith('response-')) continue
    const stored = name.slice('response-'.length)
    if (!isStoredHeaderName(stored)) continue
    if (identity.kind === 'anonymous') {
      throw ossError('InvalidRequest', { message: 'Request specific response headers cannot be used for anonymous GET requests.' })
    }
    if (unsendable.test(textToWire(value))) throw ossError('InvalidArgument', { details: { ArgumentName: name, ArgumentValue: value } })
    overrides ??= new Map()
    overrides.set(stored, value)
  }
  return overrides ?? noOverrides
}

function isStoredHeaderName(name: string): name is StoredHeaderName {
  return Object.hasOwn(wireNames, name)
}

export interface AnswerForm {
  /** False for a range. */
  readonly wholeBody: boolean
  /** True when the bytes go out compressed: then nothing is said that is true of other bytes only. */
  readonly compressed?: boolean
}

/** Headers that describe an object on GET and HEAD, without Content-Length. OSS documentation, "GetObject" and "HeadObject". */
export function objectHeaders(head: ObjectHead, overrides: HeaderOverrides, { wholeBody, compressed = false }: AnswerForm): string[] {
  const headers = ['Last-Modified', httpDate(head.lastModifiedMs), 'x-oss-object-type', head.type, 'x-oss-storage-class', head.storageClass]
  if (compressed) headers.push('Content-Encoding', 'gzip', 'Vary', 'Accept-Encoding')
  else {
    headers.push('ETag', `"${head.etag}"`, 'Accept-Ranges', 'bytes', 'x-oss-hash-crc64ecma', head.crc64.toString())
    if (wholeBody && isMd5OfBody(head)) headers.push('Content-MD5', Buffer.from(head.etag, 'hex').toString('base64'))
  }
  if (head.type === 'Appendable') headers.push('x-oss-next-append-position', String(head.sizeBytes))
  if (head.sealedMs !== undefined) headers.push('x-oss-sealed-time', httpDate(head.sealedMs))
  if (showsTransition(head)) headers.push('x-oss-transition-time', httpDate(head.transitionedMs))
  if (head.restore !== undefined) headers.push('x-oss-restore', restoreText(head.restore))
  pushAttributes(headers, head, overrides)
  const tagCount = Object.keys(head.tags).length
  if (tagCount > 0) headers.push('x-oss-tagging-count', String(tagCount))
  return headers
}

/** A move is told of for the coldest classes only (OSS documentation, "HeadObject", x-oss-transition-time). */
export function showsTransition<Head extends Pick<ObjectHead, 'storageClass' | 'transitionedMs'>>(head: Head): head is Head & { readonly transitionedMs: number } {
  return head.transitionedMs !== undefined && (head.storageClass === 'ColdArchive' || head.storageClass === 'DeepColdArchive')
}

type Attributes = Pick<ObjectHead, 'headers' | 'userMetadata'>

/** Stored headers and user metadata as they were given. */
export function attributeHeaders(attributes: Attributes): string[] {
  const headers: string[] = []
  pushAttributes(headers, attributes, noOverrides)
  return headers
}

function pushAttributes(headers: string[], { headers: stored, userMetadata }: Attributes, overrides: HeaderOverrides): void {
  for (const name in stored) {
    if (!isStoredHeaderName(name)) continue
    const value = overrides.get(name) ?? stored[name]
    if (value !== undefined) headers.push(wireNames[name], textToWire(value))
  }
  for (const [name, value] of overrides) {
    if (stored[name] === undefined) headers.push(wireNames[name], textToWire(value))
  }
  for (const name in userMetadata) headers.push(`x-oss-meta-${name}`, textToWire(userMetadata[name] ?? ''))
}

/** A link shows the digest of its target, which is an MD5 when it has the form of one: no other kind of ETag does. */
function isMd5OfBody({ type, etag }: ObjectHead): boolean {
  return etag.length === 32 && (type === 'Normal' || type === 'Symlink')
}

/** The headers a 304 keeps. */
export function notModifiedHeaders(head: Pick<ObjectHead, 'etag' | 'lastModifiedMs'>): string[] {
  return ['ETag', `"${head.etag}"`, 'Last-Modified', httpDate(head.lastModifiedMs)]
}

let cachedSecond = -1
let cachedDate = ''

/** RFC 1123, in whole seconds. */
export function httpDate(timeMs: number): string {
  const second = Math.floor(timeMs / 1000)
  if (second !== cachedSecond) {
    cachedSecond = second
    cachedDate = new Date(second * 1000).toUTCString()
  }
  return cachedDate
}

