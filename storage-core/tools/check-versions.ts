import { sequenceOfVersionId } from '../engine/version-id.ts'
import type { BucketRow, MetadataReader, ObjectRow, VersionSummaryRow } from '../metadata/metadata-store.ts'
import type { VersionProblemKind } from './check-context.ts'

export interface VersionTotals {
  shownCount: number
  historyCount: number
  deleteMarkerCount: number
  /** Rows of the history with the id `null`; each has one entry in `nulls`. */
  nullCount: number
}

export interface VersionCheck {
  /** Takes the next row of a bucket in listing order. @returns the version, or undefined for a delete marker */
  check(summary: VersionSummaryRow): ObjectRow | undefined
}

/**
 * Looks at the versions of a bucket one after the other: the newest is what its key shows, or a delete marker hides the rest;
 * ids fit their place; at most one version of a key has the id `null`, and the index finds it.
 */
export function createVersionCheck(
  reader: MetadataReader,
  bucket: BucketRow,
  totals: VersionTotals,
  report: (kind: VersionProblemKind, subject: string, detail: string) => void,
): VersionCheck {
  let key: string | undefined
  let shown: ObjectRow | undefined
  let rowsOfKey = 0
  let nullsOfKey = 0

  const checkHistory = (summary: VersionSummaryRow, subject: string) => {
    const row = reader.historyRow(bucket.bucketId, summary.key, summary.sequence)
    totals.historyCount += 1
    if (row?.type === 'DeleteMarker') totals.deleteMarkerCount += 1
    if (row === undefined) report('wrong-version-order', subject, 'its row is not where the key says')
    else if (row.sequence !== summary.sequence) {
      report('wrong-version-order', subject, `its sequence is ${row.sequence}, its place is that of ${summary.sequence}`)
    }
    if (shown !== undefined && summary.sequence >= shown.sequence) {
      report('wrong-version-order', subject, `it is newer than what the key shows, ${shown.versionId}`)
    }
    if (shown === undefined && rowsOfKey === 1 && summary.type !== 'DeleteMarker') {
      report('wrong-version-order', subject, 'the key shows nothing although its newest version is no delete marker')
    }
    if (bucket.versioning === undefined) report('history-without-versioning', subject, 'the bucket never had versioning')
    if (summary.versionId !== 'null') return row
    totals.nullCount += 1
    if (reader.nullHistorySequence(bucket.bucketId, summary.key) !== summary.sequence) {
      report('wrong-null-version', subject, 'the index of null versions does not lead to it')
    }
    return row
  }

  return {
    check(summary) {
      if (summary.key !== key) {
        key = summary.key
        shown = reader.object(bucket.bucketId, key)
        rowsOfKey = 0
        nullsOfKey = 0
      }
      rowsOfKey += 1
      const subject = subjectOf(bucket, summary)
      if (summary.versionId === 'null') nullsOfKey += 1
      else if (sequenceOfVersionId(summary.versionId) !== summary.sequence) {
        report('wrong-version-id', subject, `the id does not lead to sequence ${summary.sequence}`)
      }
      if (nullsOfKey > 1 && summary.versionId === 'null') report('wrong-null-version', subject, 'the key has another null version')
      // What a key shows comes first, so only the first row can be it.
      if (rowsOfKey === 1 && shown?.sequence === summary.sequence) {
        totals.shownCount += 1
        return shown
      }
      const row = checkHistory(summary, subject)
      return row === undefined || row.type === 'DeleteMarker' ? undefined : row
    },
  }
}

export function subjectOf(bucket: BucketRow, { key, versionId }: Pick<VersionSummaryRow, 'key' | 'versionId'>): string {
  return versionId === 'null' ? `${bucket.name}/${key}` : `${bucket.name}/${key}?versionId=${versionId}`
}
