import { ossError } from '../model/oss-error.ts'
import type { Bucket } from '../model/bucket.ts'
import type { ObjectHead } from '../model/object.ts'
import type { BucketRow, MetadataLookups, MetadataWriter, ObjectRow } from '../metadata/metadata-store.ts'

/** @throws OssError NoSuchBucket */
export function requireBucket(lookups: MetadataLookups, name: string): BucketRow {
  const row = lookups.bucket(name)
  if (row === undefined) throw ossError('NoSuchBucket', { details: { BucketName: name } })
  return row
}

export function toBucket(row: BucketRow): Bucket {
  const { bucketId: _, ...bucket } = row
  return bucket
}

export function toObjectHead(key: string, row: ObjectRow): ObjectHead {
  return {
    key,
    versionId: row.versionId,
    type: row.type,
    sizeBytes: row.sizeBytes,
    etag: row.etag,
    crc64: row.crc64,
    lastModifiedMs: row.lastModifiedMs,
    storageClass: row.storageClass,
    acl: row.acl,
    headers: row.headers,
    userMetadata: row.userMetadata,
    tags: row.tags,
  }
}

/** Gives up what a row refers to. Its counters are the caller's. */
export function giveUp(tx: MetadataWriter, row: ObjectRow, nowMs: number): void {
  if (row.content.kind === 'inline') tx.removeInlineBody(row.content.inlineNumber)
  else if (row.content.kind === 'file') tx.addBlobReferences(row.content.blobId, -1, nowMs)
}
