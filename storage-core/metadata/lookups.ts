import type { BucketRow, MetadataLookups } from './metadata-store.ts'
import { decodeObjectRow } from './object-record.ts'
import type { TableName } from './ordered-tables.ts'
import { decodeBucketRow, decodeCount, decodeCounters } from './small-records.ts'
import { bucketIdKey, numberKey, objectKeyBytes, textKey } from './table-keys.ts'

export type GetRecord = (table: TableName, key: Buffer) => Buffer | undefined

/** Decodes a bucket's record once per change instead of once per request. */
export interface BucketDecoder {
  decode(name: string, record: Buffer): BucketRow
}

export function createBucketDecoder(): BucketDecoder {
  const known = new Map<string, { readonly record: Buffer; readonly row: BucketRow }>()
  return {
    decode(name, record) {
      const before = known.get(name)
      // Comparing the bytes, not a version, keeps older snapshots right as well.
      if (before?.record.equals(record) === true) return before.row
      const row = decodeBucketRow(record)
      if (known.size >= 1000) known.clear()
      known.set(name, { record, row })
      return row
    },
  }
}

/** Point lookups over anything that finds records by key. */
export function createLookups(get: GetRecord, buckets: BucketDecoder): MetadataLookups {
  return {
    bucket(name) {
      const record = get('buckets', textKey(name))
      return record === undefined ? undefined : buckets.decode(name, record)
    },
    object(bucketId, key) {
      const record = get('current', objectKeyBytes(bucketId, key))
      return record === undefined ? undefined : decodeObjectRow(record)
    },
    inlineBody: (inlineNumber) => get('inline', numberKey(inlineNumber)),
    counters: (bucketId) => decodeCounters(get('counters', bucketIdKey(bucketId))),
    blobReferences: (blobId) => decodeCount(get('blobs', textKey(blobId))),
  }
}
