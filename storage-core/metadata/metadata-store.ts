import type { ObjectAcl } from '../model/acl.ts'
import type { Bucket } from '../model/bucket.ts'
import type { ObjectChecksum, PartChecksum, UploadChecksum } from '../model/object-checksum.ts'
import type { ObjectType, StoredHeaders, UserMetadata } from '../model/object.ts'
import type { ObjectRestore } from '../model/restore.ts'
import type { StorageClass } from '../model/storage-class.ts'
import type { VersionAuthor } from '../model/version-author.ts'
import type { AccessKeyRow, IdentityRow, SessionRow } from './identity-rows.ts'

export type * from './identity-rows.ts'

/**
 * Everything the store knows besides the bytes of large objects: ordered tables with snapshots and atomic, durable writes.
 *
 * One process owns a data folder. Readers see a consistent snapshot and never wait; writers are grouped, many callers in
 * one durable commit.
 */
export interface MetadataStore {
  /** The state after the last commit that was acknowledged, or a newer one. Close it soon: an open snapshot keeps old pages alive. */
  snapshot(): MetadataReader
  /**
   * Calls `fn` at once with a reader of that state, which is good until `fn` returns; `fn` is synchronous and keeps nothing
   * of it. A fraction of the cost of a snapshot, so this is what requests use.
   */
  read<T>(fn: (reader: MetadataReader) => T): T
  /**
   * Runs `fn` inside a transaction and resolves with its result once the change is on disk. `fn` is synchronous, does no
   * I/O, and keeps nothing of `tx` afterwards. When it throws, its own writes are dropped, the promise rejects with what it
   * threw, and others that share the commit are not affected.
   * @throws OssError InternalError, with the cause kept, when the disk refuses the commit: nothing of it is visible then.
   */
  write<T>(fn: (tx: MetadataWriter) => T): Promise<T>
  /** False when the process before this one ended without `close`: blobs without a reference may be on disk. */
  readonly closedCleanly: boolean
  /** Says that such blobs were looked for and removed; without it, a store that was not closed cleanly stays marked so. */
  confirmNoOrphans(): void
  readonly info: StoreInfo
  /**
   * Grows with every commit that changed the row or a setting of a bucket or the setting of an account, before whoever made
   * the change is told: what was remembered of buckets under the same number is what they are.
   */
  bucketRevision(): number
  /** Waits for queued writes, marks the store as closed cleanly if it is in order, and gives the data folder up. Idempotent. */
  close(): Promise<void>
}

export interface StoreInfo {
  readonly formatVersion: number
  /** 32 hex digits, made when the store was created. */
  readonly storeId: string
  readonly createdMs: number
}

/** Lookups that snapshots and transactions share. A transaction sees its own writes. */
export interface MetadataLookups {
  bucket(name: string): BucketRow | undefined
  /** The version of this key that is visible now. */
  object(bucketId: number, key: string): ObjectRow | undefined
  /** A version that the key does not show, or a delete marker, by its sequence. */
  historyRow(bucketId: number, key: string, sequence: number): VersionRow | undefined
  /** The newest of those. When the key shows nothing, it is a delete marker or there is none. Costs one seek. */
  newestHistoryRow(bucketId: number, key: string): VersionRow | undefined
  /** The newest of those that are older than a version of the key. Costs one seek. */
  olderHistoryRow(bucketId: number, key: string, sequence: number): VersionRow | undefined
  /** The sequence of the history row whose version id is `null`. */
  nullHistorySequence(bucketId: number, key: string): number | undefined
  /** A small body that is kept beside the metadata. */
  inlineBody(inlineNumber: number): Uint8Array | undefined
  /** Zeros for a bucket without objects. */
  counters(bucketId: number): BucketCounters
  /** How many rows refer to this file blob. */
  blobReferences(blobId: string): number
  /** An unfinished multipart upload. */
  upload(bucketId: number, key: string, uploadNumber: number): UploadRow | undefined
  part(uploadNumber: number, partNumber: number): PartRow | undefined
  /** The parts of an upload whose numbers are greater than `after`, ascending. */
  parts(uploadNumber: number, after: number): Iterable<PartRow>
  /** How many rows show the body that is kept as this list of pieces; 0 when there is no such list. */
  pieceListReferences(pieceList: number): number
  /** The pieces of a body from the one that holds the byte at `fromOffset` to the last one, in order. */
  pieces(pieceList: number, fromOffset: number): Iterable<PieceRow>
  /** What is stored for a bucket under this name; what it means is the caller's to know. */
  bucketSetting(bucketId: number, name: string): object | undefined
  /** Everything stored for a bucket, by name. */
  bucketSettings(bucketId: number): ReadonlyMap<string, object>
  accountSetting(accountId: string, name: string): object | undefined
}

