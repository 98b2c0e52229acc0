import type { ObjectCursor, ObjectSummaryRow } from '../metadata/metadata-store.ts'
import { type EngineDependencies, readMetadata } from './dependencies.ts'
import { firstPosition, type ListQuery } from './listing/list-step.ts'
import { assertListInput, readPage } from './listing/read-page.ts'
import type { ListEntry, ListObjectsInput, ListObjectsOutput } from './object-engine.ts'
import { requireBucket, toSummary } from './rows.ts'

/**
 * One page of a bucket (OSS documentation, "ListObjects"). Its cost follows the entries it returns, not the objects, versions
 * and delete markers there are.
 * @throws OssError NoSuchBucket, InvalidArgument
 */
export function listObjects(deps: EngineDependencies, input: ListObjectsInput): ListObjectsOutput {
  const { prefix, delimiter, after, maxKeys } = input
  assertListInput(maxKeys, { prefix, delimiter, after })
  return readMetadata(deps.metadata, (reader) => {
    const bucket = requireBucket(reader, input.bucket)
    const cursor = reader.objects(bucket.bucketId)
    try {
      return { ...readObjects(cursor, { prefix, delimiter, after, maxEntries: maxKeys }, deps.clock.now()), owner: bucket.owner }
    } finally {
      cursor.close()
    }
  })
}

function readObjects(cursor: ObjectCursor, query: ListQuery, nowMs: number): Omit<ListObjectsOutput, 'owner'> {
  cursor.seek(firstPosition(query))
  const { entries, isTruncated } = readPage(cursor, query, (row) => entryOf(row, nowMs))
  const last = isTruncated ? entries.at(-1) : undefined
  return last === undefined ? { entries, isTruncated } : { entries, isTruncated, next: last.kind === 'prefix' ? last.prefix : last.head.key }
}

function entryOf(row: ObjectSummaryRow, nowMs: number): Exclude<ListEntry, { readonly kind: 'prefix' }> {
  return { kind: 'object', head: toSummary(row, nowMs) }
}
