import type { IncomingHttpHeaders } from 'node:http'

/**
 * How a service names in HTTP what the client says in OSS's words. Everything above the HTTP client speaks OSS; a dialect
 * turns names on their way out and back in.
 */
export interface Dialect {
  readonly requestHeaders: (headers: Readonly<Record<string, string>>, query: Readonly<Record<string, string>>) => Readonly<Record<string, string>>
  readonly answerHeaders: (headers: IncomingHttpHeaders) => IncomingHttpHeaders
  /** One header of an answer by OSS's name, as `answerHeaders` would tell it where only its name may differ. */
  readonly answerField: (field: (name: string) => string | undefined, name: string) => string | undefined
  /** OSS's code for what the service answered to a request with these headers. */
  readonly errorCode: (code: string, requestHeaders: Readonly<Record<string, string>>) => string
  /** Query of a DeleteMultipleObjects request that asks for keys in a form XML can always carry. */
  readonly deleteQuery: Readonly<Record<string, string>>
  /** OSS's word for a storage class that an answer's body names. */
  readonly storageClass: (name: string) => string
  /** Asks an answer to tell what checksum is kept of the object. */
  readonly readHeaders: Readonly<Record<string, string>>
  /** Whether a multipart upload's ACL is said when it begins, instead of when it ends. */
  readonly aclAtBegin: boolean
}

export const ossDialect: Dialect = {
  requestHeaders: (headers) => headers,
  answerHeaders: (headers) => headers,
  answerField: (field, name) => field(name),
  errorCode: (code) => code,
  deleteQuery: { 'encoding-type': 'url' },
  storageClass: (name) => name,
  readHeaders: {},
  aclAtBegin: false,
}

const classNames: Readonly<Record<string, string>> = { STANDARD: 'Standard', STANDARD_IA: 'IA' }
const s3ClassNames = Object.fromEntries(Object.entries(classNames).map(([s3, oss]) => [oss, s3]))
/** The storage class in OSS's words where both mean the same; any other stays as the service calls it. */
export const storageClassOfS3 = (name: string): string => classNames[name] ?? name

/** Headers of OSS that S3 has no word for. */
const ossOnly = new Set(['x-oss-range-behavior', 'x-oss-forbid-overwrite', 'x-oss-hash-crc64ecma', 'x-oss-process'])
const renamed: Readonly<Record<string, string>> = {
  'x-oss-object-acl': 'x-amz-acl',
  'x-oss-server-side-encryption-key-id': 'x-amz-server-side-encryption-aws-kms-key-id',
}

function s3RequestHeaders(headers: Readonly<Record<string, string>>, query: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(headers)
    .filter(([name]) => !ossOnly.has(name))
    .map(([name, value]) => [renamed[name] ?? name.replace(/^x-oss-/, 'x-amz-'), s3Value(name, value)] as const)
  // Conditional writes are PutObject and CompleteMultipartUpload only; uploads and copies are begun without a condition.
  if (headers['x-oss-forbid-overwrite'] === 'true' && query['uploads'] === undefined && headers['x-oss-copy-source'] === undefined) entries.push(['if-none-match', '*'])
  return Object.fromEntries(entries)
}

function s3Value(name: string, value: string): string {
  if (name === 'x-oss-storage-class') return s3ClassNames[value] ?? value
  if (name === 'x-oss-server-side-encryption') return value === 'KMS' ? 'aws:kms' : value
  return name === 'x-oss-tagging-directive' ? value.toUpperCase() : value
}

function s3AnswerHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (name === 'x-amz-storage-class' && typeof value === 'string') return ['x-oss-storage-class', storageClassOfS3(value)]
      if (name === 'x-amz-server-side-encryption') return ['x-oss-server-side-encryption', value === 'aws:kms' ? 'KMS' : value]
      if (name === 'x-amz-server-side-encryption-aws-kms-key-id') return ['x-oss-server-side-encryption-key-id', value]
      return [name.replace(/^x-amz-/, 'x-oss-'), value]
    }),
  )
}

/** Source: "Amazon S3 API Reference", common request and response headers. */
export const s3Dialect: Dialect = {
  requestHeaders: s3RequestHeaders,
  answerHeaders: s3AnswerHeaders,
  // OSS's own S3 endpoints use some of its words all the same.
  answerField: (field, name) => (name.startsWith('x-oss-') ? (field(`x-amz-${name.slice(6)}`) ?? field(name)) : field(name)),
  errorCode: (code, requestHeaders) => {
    const kept = requestHeaders['x-oss-forbid-overwrite'] === 'true'
    return kept && (code === 'PreconditionFailed' || code === 'ConditionalRequestConflict') ? 'FileAlreadyExists' : code
  },
  // "DeleteObjects" knows no encoding.
  deleteQuery: {},
  storageClass: storageClassOfS3,
  readHeaders: { 'x-oss-checksum-mode': 'ENABLED' },
  aclAtBegin: true,
}
