import { type BucketDecoder, createLookups } from './lookups.ts'
import type { CursorPosition, MetadataReader, ObjectCursor } from './metadata-store.ts'
import { decodeObjectSummary } from './object-record.ts'
import { type TableEntry, tableNames, type TableSnapshot } from './ordered-tables.ts'
import { decodeAccessKeyRow, decodeCount } from './small-records.ts'
import {
  bucketIdKey,
  highestKey,
  lowestKey,
  numberKey,
  objectKeyAfter,
  objectKeyBytes,
  objectPrefixEnd,
  readGarbageKey,
  readNumberKey,
  readObjectKey,
  textKeyAfter,
} from './table-keys.ts'

/** The rows of one snapshot. */
export function createSnapshotReader(snapshot: TableSnapshot, buckets: BucketDecoder): MetadataReader {
  const lookups = createLookups((table, key) => snapshot.get(table, key), buckets)
  return {
    ...lookups,
    *buckets(after) {
      for (const { key, value } of snapshot.range('buckets', textKeyAfter(after), highestKey)) {
        yield buckets.decode(key.toString('utf8'), value)
      }
    },
    objects: (bucketId) => createObjectCursor(snapshot, bucketId),
    *accessKeys() {
      for (const { value } of snapshot.range('keys', lowestKey, highestKey)) yield decodeAccessKeyRow(value)
    },
    *blobs(after) {
      for (const { key, value } of snapshot.range('blobs', textKeyAfter(after), highestKey)) {
        yield { blobId: key.toString('utf8'), references: decodeCount(value) }
      }
    },
    *garbage(beforeMs) {
      for (const { key } of snapshot.range('garbage', lowestKey, numberKey(beforeMs + 1))) yield readGarbageKey(key)
    },
    *inlineNumbers() {
      for (const { key } of snapshot.range('inline', lowestKey, highestKey)) yield readNumberKey(key)
    },
    tableSizes: () => Object.fromEntries(tableNames.map((table) => [table, snapshot.count(table)])),
    close: () => {
      snapshot.close()
    },
  }
}

function createObjectCursor(snapshot: TableSnapshot, bucketId: number): ObjectCursor {
  const end = bucketIdKey(bucketId + 1)
  let entries: Iterator<TableEntry> | undefined
  const restart = (start: Buffer) => {
    entries?.return?.()
    entries = snapshot.range('current', start, end)[Symbol.iterator]()
    return entries
  }
  return {
    seek(position) {
      restart(startOf(bucketId, position))
    },
    next() {
      const result = (entries ?? restart(bucketIdKey(bucketId))).next()
      return result.done === true ? undefined : decodeObjectSummary(readObjectKey(result.value.key), result.value.value)
    },
    close() {
      entries?.return?.()
      entries = undefined
    },
  }
}

function startOf(bucketId: number, position: CursorPosition): Buffer {
  if (position.kind === 'at') return objectKeyBytes(bucketId, position.key)
  if (position.kind === 'after') return objectKeyAfter(bucketId, position.key)
  return objectPrefixEnd(bucketId, position.prefix)
}
