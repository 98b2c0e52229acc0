import type { IncomingHttpHeaders } from 'node:http'
import type { WriteCondition } from '../../engine/object-engine.ts'
import { BucketAcl } from '../../model/acl.ts'
import type { Bucket } from '../../model/bucket.ts'
import { limits } from '../../model/limits.ts'
import { ossError } from '../../model/oss-error.ts'
import { queryValue, type QueryPair } from '../../signature/request.ts'
import type { Scope } from '../operation.ts'
import { parseConditions } from '../parse/conditions.ts'
import { contentMd5 } from '../parse/body-headers.ts'
import { invalidArgument, unsupportedHeader } from '../parse/arguments.ts'
import { S3Error } from './s3-error.ts'
import { checksumHeaderPrefix } from './checksums.ts'
import { ossStorageClass } from './storage-classes.ts'

export interface RequestText {
  readonly method: string
  readonly scope: Scope
  readonly headers: IncomingHttpHeaders
  readonly query: readonly QueryPair[]
  readonly bucketRecord: Bucket | undefined
}

const sameMeaning: Readonly<Record<string, string>> = Object.fromEntries(
  ['copy-source', 'copy-source-range', 'copy-source-if-match', 'copy-source-if-none-match', 'copy-source-if-modified-since']
    .concat(['copy-source-if-unmodified-since', 'metadata-directive', 'tagging', 'tagging-directive', 'request-payer'])
    .map((name) => [`x-amz-${name}`, `x-oss-${name}`]),
)

/** Read by operations of S3 alone, like those of checksums. */
const keptNames: ReadonlySet<string> = new Set(
  ['max-parts', 'mp-object-size', 'object-attributes', 'part-number-marker', 'sdk-checksum-algorithm', 'trailer'].map((name) => `x-amz-${name}`),
)

/** About signatures, bodies on the wire and clients: read elsewhere, or nobody's business. */
const otherwiseRead: ReadonlySet<string> = new Set([
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-decoded-content-length',
  'x-amz-optional-object-attributes',
  'x-amz-security-token',
  'x-amz-te',
  'x-amz-user-agent',
])

/**
 * The headers of an S3 request as OSS would have them, so that the operations of OSS read them. A header of OSS itself is
 * dropped: an AWS signature does not cover it, so it may come from anyone who forwards a signed link.
 * @throws OssError NotImplemented for what OSS has no counterpart of, AccessDenied, InvalidDigest; S3Error
 */
export function translateHeaders(request: RequestText): IncomingHttpHeaders {
  const headers: Record<string, string | string[] | undefined> = Object.create(null) as Record<string, string | string[] | undefined>
  for (const name in request.headers) {
    const value = request.headers[name]
    if (value === undefined || name.startsWith('x-oss-') || name === 'accept-encoding') continue
    if (name.startsWith('x-amz-')) translateOwn(request, name, String(value), headers)
    else if (name === 'content-encoding') {
      const encoding = withoutChunking(String(value))
      if (encoding !== '') headers[name] = encoding
    } else headers[name] = value
  }
  const decodedLength = request.headers['x-amz-decoded-content-length']
  if (decodedLength !== undefined) headers['content-length'] = readLength(String(decodedLength))
  assertMd5(headers)
  if (request.scope === 'object') {
    if (request.method === 'GET') headers['x-oss-range-behavior'] = 'standard'
    if (readWriteCondition(request) !== undefined) {
      delete headers['if-match']
      delete headers['if-none-match']
    }
  }
  return headers
}

