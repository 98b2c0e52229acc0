import { decodeVersionRow, encodeVersionRow } from './history-record.ts'
import { type BucketDecoder, RecordLookups } from './lookups.ts'
import type {
  AccessKeyRow,
  BucketCounters,
  BucketRow,
  CounterChange,
  DiscardedRow,
  GarbageRow,
  IdentityRow,
  MetadataWriter,
  ObjectRow,
  PartRow,
  PieceRow,
  SessionRow,
  UploadRow,
  VersionRow,
} from './metadata-store.ts'
import { decodePieceChunk, encodePart, encodePieceChunk, encodeUpload, piecesPerChunk } from './multipart-records.ts'
import { encodeObjectRow } from './object-record.ts'
import type { TableEntry, TableName, TableTransaction } from './ordered-tables.ts'
import { PendingHistory } from './pending-history.ts'
import {
  changeTally,
  decodeCount,
  decodeCounters,
  encodeAccessKeyRow,
  encodeBucketRow,
  encodeCount,
  encodeCounters,
  type Tally,
  encodeJson,
} from './small-records.ts'
import {
  accountSettingKey,
  bucketIdKey,
  bucketSettingKey,
  discardedKey,
  endpointKey,
  garbageKey,
  historyKey,
  identityKey,
  lifecycleRunKey,
  numberKey,
  objectKeyBytes,
  partKey,
  pieceKey,
  textKey,
  uploadKey,
} from './table-keys.ts'

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
  readonly counters: Map<number, Tally | 'removed'>
  /** Buckets as this commit has them so far: nearly every caller looks up the same one. */
  readonly bucketRows: Map<string, BucketRow | undefined>
  /** Some caller changed a bucket or a setting. */
  changesBuckets: boolean
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
  #history: PendingHistory | undefined
  #changesBuckets = false

  constructor(context: CommitContext) {
    super(context.buckets)
    this.#context = context
  }

  /** Puts everything that was described into the commit. */
  apply(): void {
    const { transaction, counters, bucketRows } = this.#context
    if (this.#changesBuckets) {
      this.#context.changesBuckets = true
      bucketRows.clear()
    }
    for (const { table, key, value } of this.#pending.values()) {
      if (value === undefined) transaction.remove(table, key)
      else transaction.put(table, key, value)
    }
    for (const { bucketId, change } of this.#counterChanges) {
      if (change === 'remove') counters.set(bucketId, 'removed')
      else changeTally(sharedTally(this.#context, bucketId), change)
    }
  }

  protected override getRecord(table: TableName, key: Buffer): Buffer | undefined {
    const own = this.#pending.size === 0 ? undefined : this.#pending.get(pendingName(table, key))
    return own === undefined ? this.#context.transaction.get(table, key) : own.value
  }

  override bucket(name: string): BucketRow | undefined {
    if (this.#changesBuckets) return super.bucket(name)
    const { bucketRows } = this.#context
    if (bucketRows.has(name)) return bucketRows.get(name)
    const row = super.bucket(name)
    bucketRows.set(name, row)
    return row
  }

  /** What is committed, merged with what this caller wrote and removed. */
  protected override *rangeRecords(table: TableName, start: Buffer, end: Buffer): Iterable<TableEntry> {
    const own = this.#pendingRange(table, start, end)
    let next = 0
    for (const entry of this.#context.transaction.range(table, start, end)) {
      for (let each = own[next]; each !== undefined && each.key.compare(entry.key) < 0; each = own[++next]) {
        if (each.value !== undefined) yield { key: each.key, value: each.value }
      }
      const same = own[next]
      if (same?.key.equals(entry.key) !== true) yield entry
      else {
        next += 1
        if (same.value !== undefined) yield { key: same.key, value: same.value }
      }
    }
    for (const { key, value } of own.slice(next)) if (value !== undefined) yield { key, value }
  }

  #pendingRange(table: TableName, start: Buffer, end: Buffer): readonly PendingRecord[] {
    const found: PendingRecord[] = []
    // By name and not by key: a delete of a thousand versions compares a million times, and strings compare faster.
    const startName = pendingName(table, start)
    const endName = pendingName(table, end)
    for (const [name, each] of this.#pending) {
      if (name >= startName && name < endName && each.table === table) found.push(each)
    }
    return found.toSorted((a, b) => a.key.compare(b.key))
  }

  #set(table: TableName, key: Buffer, value: Buffer | undefined): void {
    this.#pending.set(pendingName(table, key), { table, key, value })
  }

  override counters(bucketId: number): BucketCounters {
    const shared = this.#context.counters.get(bucketId)
    let tally = shared === undefined ? readTally(this.#context, bucketId) : shared === 'removed' ? decodeCounters(undefined) : structuredClone(shared)
    for (const own of this.#counterChanges) {
      if (own.bucketId !== bucketId) continue
      if (own.change === 'remove') tally = decodeCounters(undefined)
      else changeTally(tally, own.change)
    }
    return tally
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
    this.#changesBuckets = true
  }

  removeBucket(row: BucketRow): void {
    this.#set('buckets', textKey(row.name), undefined)
    this.#counterChanges.push({ bucketId: row.bucketId, change: 'remove' })
    this.#changesBuckets = true
    for (const name of this.bucketSettings(row.bucketId).keys()) this.removeBucketSetting(row.bucketId, name)
  }

  putBucketSetting(bucketId: number, name: string, value: object): void {
    this.#setSetting(bucketSettingKey(bucketId, name), encodeJson(value))
  }

  removeBucketSetting(bucketId: number, name: string): void {
    this.#setSetting(bucketSettingKey(bucketId, name), undefined)
  }

  putAccountSetting(accountId: string, name: string, value: object): void {
    this.#setSetting(accountSettingKey(accountId, name), encodeJson(value))
  }

  removeAccountSetting(accountId: string, name: string): void {
    this.#setSetting(accountSettingKey(accountId, name), undefined)
  }

  #setSetting(key: Buffer, value: Buffer | undefined): void {
    this.#set('settings', key, value)
    this.#changesBuckets = true
  }

  putObject(bucketId: number, key: string, row: ObjectRow): void {
    this.#set('current', objectKeyBytes(bucketId, key), encodeObjectRow(row))
  }

  removeObject(bucketId: number, key: string): void {
    this.#set('current', objectKeyBytes(bucketId, key), undefined)
  }

  override newestHistoryRow(bucketId: number, key: string): VersionRow | undefined {
    if (this.#history === undefined) return super.newestHistoryRow(bucketId, key)
    const isOverwritten = (historyKey: Buffer) => this.#pending.has(pendingName('history', historyKey))
    const record = this.#history.newest(bucketId, key, this.#context.transaction, isOverwritten)
    return record === undefined ? undefined : decodeVersionRow(record)
  }

  putHistoryRow(bucketId: number, key: string, row: VersionRow): void {
    const record = encodeVersionRow(row)
    this.#history ??= new PendingHistory()
    this.#history.put(bucketId, key, row.sequence, record)
    this.#set('history', historyKey(bucketId, key, row.sequence), record)
    if (row.versionId === 'null') this.#set('nulls', objectKeyBytes(bucketId, key), encodeCount(row.sequence))
  }

  removeHistoryRow(bucketId: number, key: string, row: VersionRow): void {
    this.#history ??= new PendingHistory()
    this.#history.remove(bucketId, key, row.sequence)
    this.#set('history', historyKey(bucketId, key, row.sequence), undefined)
    if (row.versionId === 'null') this.#set('nulls', objectKeyBytes(bucketId, key), undefined)
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

  putUpload(bucketId: number, row: UploadRow): void {
    this.#set('uploads', uploadKey(bucketId, row.key, row.uploadNumber), encodeUpload(row))
    this.#counterChanges.push({ bucketId, change: { multipartUploadCount: 1, multipartPartCount: row.partCount } })
  }

  removeUpload(bucketId: number, row: UploadRow): void {
    this.#set('uploads', uploadKey(bucketId, row.key, row.uploadNumber), undefined)
    this.#counterChanges.push({ bucketId, change: { multipartUploadCount: -1, multipartPartCount: -row.partCount } })
  }

  countPart(bucketId: number, row: UploadRow): void {
    const counted = { ...row, partCount: row.partCount + 1 }
    this.#set('uploads', uploadKey(bucketId, row.key, row.uploadNumber), encodeUpload(counted))
    this.#counterChanges.push({ bucketId, change: { multipartUploadCount: 0, multipartPartCount: 1 } })
  }

  putPart(uploadNumber: number, row: PartRow): void {
    this.#set('parts', partKey(uploadNumber, row.partNumber), encodePart(row))
  }

  removePart(uploadNumber: number, partNumber: number): void {
    this.#set('parts', partKey(uploadNumber, partNumber), undefined)
  }

  putPieceList(pieceList: number, pieces: readonly PieceRow[]): void {
    this.#set('pieces', pieceKey(pieceList, 0), encodeCount(1))
    for (let at = 0; at < pieces.length; at += piecesPerChunk) {
      this.#putPieceChunk(pieceList, pieces.slice(at, at + piecesPerChunk))
    }
  }

  appendPiece(pieceList: number, piece: PieceRow): void {
    const lastKey = pieceKey(pieceList, piece.start)
    const last = this.getRecord('pieces', lastKey)
    if (last === undefined || piece.start === 0) throw new Error(`the list of pieces ${pieceList} does not end at ${piece.start}`)
    const pieces = decodePieceChunk(last)
    if (pieces.length >= piecesPerChunk) {
      this.#putPieceChunk(pieceList, [piece])
      return
    }
    this.#set('pieces', lastKey, undefined)
    this.#putPieceChunk(pieceList, [...pieces, piece])
  }

  addPieceListReferences(pieceList: number, change: 1 | -1, nowMs: number): void {
    const before = this.pieceListReferences(pieceList)
    if (before === 0) throw new Error(`there is no list of pieces ${pieceList}`)
    // A list without references stays, with a count of zero, until the sweep has taken its last piece.
    this.#set('pieces', pieceKey(pieceList, 0), encodeCount(before + change))
    if (before + change === 0) this.#discard({ kind: 'pieceList', number: pieceList, sinceMs: nowMs })
  }

  takePieces(pieceList: number, atMost: number): readonly PieceRow[] {
    if (this.pieceListReferences(pieceList) !== 0) throw new Error(`the list of pieces ${pieceList} is in use`)
    const taken: PieceRow[] = []
    for (const { key, value } of this.rangeRecords('pieces', pieceKey(pieceList, 1), pieceKey(pieceList + 1, 0))) {
      const chunk = decodePieceChunk(value)
      if (taken.length > 0 && taken.length + chunk.length > atMost) return taken
      taken.push(...chunk)
      this.#set('pieces', key, undefined)
    }
    this.#set('pieces', pieceKey(pieceList, 0), undefined)
    return taken
  }

  discardUpload(uploadNumber: number, nowMs: number): void {
    this.#discard({ kind: 'upload', number: uploadNumber, sinceMs: nowMs })
  }

  removeDiscarded(row: DiscardedRow): void {
    this.#set('discarded', discardedKey(row), undefined)
  }

  #discard(row: DiscardedRow): void {
    this.#set('discarded', discardedKey(row), nothing)
  }

  #putPieceChunk(pieceList: number, pieces: readonly PieceRow[]): void {
    const last = pieces.at(-1)
    if (last !== undefined) this.#set('pieces', pieceKey(pieceList, last.start + last.sizeBytes), encodePieceChunk(pieces))
  }

  putAccessKey(row: AccessKeyRow): void {
    this.#set('keys', textKey(row.accessKeyId), encodeAccessKeyRow(row))
  }

  removeAccessKey(accessKeyId: string): void {
    this.#set('keys', textKey(accessKeyId), undefined)
  }

  putIdentity(row: IdentityRow): void {
    this.#set('identities', identityKey(row), encodeJson(row))
  }

  removeIdentity(row: IdentityRow): void {
    this.#set('identities', identityKey(row), undefined)
  }

  putSession(row: SessionRow): void {
    this.#set('sessions', textKey(row.accessKeyId), encodeJson(row))
  }

  removeSession(accessKeyId: string): void {
    this.#set('sessions', textKey(accessKeyId), undefined)
  }

  putLifecycleRun(beganMs: number): void {
    this.#set('meta', lifecycleRunKey, encodeCount(beganMs))
  }

  putEndpoint(url: string): void {
    this.#set('meta', endpointKey, Buffer.from(url, 'utf8'))
  }
}

/** Writes what the callers of a commit shared. Call it once, after the last `apply`. */
export function finishCommit(context: CommitContext): void {
  for (const [bucketId, counters] of context.counters) {
    if (counters === 'removed') context.transaction.remove('counters', bucketIdKey(bucketId))
    else context.transaction.put('counters', bucketIdKey(bucketId), encodeCounters(counters))
  }
}

/** What all callers of the commit count on. */
function sharedTally(context: CommitContext, bucketId: number): Tally {
  const shared = context.counters.get(bucketId)
  if (shared !== undefined && shared !== 'removed') return shared
  const tally = shared === 'removed' ? decodeCounters(undefined) : readTally(context, bucketId)
  context.counters.set(bucketId, tally)
  return tally
}

function readTally({ transaction }: CommitContext, bucketId: number): Tally {
  return decodeCounters(transaction.get('counters', bucketIdKey(bucketId)))
}

function pendingName(table: TableName, key: Buffer): string {
  return table + key.toString('latin1')
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
