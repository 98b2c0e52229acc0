import { createHash } from 'node:crypto'
import type { BucketRow, MetadataLookups, UploadRow } from '../../metadata/metadata-store.ts'
import { ossError } from '../../model/oss-error.ts'
import { requireBucket } from '../rows.ts'
import type { UploadAddress } from './multipart-engine.ts'

const numberDigits = 16
const idPattern = /^[0-9A-F]{32}$/

/**
 * 32 upper-case hex digits. The first half is the upload's number, so an id finds its row with one lookup and the ids of a
 * key sort as its uploads were initiated; the second half tells this store's uploads from those of any other.
 */
export function makeUploadId(storeId: string, uploadNumber: number, initiatedMs: number): string {
  const digest = createHash('sha256').update(`${storeId} ${uploadNumber} ${initiatedMs}`).digest('hex')
  return (uploadNumber.toString(16).padStart(numberDigits, '0') + digest.slice(0, 32 - numberDigits)).toUpperCase()
}

/** The number in an id; undefined for text that is no id of this store's form. */
export function uploadNumberOf(uploadId: string): number | undefined {
  if (!idPattern.test(uploadId)) return undefined
  const uploadNumber = Number.parseInt(uploadId.slice(0, numberDigits), 16)
  return Number.isSafeInteger(uploadNumber) ? uploadNumber : undefined
}

export interface FoundUpload {
  readonly bucket: BucketRow
  readonly upload: UploadRow
}

/** @throws OssError NoSuchBucket, NoSuchUpload */
export function requireUpload(lookups: MetadataLookups, address: UploadAddress): FoundUpload {
  const bucket = requireBucket(lookups, address.bucket)
  const uploadNumber = uploadNumberOf(address.uploadId)
  const upload = uploadNumber === undefined ? undefined : lookups.upload(bucket.bucketId, address.key, uploadNumber)
  if (upload?.uploadId !== address.uploadId) throw ossError('NoSuchUpload', { details: { UploadId: address.uploadId } })
  return { bucket, upload }
}
