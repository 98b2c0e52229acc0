import { ossError } from '../model/oss-error.ts'
import type { QueryPair } from '../signature/request.ts'
import type { HostReading } from './host.ts'

/** A request target split in two, nothing decoded or normalised yet. */
export interface RawTarget {
  readonly path: string
  readonly query: string
}

/** Which bucket and object a request is about. Empty strings stand for "none". */
export interface Address {
  readonly bucket: string
  readonly key: string
}

/** Absolute-form targets (RFC 9112 section 3.2.2) lose their authority: the Host header decides. */
export function splitTarget(url: string): RawTarget {
  const start = url.startsWith('/') ? 0 : url.indexOf('/', url.indexOf('://') + 3)
  if (start < 0 || (start > 0 && !/^https?:\/\//i.test(url))) throw ossError('BadRequest', { message: 'The request target is not valid.' })
  const question = url.indexOf('?', start)
  return question < 0
    ? { path: start === 0 ? url : url.slice(start), query: '' }
    : { path: url.slice(start, question), query: url.slice(question + 1) }
}

/**
 * Decodes percent-escapes once; what comes out is text and is never decoded again. `+`, `//`, `.` and `..` stay as they are.
 * @returns undefined when an escape is broken or the bytes are not UTF-8
 */
export function decodePathText(raw: string): string | undefined {
  // Looked for first, because most texts have none and finding that out is quicker than a pattern.
  if (!raw.includes('%') && !rawBytes.test(raw)) return raw
  try {
    return decodeURIComponent(rawBytes.test(raw) ? escapeRawBytes(raw) : raw)
  } catch {
    return undefined
  }
}

const rawBytes = /[\u0080-\u00ff]/

/** Bytes beyond ASCII sent without escapes, shown by Node as Latin-1 characters. */
function escapeRawBytes(raw: string): string {
  return raw.replaceAll(/[\u0080-\u00ff]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)
}

/**
 * Splits and decodes a query. In queries `+` is a space, as form encoding has it: clients that mean a plus send `%2B`.
 * @throws OssError InvalidArgument
 */
export function parseQuery(raw: string): readonly QueryPair[] {
  if (raw === '') return []
  const pairs: QueryPair[] = []
  for (const part of raw.split('&')) {
    if (part === '') continue
    const equals = part.indexOf('=')
    const name = equals < 0 ? part : part.slice(0, equals)
    pairs.push([decodeQueryText(name), equals < 0 ? '' : decodeQueryText(part.slice(equals + 1))])
  }
  return pairs
}

function decodeQueryText(raw: string): string {
  const text = decodePathText(raw.includes('+') ? raw.replaceAll('+', ' ') : raw)
  if (text === undefined) {
    throw ossError('InvalidArgument', {
      message: 'The query string is not valid UTF-8 or holds a broken escape.',
      details: { ArgumentValue: raw },
    })
  }
  return text
}

/**
 * The addresses a request may mean, likeliest first. Two only for clients that name the bucket in the host and again in the
 * path; their signature tells which one they meant.
 * @throws OssError InvalidBucketName, InvalidObjectName for text that cannot be decoded
 */
export function readAddresses(host: HostReading, path: string): readonly [Address] | readonly [Address, Address] {
  if (host.kind === 'path') return [readPathStyle(path)]
  const inHost: Address = { bucket: host.bucket, key: decodeKey(path.slice(1)) }
  if (path === `/${host.bucket}` || path.startsWith(`/${host.bucket}/`)) return [inHost, readPathStyle(path)]
  return [inHost]
}

function readPathStyle(path: string): Address {
  const slash = path.indexOf('/', 1)
  const rawBucket = slash < 0 ? path.slice(1) : path.slice(1, slash)
  const bucket = decodePathText(rawBucket)
  if (bucket === undefined || (bucket === '' && path.length > 1)) {
    throw ossError('InvalidBucketName', { details: { BucketName: rawBucket } })
  }
  return { bucket, key: slash < 0 ? '' : decodeKey(path.slice(slash + 1)) }
}

function decodeKey(raw: string): string {
  const key = decodePathText(raw)
  if (key === undefined) throw ossError('InvalidObjectName', { details: { Key: raw } })
  return key
}

