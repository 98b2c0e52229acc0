import { type BucketDecoder, createLookups, type GetRecord } from './lookups.ts'
import type { BucketCounters, CounterChange, MetadataWriter } from './metadata-store.ts'
import { encodeObjectRow } from './object-record.ts'
import type { TableName, TableTransaction } from './ordered-tables.ts'
import {
  changeCounters,
  decodeCount,
  decodeCounters,
  encodeAccessKeyRow,
  encodeBucketRow,
  encodeCount,
  encodeCounters,
} from './small-records.ts'
import { bucketIdKey, garbageKey, numberKey, objectKeyBytes, textKey } from './table-keys.ts'

const nothing = Buffer.alloc(0)
const nextBucketIdKey = textKey('nextBucketId')

/** Numbers that only grow. Skipping some after a failure is fine, handing one out twice is not. */
export interface SequenceSource {
  next(): number
}

/**
 * What the callers of one commit share: the database's transaction, and the counters, which nearly every caller changes and
 * which are therefore written once at the end instead of once per caller.
 */
export interface CommitContext {
  readonly transaction: TableTransaction
  readonly sequences: SequenceSource
  readonly buckets: BucketDecoder
  /** `removed` for a bucket that this commit deleted. */
  readonly counters: Map<number, BucketCounters | 'removed'>
}

export interface DescribedTransaction {
  readonly writer: MetadataWriter
  /** Puts everything that was described into the commit. */
  apply(): void
}

interface PendingRecord {
  readonly table: TableName
  readonly key: Buffer
  readonly value: Buffer | undefined
}

/**
 * One caller's transaction inside a shared commit. Its writes wait in an overlay, so a caller that throws leaves nothing
 * behind for the others.
 */
export function describeTransaction(context: CommitContext): DescribedTransaction {
  const pending = new Map<string, PendingRecord>()
  const counterChanges: { bucketId: number; change: CounterChange | 'remove' }[] = []

  const get: GetRecord = (table, key) => {
    const own = pending.size === 0 ? undefined : pending.get(pendingName(table, key))
    return own === undefined ? context.transaction.get(table, key) : own.value
  }
  const set = (table: TableName, key: Buffer, value: Buffer | undefined) => {
    pending.set(pendingName(table, key), { table, key, value })
  }

  const writer: MetadataWriter = {
    ...createLookups(get, context.buckets),
    counters(bucketId) {
      let counters = sharedCounters(context, bucketId)
      for (const own of counterChanges) {
        if (own.bucketId !== bucketId) continue
        counters = own.change === 'remove' ? decodeCounters(undefined) : changeCounters(counters, own.change)
      }
      return counters
    },
    allocateBucketId() {
      const bucketId = Math.max(1, decodeCount(get('meta', nextBucketIdKey)))
      set('meta', nextBucketIdKey, encodeCount(bucketId + 1))
      return bucketId
    },
    nextSequence: () => context.sequences.next(),
    putBucket(row) {
      set('buckets', textKey(row.name), encodeBucketRow(row))
    },
    removeBucket(row) {
      set('buckets', textKey(row.name), undefined)
      counterChanges.push({ bucketId: row.bucketId, change: 'remove' })
    },
    putObject(bucketId, key, row) {
      set('current', objectKeyBytes(bucketId, key), encodeObjectRow(row))
    },
    removeObject(bucketId, key) {
      set('current', objectKeyBytes(bucketId, key), undefined)
    },
    putInlineBody(inlineNumber, bytes) {
      set('inline', numberKey(inlineNumber), asBuffer(bytes))
    },
    removeInlineBody(inlineNumber) {
      set('inline', numberKey(inlineNumber), undefined)
    },
    addToCounters(bucketId, change) {
      counterChanges.push({ bucketId, change })
    },
    addBlobReferences(blobId, change, nowMs) {
      const key = textKey(blobId)
      const references = decodeCount(get('blobs', key)) + change
      if (references < 0) throw new Error(`blob ${blobId} has no reference to give back`)
      set('blobs', key, references === 0 ? undefined : encodeCount(references))
      if (references === 0) set('garbage', garbageKey(nowMs, blobId), nothing)
    },
    removeGarbage(row) {
      set('garbage', garbageKey(row.sinceMs, row.blobId), undefined)
    },
    putAccessKey(row) {
      set('keys', textKey(row.accessKeyId), encodeAccessKeyRow(row))
    },
  }

  return {
    writer,
    apply() {
      for (const { table, key, value } of pending.values()) {
        if (value === undefined) context.transaction.remove(table, key)
        else context.transaction.put(table, key, value)
      }
      for (const { bucketId, change } of counterChanges) {
        context.counters.set(bucketId, change === 'remove' ? 'removed' : changeCounters(sharedCounters(context, bucketId), change))
      }
    },
  }
}

/** Writes what the callers of a commit shared. Call it once, after the last `apply`. */
export function finishCommit(context: CommitContext): void {
  for (const [bucketId, counters] of context.counters) {
    if (counters === 'removed') context.transaction.remove('counters', bucketIdKey(bucketId))
    else context.transaction.put('counters', bucketIdKey(bucketId), encodeCounters(counters))
  }
}

function sharedCounters(context: CommitContext, bucketId: number): BucketCounters {
  const shared = context.counters.get(bucketId)
  if (shared === 'removed') return decodeCounters(undefined)
  return shared ?? decodeCounters(context.transaction.get('counters', bucketIdKey(bucketId)))
}

function pendingName(table: TableName, key: Buffer): string {
  return table + key.toString('latin1')
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