/** One consistent state of the store. Iterators are valid until `close`. */
export interface MetadataReader extends MetadataLookups {
  /** Buckets whose names are greater than `after`, in byte order of their names. */
  buckets(after: string): IterableIterator<BucketRow>
  /** A cursor over the visible objects of a bucket, in UTF-8 byte order; positioned before the first one. */
  objects(bucketId: number): ObjectCursor
  /** A cursor over all versions and delete markers of a bucket: keys in UTF-8 byte order, newest first within a key. */
  versions(bucketId: number): VersionCursor
  accessKeys(): IterableIterator<AccessKeyRow>
  identities(): IterableIterator<IdentityRow>
  /** Temporary credentials, expired ones included until they are swept. */
  sessions(): IterableIterator<SessionRow>
  /** Where the process that had the store open last served it; no proof that it still does. */
  endpoint(): string | undefined
  /** When the last run of the lifecycle rules began that went through all of them. */
  lifecycleRunMs(): number | undefined
  /** File blobs with at least one reference whose ids are greater than `after`, in order of the id. */
  blobs(after: string): IterableIterator<BlobRow>
  /** Blobs that lost their last reference at or before `beforeMs`, oldest first. */
  garbage(beforeMs: number): IterableIterator<GarbageRow>
  /** The numbers of all inline bodies, ascending. */
  inlineNumbers(): IterableIterator<number>
  /** A cursor over the unfinished uploads of a bucket, by key in UTF-8 byte order, then by number. */
  uploads(bucketId: number): UploadCursor
  /** The number of each upload that has parts, ascending, also of uploads that were aborted. */
  uploadsWithParts(): IterableIterator<number>
  /** Every list of pieces, ascending. */
  pieceLists(): IterableIterator<number>
  /** Uploads and lists of pieces that were given up at or before `beforeMs`, oldest first. */
  discarded(beforeMs: number): IterableIterator<DiscardedRow>
  /** The ids of buckets that have settings, one for each setting, ascending. */
  settingOwners(): IterableIterator<number>
  /** Rows in each table. Counts by reading, so it is for tools only. */
  tableSizes(): Readonly<Record<string, number>>
  close(): void
}

