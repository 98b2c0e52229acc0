import type { BucketRow, MetadataReader, VersionPosition, VersionSummaryRow } from '../metadata/metadata-store.ts'
import { ossError } from '../model/oss-error.ts'
import { type EngineDependencies, readMetadata } from './dependencies.ts'
import { firstPosition, type ListQuery } from './listing/list-step.ts'
import { assertListInput, readPage } from './listing/read-page.ts'
import type { ListObjectVersionsInput, ListObjectVersionsOutput, VersionEntry } from './object-engine.ts'
import { requireBucket, toSummary } from './rows.ts'
import { nullVersionId, sequenceOfVersionId } from './version-id.ts'

/**
 * One page of all versions and delete markers of a bucket: keys ascending, newest first within a key (OSS documentation,
 * "ListObjectVersions"). Its cost follows the entries it returns, however many versions a key has.
 * @throws OssError NoSuchBucket, InvalidArgument
 */
export function listObjectVersions(deps: EngineDependencies, input: ListObjectVersionsInput): ListObjectVersionsOutput {
  const { prefix, delimiter, keyMarker, versionIdMarker, maxKeys } = input
  assertListInput(maxKeys, { prefix, delimiter, 'key-marker': keyMarker })
  if (versionIdMarker !== undefined && keyMarker === '') throw versionMarkerWithoutKey(versionIdMarker)
  const query: ListQuery = { prefix, delimiter, after: keyMarker, maxEntries: maxKeys }
  const nowMs = deps.clock.now()
  return readMetadata(deps.metadata, (reader) => {
    const bucket = requireBucket(reader, input.bucket)
    const cursor = reader.versions(bucket.bucketId)
    try {
      cursor.seek(startPosition(reader, bucket, query, versionIdMarker))
      const { entries, isTruncated } = readPage(cursor, query, (row) => entryOf(row, nowMs))
      return { entries, isTruncated, ...(isTruncated ? nextMarkers(entries) : {}), owner: bucket.owner }
    } finally {
      cursor.close()
    }
  })
}

/** The version marker counts only where the key marker stands for itself and not for a common prefix it lies in. */
function startPosition(
  reader: MetadataReader,
  bucket: BucketRow,
  query: ListQuery,
  versionIdMarker: string | undefined,
): VersionPosition {
  const start = firstPosition(query)
  if (start.kind !== 'after' || versionIdMarker === undefined) return start
  const { key } = start
  if (versionIdMarker === nullVersionId) {
    const sequence = nullSequence(reader, bucket, key)
    // Deleted since the last page, so where it was is not known: what is left of the key is shown again, rather than missed.
    return sequence === undefined ? { kind: 'at', key } : { kind: 'afterVersion', key, sequence }
  }
  const sequence = sequenceOfVersionId(versionIdMarker)
  if (sequence === undefined) {
    throw ossError('InvalidArgument', {
      message: 'Invalid version id specified',
      details: { ArgumentName: 'version-id-marker', ArgumentValue: versionIdMarker },
    })
  }
  return { kind: 'afterVersion', key, sequence }
}

function nullSequence(reader: MetadataReader, { bucketId }: BucketRow, key: string): number | undefined {
  const current = reader.object(bucketId, key)
  return current?.versionId === nullVersionId ? current.sequence : reader.nullHistorySequence(bucketId, key)
}

function entryOf(row: VersionSummaryRow, nowMs: number): Exclude<VersionEntry, { readonly kind: 'prefix' }> {
  return row.type === 'DeleteMarker' ? { kind: 'deleteMarker', marker: row } : { kind: 'version', version: toSummary(row, nowMs) }
}

function nextMarkers(entries: readonly VersionEntry[]): Pick<ListObjectVersionsOutput, 'nextKeyMarker' | 'nextVersionIdMarker'> {
  const last = entries.at(-1)
  if (last === undefined) return {}
  if (last.kind === 'prefix') return { nextKeyMarker: last.prefix }
  const { key, versionId } = last.kind === 'version' ? last.version : last.marker
  return { nextKeyMarker: key, nextVersionIdMarker: versionId }
}

function versionMarkerWithoutKey(versionIdMarker: string): Error {
  return ossError('InvalidArgument', {
    message: 'A version-id marker cannot be specified without a key marker.',
    details: { ArgumentName: 'version-id-marker', ArgumentValue: versionIdMarker },
    ec: '0012-00000106',
  })
}
