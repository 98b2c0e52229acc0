import { ossError } from '../model/oss-error.ts'
import type { Bucket } from '../model/bucket.ts'
import type { ObjectHead } from '../model/object.ts'
import type { BucketRow, MetadataLookups, MetadataWriter, ObjectRow } from '../metadata/metadata-store.ts'
import type { ObjectAddress } from './object-engine.ts'

/** @throws OssError NoSuchBucket */
export function requireBucket(lookups: MetadataLookups, name: string): BucketRow {
  const row = lookups.bucket(name)
  if (row === undefined) throw ossError('NoSuchBucket', { details: { BucketName: name } })
  return row
}

/** @throws OssError NoSuchBucket, NoSuchKey */
export function requireObject(lookups: MetadataLookups, address: ObjectAddress): { bucket: BucketRow; row: ObjectRow } {
  const bucket = requireBucket(lookups, address.bucket)
  const row = lookups.object(bucket.bucketId, address.key)
  if (row === undefined) throw ossError('NoSuchKey', { details: { Key: address.key } })
  return { bucket, row }
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

/**
 * Makes `row` what the key shows and gives up what it showed before. The new content must be referenced already, so that a
 * blob that moves from the old row to the new one never drops to zero in between.
 */
export function replaceObject(tx: MetadataWriter, bucket: BucketRow, key: string, row: ObjectRow): void {
  const previous = tx.object(bucket.bucketId, key)
  const nowMs = row.lastModifiedMs
  tx.putObject(bucket.bucketId, key, row)
  if (previous !== undefined) giveUp(tx, bucket, previous, nowMs)
  tx.addToCounters(bucket.bucketId, { storageClass: row.storageClass, objectCount: 1, storageBytes: row.sizeBytes, nowMs })
}

/** Removes what the key shows. Fine when it shows nothing. */
export function removeObject(tx: MetadataWriter, bucket: BucketRow, key: string, nowMs: number): void {
  const previous = tx.object(bucket.bucketId, key)
  if (previous === undefined) return
  tx.removeObject(bucket.bucketId, key)
  giveUp(tx, bucket, previous, nowMs)
}

function giveUp(tx: MetadataWriter, bucket: BucketRow, row: ObjectRow, nowMs: number): void {
  if (row.content.kind === 'inline') tx.removeInlineBody(row.content.inlineNumber)
  else if (row.content.kind === 'file') tx.addBlobReferences(row.content.blobId, -1, nowMs)
  const { storageClass, sizeBytes } = row
  tx.addToCounters(bucket.bucketId, { storageClass, objectCount: -1, storageBytes: -sizeBytes, nowMs })
}