/** Only inside `MetadataStore.write`. */
export interface MetadataWriter extends MetadataLookups {
  /** A bucket id that was never used before. */
  allocateBucketId(): number
  /** Greater than every number handed out before, also across restarts. Orders versions and names inline bodies. */
  nextSequence(): number
  putBucket(row: BucketRow): void
  /** With all its settings. */
  removeBucket(row: BucketRow): void
  /** Replaces what is stored under this name: anything that JSON can carry. */
  putBucketSetting(bucketId: number, name: string, value: object): void
  removeBucketSetting(bucketId: number, name: string): void
  putAccountSetting(accountId: string, name: string, value: object): void
  removeAccountSetting(accountId: string, name: string): void
  putObject(bucketId: number, key: string, row: ObjectRow): void
  removeObject(bucketId: number, key: string): void
  /** Keeps a version or a delete marker that the key does not show; an old one with the same sequence is overwritten. */
  putHistoryRow(bucketId: number, key: string, row: VersionRow): void
  removeHistoryRow(bucketId: number, key: string, row: VersionRow): void
  putInlineBody(inlineNumber: number, bytes: Uint8Array): void
  removeInlineBody(inlineNumber: number): void
  addToCounters(bucketId: number, change: CounterChange): void
  /** A blob that reaches zero becomes garbage as of `nowMs`. */
  addBlobReferences(blobId: string, change: 1 | -1, nowMs: number): void
  removeGarbage(row: GarbageRow): void
  putUpload(bucketId: number, row: UploadRow): void
  removeUpload(bucketId: number, row: UploadRow): void
  /** Notes in the row of an upload, and in the counters, that it has another part than before. */
  countPart(bucketId: number, row: UploadRow): void
  putPart(uploadNumber: number, row: PartRow): void
  removePart(uploadNumber: number, partNumber: number): void
  /**
   * Stores the order in which pieces make up a body, with one reference. The references to the pieces themselves are the
   * list's own from here on.
   */
  putPieceList(pieceList: number, pieces: readonly PieceRow[]): void
  /**
   * Makes a list longer, for AppendObject: the one change a list ever sees. `piece.start` is the list's length before. Rows
   * that share the list go on showing as many bytes as they say.
   */
  appendPiece(pieceList: number, piece: PieceRow): void
  /** A list that reaches zero is discarded as of `nowMs`. */
  addPieceListReferences(pieceList: number, change: 1 | -1, nowMs: number): void
  /**
   * Removes pieces from the front of a list that nothing shows any more: at most so many, but a chunk at least. Returns
   * none once the list is gone.
   */
  takePieces(pieceList: number, atMost: number): readonly PieceRow[]
  /** Leaves the parts of an upload to the sweep. */
  discardUpload(uploadNumber: number, nowMs: number): void
  removeDiscarded(row: DiscardedRow): void
  putAccessKey(row: AccessKeyRow): void
  removeAccessKey(accessKeyId: string): void
  putIdentity(row: IdentityRow): void
  removeIdentity(row: IdentityRow): void
  putSession(row: SessionRow): void
  removeSession(accessKeyId: string): void
  putEndpoint(url: string): void
  putLifecycleRun(beganMs: number): void
}

/** Where an ordered walk starts. `afterPrefix` skips every key that begins with the text. */
export type CursorPosition =
  | { readonly kind: 'at'; readonly key: string }
  | { readonly kind: 'after'; readonly key: string }
  | { readonly kind: 'afterPrefix'; readonly prefix: string }

/** `afterUpload`: behind the upload of this key whose number is the given one, or would be. */
export type UploadPosition = CursorPosition | { readonly kind: 'afterUpload'; readonly key: string; readonly uploadNumber: number }

export interface UploadCursor {
  seek(position: UploadPosition): void
  /** The next upload, or undefined at the end of the bucket. */
  next(): UploadRow | undefined
  close(): void
}

export interface ObjectCursor {
  seek(position: CursorPosition): void
  /** The next object, or undefined at the end of the bucket. */
  next(): ObjectSummaryRow | undefined
  close(): void
}

/** Where a walk over versions starts. `afterVersion`: the versions of the key that are older than the sequence, then other keys. */
export type VersionPosition =
  | CursorPosition
  | { readonly kind: 'afterVersion'; readonly key: string; readonly sequence: number }

export interface VersionCursor {
  seek(position: VersionPosition): void
  /** The next version or delete marker, or undefined at the end of the bucket. */
  next(): VersionSummaryRow | undefined
  close(): void
}

export type VersionSummaryRow = (ObjectSummaryRow | DeleteMarkerSummaryRow) & {
  readonly versionId: string
  readonly sequence: number
  /** True for what the key shows now, and for the delete marker that makes it show nothing. */
  readonly isLatest: boolean
}
export interface DeleteMarkerSummaryRow {
  readonly key: string
  readonly type: 'DeleteMarker'
  readonly lastModifiedMs: number
}

export interface BucketRow extends Bucket {
  readonly bucketId: number
}

/** Where bytes are that lie in one place. */
export type SingleContentRow =
  | { readonly kind: 'empty' }
  | { readonly kind: 'inline'; readonly inlineNumber: number }
  | { readonly kind: 'file'; readonly blobId: string }
/** Where the bytes of a version are. A list of pieces may be shown by several rows; it only ever grows at its end. */
export type ContentRow = SingleContentRow | { readonly kind: 'pieces'; readonly pieceList: number }

/** A stretch of a body that is kept in pieces. */
export interface PieceRow {
  /** Offset of its first byte in the body. */
  readonly start: number
  /** At least one byte. */
  readonly sizeBytes: number
  readonly content: Exclude<SingleContentRow, { readonly kind: 'empty' }>
}