function translateOwn(
  { scope, bucketRecord }: RequestText,
  name: string,
  value: string,
  headers: Record<string, string | string[] | undefined>,
): void {
  const same = sameMeaning[name]
  if (same !== undefined) headers[same] = value
  else if (name.startsWith('x-amz-meta-')) headers[`x-oss-meta-${name.slice('x-amz-meta-'.length)}`] = value
  else if (name === 'x-amz-storage-class') headers['x-oss-storage-class'] = ossStorageClass(value)
  else if (name === 'x-amz-acl') headers[scope === 'object' ? 'x-oss-object-acl' : 'x-oss-acl'] = readCannedAcl(value)
  else if (name === 'x-amz-server-side-encryption') headers['x-oss-server-side-encryption'] = value === 'aws:kms' ? 'KMS' : value
  else if (name === 'x-amz-server-side-encryption-aws-kms-key-id') headers['x-oss-server-side-encryption-key-id'] = value
  else if (name === 'x-amz-expected-bucket-owner') {
    if (bucketRecord !== undefined && bucketRecord.owner.id !== value) throw ossError('AccessDenied')
  } else if (name.startsWith(checksumHeaderPrefix) || keptNames.has(name)) headers[name] = value
  else if (!otherwiseRead.has(name)) throw unsupportedHeader(name)
}

/** S3's other canned ACLs speak of grantees that OSS does not have; the bucket's owner has full control anyway. */
function readCannedAcl(value: string): BucketAcl {
  if (value === 'bucket-owner-full-control' || value === 'bucket-owner-read') return 'private'
  const { data } = BucketAcl.safeParse(value)
  if (data !== undefined) return data
  if (['authenticated-read', 'aws-exec-read', 'log-delivery-write'].includes(value)) throw unsupportedHeader('x-amz-acl')
  throw invalidArgument('x-amz-acl', value)
}

/** Later on a digest is either right or wrong, for which S3 has another code. */
function assertMd5(headers: IncomingHttpHeaders): void {
  try {
    contentMd5(headers)
  } catch (cause) {
    throw new S3Error('InvalidDigest', { cause })
  }
}

function withoutChunking(encoding: string): string {
  const codings = encoding.split(',').map((coding) => coding.trim())
  return codings.filter((coding) => coding !== 'aws-chunked').join(', ')
}

function readLength(text: string): string {
  if (/^\d{1,15}$/.test(text)) return text
  throw invalidArgument('x-amz-decoded-content-length', text)
}

/**
 * What S3 lets a write depend on: that there is no object yet, or that it is the one the client knows (Amazon S3 User Guide,
 * "Conditional requests"). Undefined for writes that cannot depend on anything and for other conditions, whose headers then
 * stay and are refused.
 */
export function readWriteCondition({ method, query, headers }: Omit<RequestText, 'bucketRecord' | 'scope'>): WriteCondition | undefined {
  const isOfPart = queryValue(query, 'uploadId') !== undefined
  if (method === 'PUT' ? isOfPart : method !== 'POST' || !isOfPart) return undefined
  const { 'if-match': match, 'if-none-match': noneMatch } = headers
  if (noneMatch !== undefined) return noneMatch === '*' && match === undefined ? { kind: 'absent' } : undefined
  return match === undefined ? undefined : { kind: 'match', etags: parseConditions({ 'if-match': match }).ifMatch ?? [] }
}

const bounded: ReadonlySet<string> = new Set(['max-keys', 'max-parts', 'max-uploads'])

/** The query as OSS would have it: pages are at most, and by default, a thousand entries. Callbacks are OSS's own. */
export function translateQuery({ method, scope, query }: RequestText): readonly QueryPair[] {
  const pairs: QueryPair[] = []
  for (const [name, value] of query) {
    if (name.startsWith('x-oss-') || name === 'callback' || name === 'callback-var') continue
    pairs.push([name, bounded.has(name) ? withinPage(value) : value])
  }
  if (method === 'GET' && scope === 'bucket' && (queryValue(pairs, 'max-keys') ?? '') === '') {
    return [...pairs.filter(([name]) => name !== 'max-keys'), ['max-keys', String(limits.listMaxKeys)]]
  }
  return pairs
}

function withinPage(text: string): string {
  return /^\d{1,10}$/.test(text) ? String(Math.min(Number(text), limits.listMaxKeys)) : text
}
