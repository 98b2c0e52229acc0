import type { IncomingHttpHeaders } from 'node:http'
import { storedHeaderNames } from '../../model/object.ts'
import { textToWire } from '../../signature/header-text.ts'
import { translateHeaders } from '../s3/translate-request.ts'
import type { PostForm } from './read-form.ts'

const ownFields: ReadonlySet<string> = new Set([
  'x-oss-content-type',
  'x-oss-credential',
  'x-oss-date',
  'x-oss-signature',
  'x-oss-signature-version',
  'x-oss-security-token',
])
const standardFields: ReadonlySet<string> = new Set([...storedHeaderNames, 'content-md5'])

/**
 * The fields of a form that another write would send as headers, so that the same rules read both.
 * @throws OssError as `translateHeaders`, for the fields of S3
 */
export function formHeaders(form: PostForm, dialect: 'oss' | 's3'): IncomingHttpHeaders {
  return dialect === 'oss' ? ossHeaders(form) : s3Headers(form)
}

const ownS3Fields: ReadonlySet<string> = new Set(['x-amz-algorithm', 'x-amz-credential', 'x-amz-date', 'x-amz-security-token', 'x-amz-signature'])

function s3Headers(form: PostForm): IncomingHttpHeaders {
  const headers: Record<string, string> = {}
  for (const [name, value] of form.fields) {
    if (name === 'acl') headers['x-amz-acl'] = value
    else if (standardFields.has(name) || (name.startsWith('x-amz-') && !ownS3Fields.has(name))) headers[name] = textToWire(value)
  }
  const type = formContentType(form)
  if (type !== undefined) headers['content-type'] = textToWire(type)
  return translateHeaders({ method: 'POST', scope: 'object', headers, query: [], bucketRecord: undefined })
}

function ossHeaders(form: PostForm): IncomingHttpHeaders {
  const headers: Record<string, string> = {}
  for (const [name, value] of form.fields) {
    if (ownFields.has(name) || !(name.startsWith('x-oss-') || standardFields.has(name))) continue
    headers[name] = textToWire(value)
  }
  const type = formContentType(form)
  if (type !== undefined) headers['content-type'] = textToWire(type)
  return headers
}

/** Browsers write a type beside each file, so a field of its own lets the page choose. */
export function formContentType({ fields, file }: PostForm): string | undefined {
  return fields.get('x-oss-content-type') ?? fields.get('content-type') ?? file.contentType
}