/** An unfinished multipart upload: where it is going, and what the object will look like. */
export interface UploadRow {
  readonly key: string
  /** 32 upper-case hex digits; the first 16 are `uploadNumber`. */
  readonly uploadId: string
  /** A sequence number: names the parts. */
  readonly uploadNumber: number
  readonly initiatedMs: number
  /** How many parts it has, so that nobody need count them. */
  readonly partCount: number
  readonly storageClass: StorageClass
  readonly acl: ObjectAcl
  readonly headers: StoredHeaders
  readonly userMetadata: UserMetadata
  readonly tags: Readonly<Record<string, string>>
  /** What its parts and its object are to have, when S3 asked for one. */
  readonly checksum?: UploadChecksum
}

export interface PartRow {
  readonly partNumber: number
  readonly sizeBytes: number
  /** MD5 in upper-case hex. */
  readonly etag: string
  readonly crc64: bigint
  readonly lastModifiedMs: number
  readonly content: SingleContentRow
  /** Of the S3 dialect. */
  readonly checksum?: PartChecksum
}

/** What nothing shows any more; its pieces still hold their references until the sweep has taken them back one by one. */
export interface DiscardedRow {
  readonly kind: 'upload' | 'pieceList'
  readonly number: number
  readonly sinceMs: number
}

export interface ObjectSummaryRow {
  readonly key: string
  readonly type: ObjectType
  readonly sizeBytes: number
  readonly etag: string
  readonly lastModifiedMs: number
  readonly storageClass: StorageClass
  /** Of an archived object that was restored, also when the restored copy has expired since. */
  readonly restore?: ObjectRestore
  /** When a lifecycle rule moved it to the class it is in. */
  readonly transitionedMs?: number
}

/** One version of an object; its key is the row's place in the table. */
export interface ObjectRow extends Omit<ObjectSummaryRow, 'key'> {
  readonly versionId: string
  /** Orders the versions of a key. */
  readonly sequence: number
  readonly crc64: bigint
  readonly acl: ObjectAcl
  readonly content: ContentRow
  readonly headers: StoredHeaders
  readonly userMetadata: UserMetadata
  readonly tags: Readonly<Record<string, string>>
  /** The key that a Symlink stands for, in the same bucket. */
  readonly symlinkTarget?: string
  /** When an Appendable object was sealed: nothing can be appended any more. */
  readonly sealedMs?: number
  /** Of the S3 dialect. */
  readonly checksum?: ObjectChecksum
  /** Who wrote the content; absent in what was written before authors were kept. */
  readonly author?: VersionAuthor
}

/** Says that a key shows nothing since then, while its older versions stay. */
export interface DeleteMarkerRow {
  readonly type: 'DeleteMarker'
  readonly versionId: string
  readonly sequence: number
  readonly lastModifiedMs: number
  /** Who deleted the key; absent as for a version. */
  readonly author?: VersionAuthor
}
export type VersionRow = ObjectRow | DeleteMarkerRow

export interface ClassCounters {
  readonly objectCount: number
  readonly storageBytes: number
}
export interface BucketCounters {
  /** All versions count, delete markers do not. */
  readonly byClass: Readonly<Record<StorageClass, ClassCounters>>
  readonly deleteMarkerCount: number
  readonly multipartUploadCount: number
  /** Parts of the unfinished uploads. */
  readonly multipartPartCount: number
  /** When an object of the bucket last changed; 0 before the first change. */
  readonly lastModifiedMs: number
}
export type CounterChange = ObjectCounterChange | DeleteMarkerCounterChange | UploadCounterChange
export interface ObjectCounterChange {
  readonly storageClass: StorageClass
  readonly objectCount: number
  readonly storageBytes: number
  readonly nowMs: number
}
export interface DeleteMarkerCounterChange {
  readonly deleteMarkerCount: number
  readonly nowMs: number
}
/** An upload is no object yet: it does not count as a change of the bucket. */
export interface UploadCounterChange {
  readonly multipartUploadCount: number
  readonly multipartPartCount: number
}

export interface BlobRow {
  readonly blobId: string
  readonly references: number
}
export interface GarbageRow {
  readonly blobId: string
  readonly sinceMs: number
}
