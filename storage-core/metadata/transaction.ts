import { type BucketDecoder, RecordLookups } from './lookups.ts'
import type { AccessKeyRow, BucketCounters, BucketRow, CounterChange, GarbageRow, MetadataWriter, ObjectRow } from './metadata-store.ts'
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

interface PendingRecord {
  readonly table: TableName
  readonly key: Buffer
  readonly value: Buffer | undefined
}

interface PendingCounters {
  readonly bucketId: number
  readonly change: CounterChange | 'remove'
}

/**
 * One caller's transaction inside a shared commit. Its writes wait in an overlay, so a caller that throws leaves nothing
 * behind for the others.
 */
export class DescribedTransaction extends RecordLookups implements MetadataWriter {
  readonly #context: CommitContext
  readonly #pending = new Map<string, PendingRecord>()
  readonly #counterChanges: PendingCounters[] = []

  constructor(context: CommitContext) {
    super(context.buckets)
    this.#context = context
  }

  /** Puts everything that was described into the commit. */
  apply(): void {
    const { transaction, counters } = this.#context
    for (const { table, key, value } of this.#pending.values()) {
      if (value === undefined) transaction.remove(table, key)
      else transaction.put(table, key, value)
    }
    for (const { bucketId, change } of this.#counterChanges) {
      const changed = change === 'remove' ? 'removed' : changeCounters(sharedCounters(this.#context, bucketId), change)
      counters.set(bucketId, changed)
    }
  }

  protected override getRecord(table: TableName, key: Buffer): Buffer | undefined {
    const own = this.#pending.size === 0 ? undefined : this.#pending.get(pendingName(table, key))
    return own === undefined ? this.#context.transaction.get(table, key) : own.value
  }

  #set(table: TableName, key: Buffer, value: Buffer | undefined): void {
    this.#pending.set(pendingName(table, key), { table, key, value })
  }

  override counters(bucketId: number): BucketCounters {
    let counters = sharedCounters(this.#context, bucketId)
    for (const own of this.#counterChanges) {
      if (own.bucketId !== bucketId) continue
      counters = own.change === 'remove' ? decodeCounters(undefined) : changeCounters(counters, own.change)
    }
    return counters
  }

  allocateBucketId(): number {
    const bucketId = Math.max(1, decodeCount(this.getRecord('meta', nextBucketIdKey)))
    this.#set('meta', nextBucketIdKey, encodeCount(bucketId + 1))
    return bucketId
  }

  nextSequence(): number {
    return this.#context.sequences.next()
  }

  putBucket(row: BucketRow): void {
    this.#set('buckets', textKey(row.name), encodeBucketRow(row))
  }

  removeBucket(row: BucketRow): void {
    this.#set('buckets', textKey(row.name), undefined)
    this.#counterChanges.push({ bucketId: row.bucketId, change: 'remove' })
  }

  putObject(bucketId: number, key: string, row: ObjectRow): void {
    this.#set('current', objectKeyBytes(bucketId, key), encodeObjectRow(row))
  }

  removeObject(bucketId: number, key: string): void {
    this.#set('current', objectKeyBytes(bucketId, key), undefined)
  }

  putInlineBody(inlineNumber: number, bytes: Uint8Array): void {
    this.#set('inline', numberKey(inlineNumber), asBuffer(bytes))
  }

  removeInlineBody(inlineNumber: number): void {
    this.#set('inline', numberKey(inlineNumber), undefined)
  }

  addToCounters(bucketId: number, change: CounterChange): void {
    this.#counterChanges.push({ bucketId, change })
  }

  addBlobReferences(blobId: string, change: 1 | -1, nowMs: number): void {
    const key = textKey(blobId)
    const references = decodeCount(this.getRecord('blobs', key)) + change
    if (references < 0) throw new Error(`blob ${blobId} has no reference to give back`)
    this.#set('blobs', key, references === 0 ? undefined : encodeCount(references))
    if (references === 0) this.#set('garbage', garbageKey(nowMs, blobId), nothing)
  }

  removeGarbage(row: GarbageRow): void {
    this.#set('garbage', garbageKey(row.sinceMs, row.blobId), undefined)
  }

  putAccessKey(row: AccessKeyRow): void {
    this.#set('keys', textKey(row.accessKeyId), encodeAccessKeyRow(row))
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
