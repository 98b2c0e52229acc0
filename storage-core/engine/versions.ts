import type { BucketRow, DeleteMarkerRow, MetadataLookups, MetadataWriter, ObjectRow, VersionRow } from '../metadata/metadata-store.ts'
import { ossError, type OssError } from '../model/oss-error.ts'
import type { VersionAuthor } from '../model/version-author.ts'
import { isSameContent } from './content.ts'
import type { DeleteObjectOutput, VersionOutput, VersionAddress, WriteCondition } from './object-engine.ts'
import { assertNotRetained } from './retention.ts'
import { giveUp, requireBucket } from './rows.ts'
import { makeVersionId, nullVersionId, sequenceOfVersionId } from './version-id.ts'

/**
 * Where the versions of a key are (OSS documentation, "Versioning"): `current` holds what the key shows, `history` its older
 * versions and every delete marker. Always true after a transaction:
 * - what a key shows is newer than its history;
 * - a key that shows nothing has no history, or a delete marker is the newest of it;
 * - at most one of a key's versions and markers has the id `null`.
 */
export interface ResolvedVersion {
  readonly row: VersionRow
  /** True for what the key shows, and for the delete marker that makes it show nothing. */
  readonly isLatest: boolean
}

/** A version to be written: its id depends on the bucket's versioning. */
export type NewVersionRow = Omit<ObjectRow, 'versionId'>

export function shownVersion(bucket: BucketRow, versionId: string): VersionOutput {
  return bucket.versioning === undefined ? {} : { versionId }
}

/**
 * The version that `versionId` names, or without one the latest, delete markers included. At most three point lookups,
 * however many versions there are.
 */
export function resolveVersion(
  lookups: MetadataLookups,
  bucket: BucketRow,
  key: string,
  versionId?: string,
): ResolvedVersion | undefined {
  const current = lookups.object(bucket.bucketId, key)
  if (current !== undefined && (versionId === undefined || versionId === current.versionId)) return { row: current, isLatest: true }
  // Without versioning there never was a history to look into.
  if (bucket.versioning === undefined) return undefined
  if (versionId === undefined) return latestMarker(lookups, bucket, key)
  const row = findInHistory(lookups, bucket, key, versionId)
  if (row === undefined) return undefined
  const isLatest = current === undefined && lookups.newestHistoryRow(bucket.bucketId, key)?.sequence === row.sequence
  return { row, isLatest }
}

function latestMarker(lookups: MetadataLookups, bucket: BucketRow, key: string): ResolvedVersion | undefined {
  const row = lookups.newestHistoryRow(bucket.bucketId, key)
  return row === undefined ? undefined : { row, isLatest: true }
}

function findInHistory(lookups: MetadataLookups, bucket: BucketRow, key: string, versionId: string): VersionRow | undefined {
  const sequence =
    versionId === nullVersionId ? lookups.nullHistorySequence(bucket.bucketId, key) : sequenceOfVersionId(versionId)
  if (sequence === undefined) return undefined
  const row = lookups.historyRow(bucket.bucketId, key, sequence)
  return row?.versionId === versionId ? row : undefined
}

export interface FoundObject {
  readonly bucket: BucketRow
  readonly row: ObjectRow
  readonly isLatest: boolean
}

/**
 * The version that a request is about, which must have content.
 * @param onMarker what naming a delete marker by its id is: reads answer MethodNotAllowed, operations on attributes NoSuchKey
 * @throws OssError NoSuchBucket, NoSuchKey, NoSuchVersion, MethodNotAllowed
 */
export function requireObject(
  lookups: MetadataLookups,
  address: VersionAddress,
  onMarker: 'MethodNotAllowed' | 'NoSuchKey' = 'MethodNotAllowed',
): FoundObject {
  const bucket = requireBucket(lookups, address.bucket)
  const found = resolveVersion(lookups, bucket, address.key, address.versionId)
  if (found === undefined) throw nothingThere(address)
  const { row, isLatest } = found
  if (row.type !== 'DeleteMarker') return { bucket, row, isLatest }
  throw address.versionId !== undefined && onMarker === 'MethodNotAllowed'
    ? ossError('MethodNotAllowed', {
        details: { ResourceType: 'DeleteMarker' },
        headers: { ...markerHeaders(row), Allow: 'DELETE' },
      })
    : ossError('NoSuchKey', { details: { Key: address.key }, headers: markerHeaders(row) })
}

