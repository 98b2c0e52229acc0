import type { ObjectAcl } from '../model/acl.ts'
import type { Bucket, Owner } from '../model/bucket.ts'
import type { ObjectType, StoredHeaders, UserMetadata } from '../model/object.ts'
import type { StorageClass } from '../model/storage-class.ts'

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
  /** A small body that is kept beside the metadata. */
  inlineBody(inlineNumber: number): Uint8Array | undefined
  /** Zeros for a bucket without objects. */
  counters(bucketId: number): BucketCounters
  /** How many rows refer to this file blob. */
  blobReferences(blobId: string): number
}

/** One consistent state of the store. Iterators are valid until `close`. */
export interface MetadataReader extends MetadataLookups {
  /** Buckets whose names are greater than `after`, in byte order of their names. */
  buckets(after: string): IterableIterator<BucketRow>
  /** A cursor over the visible objects of a bucket, in UTF-8 byte order; positioned before the first one. */
  objects(bucketId: number): ObjectCursor
  accessKeys(): IterableIterator<AccessKeyRow>
  /** File blobs with at least one reference whose ids are greater than `after`, in order of the id. */
  blobs(after: string): IterableIterator<BlobRow>
  /** Blobs that lost their last reference at or before `beforeMs`, oldest first. */
  garbage(beforeMs: number): IterableIterator<GarbageRow>
  /** The numbers of all inline bodies, ascending. */
  inlineNumbers(): IterableIterator<number>
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
  removeBucket(row: BucketRow): void
  putObject(bucketId: number, key: string, row: ObjectRow): void
  removeObject(bucketId: number, key: string): void
  putInlineBody(inlineNumber: number, bytes: Uint8Array): void
  removeInlineBody(inlineNumber: number): void
  addToCounters(bucketId: number, change: CounterChange): void
  /** A blob that reaches zero becomes garbage as of `nowMs`. */
  addBlobReferences(blobId: string, change: 1 | -1, nowMs: number): void
  removeGarbage(row: GarbageRow): void
  putAccessKey(row: AccessKeyRow): void
}

/** Where an ordered walk starts. `afterPrefix` skips every key that begins with the text. */
export type CursorPosition =
  | { readonly kind: 'at'; readonly key: string }
  | { readonly kind: 'after'; readonly key: string }
  | { readonly kind: 'afterPrefix'; readonly prefix: string }

export interface ObjectCursor {
  seek(position: CursorPosition): void
  /** The next object, or undefined at the end of the bucket. */
  next(): ObjectSummaryRow | undefined
  close(): void
}

export interface BucketRow extends Bucket {
  readonly bucketId: number
}

/** Where the bytes of a version are. */
export type ContentRow =
  | { readonly kind: 'empty' }
  | { readonly kind: 'inline'; readonly inlineNumber: number }
  | { readonly kind: 'file'; readonly blobId: string }

export interface ObjectSummaryRow {
  readonly key: string
  readonly type: ObjectType
  readonly sizeBytes: number
  readonly etag: string
  readonly lastModifiedMs: number
  readonly storageClass: StorageClass
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
}

export interface ClassCounters {
  readonly objectCount: number
  readonly storageBytes: number
}
export interface BucketCounters {
  readonly byClass: Readonly<Record<StorageClass, ClassCounters>>
  readonly multipartUploadCount: number
  /** When an object of the bucket last changed; 0 before the first change. */
  readonly lastModifiedMs: number
}
export interface CounterChange {
  readonly storageClass: StorageClass
  readonly objectCount: number
  readonly storageBytes: number
  readonly nowMs: number
}

export interface BlobRow {
  readonly blobId: string
  readonly references: number
}
export interface GarbageRow {
  readonly blobId: string
  readonly sinceMs: number
}
export interface AccessKeyRow {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly owner: Owner
  readonly createdMs: number
}
