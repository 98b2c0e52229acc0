import { type BucketDecoder, RecordLookups } from './lookups.ts'
import type {
  AccessKeyRow,
  BlobRow,
  BucketRow,
  CursorPosition,
  DiscardedRow,
  GarbageRow,
  IdentityRow,
  MetadataReader,
  ObjectCursor,
  SessionRow,
  UploadCursor,
  VersionCursor,
} from './metadata-store.ts'
import { decodeObjectSummary } from './object-record.ts'
import { type TableEntry, type TableName, tableNames, type TableSnapshot } from './ordered-tables.ts'
import { decodeAccessKeyRow, decodeCount, decodeIdentityRow, decodeSessionRow } from './small-records.ts'
import {
  bucketIdKey,
  endpointKey,
  highestKey,
  lifecycleRunKey,
  lowestKey,
  numberKey,
  objectKeyAfter,
  objectKeyBytes,
  objectPrefixEnd,
  readBucketSettingKey,
  readDiscardedKey,
  readGarbageKey,
  readNumberKey,
  readObjectKey,
  textKeyAfter,
} from './table-keys.ts'
import { createUploadCursor } from './upload-cursor.ts'
import { createVersionCursor } from './version-cursor.ts'

/** The rows of one snapshot. */
export function createSnapshotReader(snapshot: TableSnapshot, buckets: BucketDecoder): MetadataReader {
  return new SnapshotReader(snapshot, buckets)
}

/**
 * The rows of the newest state. Every request asks for one of the same few buckets, which hardly ever change: they are kept
 * for as long as `revision` answers the same.
 */
export function createNewestReader(newest: TableSnapshot, buckets: BucketDecoder, revision: () => number): MetadataReader {
  return new NewestReader(newest, buckets, revision)
}

const maxKnownBuckets = 1000

class SnapshotReader extends RecordLookups implements MetadataReader {
  readonly #snapshot: TableSnapshot
  readonly #decoder: BucketDecoder

  constructor(snapshot: TableSnapshot, buckets: BucketDecoder) {
    super(buckets)
    this.#snapshot = snapshot
    this.#decoder = buckets
  }

  protected override getRecord(table: TableName, key: Buffer): Buffer | undefined {
    return this.#snapshot.get(table, key)
  }

  protected override rangeRecords(table: TableName, start: Buffer, end: Buffer): Iterable<TableEntry> {
    return this.#snapshot.range(table, start, end)
  }

  *buckets(after: string): IterableIterator<BucketRow> {
    for (const { key, value } of this.#snapshot.range('buckets', textKeyAfter(after), highestKey)) {
      yield this.#decoder.decode(key.toString('utf8'), value)
    }
  }

  objects(bucketId: number): ObjectCursor {
    return createObjectCursor(this.#snapshot, bucketId)
  }

  versions(bucketId: number): VersionCursor {
    return createVersionCursor(this.#snapshot, bucketId)
  }

  *accessKeys(): IterableIterator<AccessKeyRow> {
    for (const { value } of this.#snapshot.range('keys', lowestKey, highestKey)) yield decodeAccessKeyRow(value)
  }

  *identities(): IterableIterator<IdentityRow> {
    for (const { value } of this.#snapshot.range('identities', lowestKey, highestKey)) yield decodeIdentityRow(value)
  }

  *sessions(): IterableIterator<SessionRow> {
    for (const { value } of this.#snapshot.range('sessions', lowestKey, highestKey)) yield decodeSessionRow(value)
  }

  endpoint(): string | undefined {
    return this.#snapshot.get('meta', endpointKey)?.toString('utf8')
  }

  lifecycleRunMs(): number | undefined {
    const record = this.#snapshot.get('meta', lifecycleRunKey)
    return record === undefined ? undefined : decodeCount(record)
  }

  *blobs(after: string): IterableIterator<BlobRow> {
    for (const { key, value } of this.#snapshot.range('blobs', textKeyAfter(after), highestKey)) {
      yield { blobId: key.toString('utf8'), references: decodeCount(value) }
    }
  }

  *garbage(beforeMs: number): IterableIterator<GarbageRow> {
    for (const { key } of this.#snapshot.range('garbage', lowestKey, numberKey(beforeMs + 1))) yield readGarbageKey(key)
  }

  *inlineNumbers(): IterableIterator<number> {
    for (const { key } of this.#snapshot.range('inline', lowestKey, highestKey)) yield readNumberKey(key)
  }

  uploads(bucketId: number): UploadCursor {
    return createUploadCursor(this.#snapshot, bucketId)
  }

  *uploadsWithParts(): IterableIterator<number> {
    yield* leadingNumbers(this.#snapshot, 'parts')
  }

  *pieceLists(): IterableIterator<number> {
    yield* leadingNumbers(this.#snapshot, 'pieces')
  }

  *discarded(beforeMs: number): IterableIterator<DiscardedRow> {
    for (const { key } of this.#snapshot.range('discarded', lowestKey, numberKey(beforeMs + 1))) yield readDiscardedKey(key)
  }

  *settingOwners(): IterableIterator<number> {
    for (const { key } of this.#snapshot.range('settings', bucketIdKey(1), highestKey)) yield readBucketSettingKey(key).bucketId
  }

  tableSizes(): Readonly<Record<string, number>> {
    return Object.fromEntries(tableNames.map((table) => [table, this.#snapshot.count(table)]))
  }

  close(): void {
    this.#snapshot.close()
  }
}

/** The different numbers that keys of a table begin with, one seek for each. */
function* leadingNumbers(snapshot: TableSnapshot, table: TableName): IterableIterator<number> {
  let start: Buffer = lowestKey
  for (;;) {
    let found: number | undefined
    for (const { key } of snapshot.range(table, start, highestKey)) {
      found = readNumberKey(key)
      break
    }
    if (found === undefined) return
    yield found
    start = numberKey(found + 1)
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
      restart(startOfObjects(bucketId, position))
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

function startOfObjects(bucketId: number, position: CursorPosition): Buffer {
  if (position.kind === 'at') return objectKeyBytes(bucketId, position.key)
  if (position.kind === 'after') return objectKeyAfter(bucketId, position.key)
  return objectPrefixEnd(bucketId, position.prefix)
}

class NewestReader extends SnapshotReader {
  readonly #known = new Map<string, BucketRow>()
  readonly #revision: () => number
  #knownRevision: number

  constructor(newest: TableSnapshot, buckets: BucketDecoder, revision: () => number) {
    super(newest, buckets)
    this.#revision = revision
    this.#knownRevision = revision()
  }

  override bucket(name: string): BucketRow | undefined {
    const revision = this.#revision()
    if (revision !== this.#knownRevision) {
      this.#known.clear()
      this.#knownRevision = revision
    }
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const row = super.bucket(name)
    if (row !== undefined) {
      if (this.#known.size >= maxKnownBuckets) this.#known.clear()
      this.#known.set(name, row)
    }
    return row
  }
}