function nothingThere({ key, versionId }: VersionAddress): OssError {
  return versionId === undefined || versionId === nullVersionId
    ? ossError(versionId === undefined ? 'NoSuchKey' : 'NoSuchVersion', { details: { Key: key } })
    : ossError('NoSuchVersion', { details: { Key: key, VersionId: versionId } })
}

function markerHeaders(marker: DeleteMarkerRow): Readonly<Record<string, string>> {
  return { 'x-oss-delete-marker': 'true', 'x-oss-version-id': marker.versionId }
}

/**
 * `x-oss-forbid-overwrite`, which has no meaning once a bucket has versioning: nothing is lost there.
 * @throws OssError FileAlreadyExists
 */
export function assertMayOverwrite(lookups: MetadataLookups, bucket: BucketRow, key: string, forbidOverwrite: boolean): void {
  if (!forbidOverwrite || bucket.versioning !== undefined) return
  if (lookups.object(bucket.bucketId, key) !== undefined) throw ossError('FileAlreadyExists', { details: { Key: key } })
}

/** @throws OssError PreconditionFailed; NoSuchKey where an ETag is wanted of nothing */
export function assertCondition(lookups: MetadataLookups, bucket: BucketRow, key: string, condition: WriteCondition | undefined): void {
  if (condition === undefined) return
  const current = lookups.object(bucket.bucketId, key)
  if (condition.kind === 'absent') {
    if (current !== undefined) throw ossError('PreconditionFailed', { details: { Condition: 'If-None-Match' } })
    return
  }
  if (current === undefined) throw ossError('NoSuchKey', { details: { Key: key } })
  if (condition.etags.includes('*') || condition.etags.includes(current.etag)) return
  throw ossError('PreconditionFailed', { details: { Condition: 'If-Match' } })
}

/**
 * Makes `row` what the key shows, as the bucket's versioning has it: a version of its own, or in place of the one with the id
 * `null`. The new content must be referenced already, so that a blob that moves from the old row to the new one never drops
 * to zero in between. The row's sequence must be the newest.
 */
export function writeVersion(tx: MetadataWriter, bucket: BucketRow, key: string, row: NewVersionRow): VersionOutput {
  const nowMs = row.lastModifiedMs
  const versionId = bucket.versioning === 'Enabled' ? makeVersionId(row.sequence, nowMs) : nullVersionId
  makeWay(tx, bucket, key, versionId, nowMs)
  tx.putObject(bucket.bucketId, key, { ...row, versionId })
  tx.addToCounters(bucket.bucketId, { storageClass: row.storageClass, objectCount: 1, storageBytes: row.sizeBytes, nowMs })
  return shownVersion(bucket, versionId)
}

/**
 * Rewrites a version where it is, for operations that change an object without making a version of it. Its id and sequence
 * stay. New content must be referenced already; what the old row referred to is given up.
 */
export function rewriteVersion(
  tx: MetadataWriter,
  bucket: BucketRow,
  key: string,
  before: ObjectRow,
  after: ObjectRow,
  nowMs: number,
): void {
  if (tx.object(bucket.bucketId, key)?.sequence === before.sequence) tx.putObject(bucket.bucketId, key, after)
  else tx.putHistoryRow(bucket.bucketId, key, after)
  if (!isSameContent(before.content, after.content)) giveUp(tx, before, nowMs)
  if (before.storageClass === after.storageClass && before.sizeBytes === after.sizeBytes) return
  const { bucketId } = bucket
  tx.addToCounters(bucketId, { storageClass: before.storageClass, objectCount: -1, storageBytes: -before.sizeBytes, nowMs })
  tx.addToCounters(bucketId, { storageClass: after.storageClass, objectCount: 1, storageBytes: after.sizeBytes, nowMs })
}

