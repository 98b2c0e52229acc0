import { StorageClass } from '../../model/storage-class.ts'
import type { FlatHeaders } from '../reply.ts'
import { s3StorageClass } from './storage-classes.ts'

const metadataPrefix = 'x-oss-meta-'
const names: Readonly<Record<string, string>> = {
  'x-oss-version-id': 'x-amz-version-id',
  'x-oss-delete-marker': 'x-amz-delete-marker',
  'x-oss-copy-source-version-id': 'x-amz-copy-source-version-id',
  'x-oss-expiration': 'x-amz-expiration',
  'x-oss-restore': 'x-amz-restore',
  'x-oss-tagging-count': 'x-amz-tagging-count',
  'x-oss-request-charged': 'x-amz-request-charged',
  'x-oss-server-side-encryption': 'x-amz-server-side-encryption',
  'x-oss-server-side-encryption-key-id': 'x-amz-server-side-encryption-aws-kms-key-id',
}

/** The headers of an OSS answer as S3 has them. What S3 does not have is left out, and so is Content-MD5. */
export function toS3Headers(headers: FlatHeaders): string[] {
  const result: string[] = []
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = headers[at] ?? ''
    const value = headers[at + 1] ?? ''
    const lower = name.toLowerCase()
    if (lower === 'etag') result.push(name, value.toLowerCase())
    else if (lower.startsWith(metadataPrefix)) result.push(`x-amz-meta-${lower.slice(metadataPrefix.length)}`, value)
    else if (lower === 'x-oss-storage-class') pushStorageClass(result, value)
    else if (lower === 'x-oss-server-side-encryption' && value === 'KMS') result.push('x-amz-server-side-encryption', 'aws:kms')
    else if (lower.startsWith('x-oss-')) {
      const renamed = names[lower]
      if (renamed !== undefined) result.push(renamed, value)
    } else if (lower !== 'content-md5') result.push(name, value)
  }
  return result
}

/** S3 does not name its default class. */
function pushStorageClass(headers: string[], text: string): void {
  const { data } = StorageClass.safeParse(text)
  if (data !== undefined && data !== 'Standard') headers.push('x-amz-storage-class', s3StorageClass(data))
}
