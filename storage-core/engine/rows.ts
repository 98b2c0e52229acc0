import { ossError } from '../model/oss-error.ts'
import { giveUpContent } from './content.ts'
import type { Bucket } from '../model/bucket.ts'
import type { Assignable } from '../model/assignable.ts'
import type { ObjectHead } from '../model/object.ts'
import { restoreStatus } from '../model/restore.ts'
import { isArchived } from '../model/storage-class.ts'
import type { BucketRow, MetadataLookups, MetadataWriter, ObjectRow, ObjectSummaryRow } from '../metadata/metadata-store.ts'

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

/** `nowMs` decides whether a restored copy can be read, or has expired. */
export function toObjectHead(key: string, row: ObjectRow, nowMs: number): ObjectHead {
  const restore = restoreStatus(row.restore, nowMs)
  const head: Assignable<ObjectHead> = {
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
  if (restore !== undefined) head.restore = restore
  if (row.sealedMs !== undefined) head.sealedMs = row.sealedMs
  if (row.transitionedMs !== undefined) head.transitionedMs = row.transitionedMs
  if (row.checksum !== undefined) head.checksum = row.checksum
  return head
}

type ShownSummary<Row> = Omit<Row, 'restore'> & Pick<ObjectHead, 'restore'>

/** What a listing shows of a row. Nearly none was ever restored, so nearly none is copied. */
export function toSummary<Row extends ObjectSummaryRow>(row: Row, nowMs: number): ShownSummary<Row> {
  if (wasNeverRestored(row)) return row
  const { restore, ...rest } = row
  const status = restoreStatus(restore, nowMs)
  return { ...rest, ...(status === undefined ? {} : { restore: status }) }
}

function wasNeverRestored<Row extends ObjectSummaryRow>(row: Row): row is Row & { readonly restore?: never } {
  return row.restore === undefined
}

/** Gives up what a row refers to. Its counters are the caller's. */
export function giveUp(tx: MetadataWriter, row: ObjectRow, nowMs: number): void {
  giveUpContent(tx, row.content, nowMs)
}

/**
 * Archived bytes can be read only while a restored copy of them lives.
 * @throws OssError InvalidObjectState
 */
export function assertReadable(key: string, { storageClass, restore }: Pick<ObjectRow, 'storageClass' | 'restore'>, nowMs: number): void {
  if (!isArchived(storageClass) || restoreStatus(restore, nowMs)?.isOngoing === false) return
  throw ossError('InvalidObjectState', { details: { Key: key } })
}