/** DELETE without a version id: a delete marker, or the object itself where the bucket never had versioning. */
export function deleteLatest(tx: MetadataWriter, bucket: BucketRow, key: string, nowMs: number, author?: VersionAuthor): DeleteObjectOutput {
  if (bucket.versioning === undefined) {
    const row = tx.object(bucket.bucketId, key)
    if (row !== undefined) removeVersion(tx, bucket, key, row, nowMs)
    return { deleteMarker: false }
  }
  const sequence = tx.nextSequence()
  const versionId = bucket.versioning === 'Enabled' ? makeVersionId(sequence, nowMs) : nullVersionId
  makeWay(tx, bucket, key, versionId, nowMs)
  tx.removeObject(bucket.bucketId, key)
  tx.putHistoryRow(bucket.bucketId, key, { type: 'DeleteMarker', versionId, sequence, lastModifiedMs: nowMs, ...(author === undefined ? {} : { author }) })
  tx.addToCounters(bucket.bucketId, { deleteMarkerCount: 1, nowMs })
  return { versionId, deleteMarker: true }
}

/** DELETE of one version or marker for good; the version before it becomes what the key shows. Fine when there is none. */
export function deleteVersion(
  tx: MetadataWriter,
  bucket: BucketRow,
  key: string,
  versionId: string,
  nowMs: number,
): DeleteObjectOutput {
  const found = resolveVersion(tx, bucket, key, versionId)
  if (found !== undefined) {
    removeVersion(tx, bucket, key, found.row, nowMs)
    if (found.isLatest && bucket.versioning !== undefined) promote(tx, bucket, key)
  }
  return { ...shownVersion(bucket, versionId), deleteMarker: found?.row.type === 'DeleteMarker' }
}

/**
 * Before a version with this id comes to be the latest: the old `null` one goes for a new one, everything else is history.
 * @throws OssError FileImmutable
 */
function makeWay(tx: MetadataWriter, bucket: BucketRow, key: string, versionId: string, nowMs: number): void {
  const { bucketId } = bucket
  const current = tx.object(bucketId, key)
  if (current !== undefined) {
    if (current.versionId === versionId) {
      // Its record is about to be overwritten or removed. Only one version has the id `null`, so there is none in the history.
      assertNotRetained(bucket, key, current, nowMs)
      forgetContent(tx, bucketId, current, nowMs)
      return
    }
    tx.putHistoryRow(bucketId, key, current)
  }
  if (bucket.versioning !== 'Suspended') return
  const older = findInHistory(tx, bucket, key, versionId)
  if (older !== undefined) removeVersion(tx, bucket, key, older, nowMs)
}

/** @throws OssError FileImmutable */
function removeVersion(tx: MetadataWriter, bucket: BucketRow, key: string, row: VersionRow, nowMs: number): void {
  const { bucketId } = bucket
  assertNotRetained(bucket, key, row, nowMs)
  if (tx.object(bucketId, key)?.sequence === row.sequence) tx.removeObject(bucketId, key)
  else tx.removeHistoryRow(bucketId, key, row)
  if (row.type === 'DeleteMarker') {
    tx.addToCounters(bucketId, { deleteMarkerCount: -1, nowMs })
    return
  }
  forgetContent(tx, bucketId, row, nowMs)
}

function forgetContent(tx: MetadataWriter, bucketId: number, row: ObjectRow, nowMs: number): void {
  giveUp(tx, row, nowMs)
  tx.addToCounters(bucketId, { storageClass: row.storageClass, objectCount: -1, storageBytes: -row.sizeBytes, nowMs })
}

/** After the latest one is gone: the newest of the history is what the key shows, unless it is a delete marker. */
function promote(tx: MetadataWriter, bucket: BucketRow, key: string): void {
  const newest = tx.newestHistoryRow(bucket.bucketId, key)
  if (newest === undefined || newest.type === 'DeleteMarker') return
  tx.removeHistoryRow(bucket.bucketId, key, newest)
  tx.putObject(bucket.bucketId, key, newest)
}
