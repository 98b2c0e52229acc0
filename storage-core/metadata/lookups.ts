import type { BucketCounters, BucketRow, MetadataLookups, ObjectRow } from './metadata-store.ts'
import { decodeObjectRow } from './object-record.ts'
import type { TableName } from './ordered-tables.ts'
import { decodeBucketRow, decodeCount, decodeCounters } from './small-records.ts'
import { bucketIdKey, numberKey, objectKeyBytes, textKey } from './table-keys.ts'

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

/**
 * Point lookups over anything that finds records by key. A class, like its heirs: every request makes several, and methods
 * on a prototype cost nothing where a literal would make a closure for each.
 */
export abstract class RecordLookups implements MetadataLookups {
  readonly #buckets: BucketDecoder

  constructor(buckets: BucketDecoder) {
    this.#buckets = buckets
  }

  protected abstract getRecord(table: TableName, key: Buffer): Buffer | undefined

  bucket(name: string): BucketRow | undefined {
    const record = this.getRecord('buckets', textKey(name))
    return record === undefined ? undefined : this.#buckets.decode(name, record)
  }

  object(bucketId: number, key: string): ObjectRow | undefined {
    const record = this.getRecord('current', objectKeyBytes(bucketId, key))
    return record === undefined ? undefined : decodeObjectRow(record)
  }

  inlineBody(inlineNumber: number): Uint8Array | undefined {
    return this.getRecord('inline', numberKey(inlineNumber))
  }

  counters(bucketId: number): BucketCounters {
    return decodeCounters(this.getRecord('counters', bucketIdKey(bucketId)))
  }

  blobReferences(blobId: string): number {
    return decodeCount(this.getRecord('blobs', textKey(blobId)))
  }
}
