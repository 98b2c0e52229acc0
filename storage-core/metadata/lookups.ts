import { decodeVersionRow } from './history-record.ts'
import type { BucketCounters, BucketRow, MetadataLookups, ObjectRow, PartRow, PieceRow, UploadRow, VersionRow } from './metadata-store.ts'
import { decodePart, decodePieceChunk, decodeUpload } from './multipart-records.ts'
import { decodeObjectRow } from './object-record.ts'
import type { TableEntry, TableName } from './ordered-tables.ts'
import { decodeBucketRow, decodeCount, decodeCounters, decodeJson } from './small-records.ts'
import {
  accountSettingKey,
  bucketIdKey,
  bucketSettingKey,
  historyKey,
  historyRange,
  numberKey,
  objectKeyBytes,
  partKey,
  pieceKey,
  readBucketSettingKey,
  readPartNumber,
  textKey,
  uploadKey,
} from './table-keys.ts'

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
  /** Entries from `start` (included) to `end` (excluded) in byte order. */
  protected abstract rangeRecords(table: TableName, start: Buffer, end: Buffer): Iterable<TableEntry>

  bucket(name: string): BucketRow | undefined {
    const record = this.getRecord('buckets', textKey(name))
    return record === undefined ? undefined : this.#buckets.decode(name, record)
  }

  object(bucketId: number, key: string): ObjectRow | undefined {
    const record = this.getRecord('current', objectKeyBytes(bucketId, key))
    return record === undefined ? undefined : decodeObjectRow(record)
  }

  historyRow(bucketId: number, key: string, sequence: number): VersionRow | undefined {
    const record = this.getRecord('history', historyKey(bucketId, key, sequence))
    return record === undefined ? undefined : decodeVersionRow(record)
  }

  newestHistoryRow(bucketId: number, key: string): VersionRow | undefined {
    const { start, end } = historyRange(bucketId, key)
    for (const { value } of this.rangeRecords('history', start, end)) return decodeVersionRow(value)
    return undefined
  }

  olderHistoryRow(bucketId: number, key: string, sequence: number): VersionRow | undefined {
    const { end } = historyRange(bucketId, key)
    for (const { value } of this.rangeRecords('history', historyKey(bucketId, key, sequence - 1), end)) return decodeVersionRow(value)
    return undefined
  }

  nullHistorySequence(bucketId: number, key: string): number | undefined {
    const record = this.getRecord('nulls', objectKeyBytes(bucketId, key))
    return record === undefined ? undefined : decodeCount(record)
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

  upload(bucketId: number, key: string, uploadNumber: number): UploadRow | undefined {
    const record = this.getRecord('uploads', uploadKey(bucketId, key, uploadNumber))
    return record === undefined ? undefined : decodeUpload(key, record)
  }

  part(uploadNumber: number, partNumber: number): PartRow | undefined {
    const record = this.getRecord('parts', partKey(uploadNumber, partNumber))
    return record === undefined ? undefined : decodePart(partNumber, record)
  }

  *parts(uploadNumber: number, after: number): IterableIterator<PartRow> {
    for (const { key, value } of this.rangeRecords('parts', partKey(uploadNumber, after + 1), partKey(uploadNumber + 1, 0))) {
      yield decodePart(readPartNumber(key), value)
    }
  }

  pieceListReferences(pieceList: number): number {
    return decodeCount(this.getRecord('pieces', pieceKey(pieceList, 0)))
  }

  *pieces(pieceList: number, fromOffset: number): IterableIterator<PieceRow> {
    for (const { value } of this.rangeRecords('pieces', pieceKey(pieceList, fromOffset + 1), pieceKey(pieceList + 1, 0))) {
      for (const piece of decodePieceChunk(value)) if (piece.start + piece.sizeBytes > fromOffset) yield piece
    }
  }

  bucketSetting(bucketId: number, name: string): object | undefined {
    return this.#setting(bucketSettingKey(bucketId, name))
  }

  bucketSettings(bucketId: number): ReadonlyMap<string, object> {
    const settings = new Map<string, object>()
    for (const { key, value } of this.rangeRecords('settings', bucketIdKey(bucketId), bucketIdKey(bucketId + 1))) {
      settings.set(readBucketSettingKey(key).name, decodeJson(value) as object)
    }
    return settings
  }

  accountSetting(accountId: string, name: string): object | undefined {
    return this.#setting(accountSettingKey(accountId, name))
  }

  #setting(key: Buffer): object | undefined {
    const record = this.getRecord('settings', key)
    return record === undefined ? undefined : (decodeJson(record) as object)
  }
}
