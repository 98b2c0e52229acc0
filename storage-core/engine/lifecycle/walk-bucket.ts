import type { BucketRow, MetadataReader, UploadPosition, VersionPosition, VersionSummaryRow } from '../../metadata/metadata-store.ts'
import { actionOnVersion, ruleForLoneMarker, ruleForUpload } from '../../model/lifecycle-action.ts'
import type { LifecycleRule } from '../../model/lifecycle.ts'
import type { VersionPlace } from './judge-version.ts'

/** A stretch of a bucket that was looked through at one go. */
export interface Stretch<Found, Position> {
  readonly found: readonly Found[]
  readonly examined: number
  /** Where to go on; absent at the end of the prefix. */
  readonly next?: Position
}

export interface VersionsFrom {
  readonly position: VersionPosition
  /** The version that the stretch before ended with. */
  readonly last?: { readonly key: string; readonly lastModifiedMs: number }
}

/** Looks through the versions under a prefix, at most so many, for those that a rule may be about now. Most are told by what a listing shows. */
export function lookThroughVersions(
  reader: MetadataReader,
  bucket: BucketRow,
  rules: readonly LifecycleRule[],
  { prefix, from, asOfMs, atMost }: { readonly prefix: string; readonly from: VersionsFrom; readonly asOfMs: number; readonly atMost: number },
): Stretch<VersionPlace, VersionsFrom> {
  const cursor = reader.versions(bucket.bucketId)
  const found: VersionPlace[] = []
  let examined = 0
  let { last } = from
  try {
    cursor.seek(from.position)
    for (let row = cursor.next(); row?.key.startsWith(prefix) === true; row = cursor.next()) {
      const { key, sequence, lastModifiedMs } = row
      const place = { key, sequence, supersededMs: last?.key === key ? last.lastModifiedMs : undefined }
      if (mayBeDue(reader, bucket, row, place.supersededMs, rules, asOfMs)) found.push(place)
      last = { key, lastModifiedMs }
      examined += 1
      if (examined >= atMost) return { found, examined, next: { position: { kind: 'afterVersion', key, sequence }, last } }
    }
  } finally {
    cursor.close()
  }
  return { found, examined }
}

function mayBeDue(
  reader: MetadataReader,
  { bucketId }: BucketRow,
  row: VersionSummaryRow,
  supersededMs: number | undefined,
  rules: readonly LifecycleRule[],
  asOfMs: number,
): boolean {
  const { key, sequence } = row
  if (row.type === 'DeleteMarker') return row.isLatest && ruleForLoneMarker(rules, key) !== undefined
  const tags = () => {
    const full = row.isLatest ? reader.object(bucketId, key) : reader.historyRow(bucketId, key, sequence)
    return full === undefined || full.type === 'DeleteMarker' ? {} : full.tags
  }
  const { sizeBytes, storageClass, lastModifiedMs } = row
  const subject = { key, sizeBytes, storageClass, lastModifiedMs, isLink: row.type === 'Symlink', tags }
  return actionOnVersion(rules, supersededMs === undefined ? subject : { ...subject, noncurrentSinceMs: supersededMs }, asOfMs) !== undefined
}

export interface FoundUpload {
  readonly key: string
  readonly uploadNumber: number
}

/** The same for unfinished uploads. */
export function lookThroughUploads(
  reader: MetadataReader,
  bucket: BucketRow,
  rules: readonly LifecycleRule[],
  { prefix, from, asOfMs, atMost }: { readonly prefix: string; readonly from: UploadPosition; readonly asOfMs: number; readonly atMost: number },
): Stretch<FoundUpload, UploadPosition> {
  const cursor = reader.uploads(bucket.bucketId)
  const found: FoundUpload[] = []
  let examined = 0
  try {
    cursor.seek(from)
    for (let row = cursor.next(); row?.key.startsWith(prefix) === true; row = cursor.next()) {
      const { key, uploadNumber } = row
      if (ruleForUpload(rules, row, asOfMs) !== undefined) found.push({ key, uploadNumber })
      examined += 1
      if (examined >= atMost) return { found, examined, next: { kind: 'afterUpload', key, uploadNumber } }
    }
  } finally {
    cursor.close()
  }
  return { found, examined }
}
