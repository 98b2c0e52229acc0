import type { ByteSink } from '../blobs/blob-store.ts'
import type { BucketAcl, ObjectAcl } from '../model/acl.ts'
import type { Bucket, BucketStat, Owner } from '../model/bucket.ts'
import type { ObjectChecksum } from '../model/object-checksum.ts'
import type { ObjectHead, StoredHeaders, UserMetadata } from '../model/object.ts'
import type { DataRedundancyType, StorageClass } from '../model/storage-class.ts'
import type { VersionAuthor } from '../model/version-author.ts'

/**
 * The object store's use cases, named as OSS names its operations. The engine trusts its caller: signatures and
 * permissions are the edge's job. Every mutating call resolves only after its change is on disk. All failures are
 * OssErrors with OSS's codes; a missing bucket is NoSuchBucket everywhere.
 */
export interface ObjectEngine {
  listBuckets(input: ListBucketsInput): Promise<ListBucketsOutput>
  /** Creates, or returns quietly when the same owner asks for the same region, class and redundancy again. */
  putBucket(input: PutBucketInput): Promise<Bucket>
  deleteBucket(input: { readonly bucket: string }): Promise<void>
  getBucketInfo(input: { readonly bucket: string }): Promise<Bucket>
  getBucketStat(input: { readonly bucket: string }): Promise<BucketStat>

  putBucketAcl(input: { readonly bucket: string; readonly acl: BucketAcl }): Promise<void>

  putObject(input: PutObjectInput): Promise<PutObjectOutput>
  getObject(input: GetObjectInput): Promise<GetObjectOutput>
  headObject(input: HeadObjectInput): Promise<HeadObjectOutput>
  /** Succeeds for a key or version that does not exist. */
  deleteObject(input: VersionAddress & Authored): Promise<DeleteObjectOutput>
  /** Deletes all in one commit; answers in the order they were given. What a retention policy protects stays and is not answered. */
  deleteMultipleObjects(input: DeleteMultipleObjectsInput): Promise<readonly DeletedObject[]>
  copyObject(input: CopyObjectInput): Promise<CopyObjectOutput>
  listObjects(input: ListObjectsInput): Promise<ListObjectsOutput>
  /** Bucket without versioning included: its objects are versions with the id `null`. */
  listObjectVersions(input: ListObjectVersionsInput): Promise<ListObjectVersionsOutput>
  /** Who wrote each of these versions and delete markers of a key, in their order. OSS has no such operation. */
  listVersionAuthors(input: ListVersionAuthorsInput): Promise<readonly VersionAuthorEntry[]>
  putBucketVersioning(input: PutBucketVersioningInput): Promise<void>

  putObjectAcl(input: VersionAddress & { readonly acl: ObjectAcl }): Promise<VersionOutput>
  getObjectAcl(input: VersionAddress): Promise<GetObjectAclOutput>
  putObjectTagging(input: VersionAddress & { readonly tags: Readonly<Record<string, string>> }): Promise<VersionOutput>
  getObjectTagging(input: VersionAddress): Promise<GetObjectTaggingOutput>
  deleteObjectTagging(input: VersionAddress): Promise<VersionOutput>
}

export interface ObjectAddress {
  readonly bucket: string
  readonly key: string
}
/** Without a version id, the latest version is meant. */
export interface VersionAddress extends ObjectAddress {
  readonly versionId?: string
}

/** Who asks for a write: kept with the version or delete marker that it makes. */
export interface Authored {
  /** Absent for writes of nobody, whose author is then not known. */
  readonly author?: VersionAuthor
}

/** The version an operation was about or made, where versions have ids to show. */
export interface VersionOutput {
  /** Absent for a bucket that never had versioning. */
  readonly versionId?: string
}
export interface GetObjectAclOutput extends VersionOutput {
  readonly owner: Owner
  /** `default` when the object has none of its own. */
  readonly acl: ObjectAcl
}
export interface GetObjectTaggingOutput extends VersionOutput {
  readonly tags: Readonly<Record<string, string>>
}

export interface ListBucketsInput {
  readonly ownerId: string
  readonly prefix: string
  /** Names strictly after this one. */
  readonly marker: string
  readonly maxKeys: number
  readonly tag?: { readonly key: string; readonly value?: string }
}
export interface ListBucketsOutput {
  readonly buckets: readonly Bucket[]
  readonly isTruncated: boolean
  /** Last name of this page when truncated. */
  readonly nextMarker?: string
}

export interface PutBucketInput {
  readonly bucket: string
  readonly owner: Owner
  readonly region: string
  readonly acl?: BucketAcl
  readonly storageClass?: StorageClass
  readonly dataRedundancyType?: DataRedundancyType
  readonly tags?: Readonly<Record<string, string>>
}

/** What the sender claims of the body; each is checked before anything becomes visible. */
export interface BodyClaims {
  /** Mismatch: InvalidDigest. */
  readonly md5?: Uint8Array
  /** Mismatch: InvalidCRC64. */
  readonly crc64?: bigint
  /** Mismatch: IncompleteBody. */
  readonly sizeBytes?: number
}

export interface ObjectAttributes {
  readonly headers: StoredHeaders
  readonly userMetadata: UserMetadata
  readonly tags: Readonly<Record<string, string>>
  /** The bucket's class when absent. */
  readonly storageClass?: StorageClass
  readonly acl: ObjectAcl
}

/**
 * What must hold of what the key shows for a write to it, re-checked inside the commit: that there is nothing, or that it has
 * one of these ETags (`*` for any). OSS has no such conditions on writes; S3 has. Failures: PreconditionFailed, and NoSuchKey
 * for an ETag of nothing.
 */
export type WriteCondition = { readonly kind: 'absent' } | { readonly kind: 'match'; readonly etags: readonly string[] }

export interface PutObjectInput extends ObjectAddress, ObjectAttributes, Authored {
  readonly body: AsyncIterable<Uint8Array>
  readonly claims: BodyClaims
  /** FileAlreadyExists when the key exists, re-checked inside the commit. Without effect once the bucket has versioning. */
  readonly forbidOverwrite: boolean
  readonly condition?: WriteCondition
  /** What is to be kept of the body besides, asked for once all of it was read. */
  readonly checksum?: () => ObjectChecksum | undefined
  readonly signal: AbortSignal
}
export interface PutObjectOutput extends VersionOutput {
  readonly etag: string
  readonly md5: Uint8Array
  readonly crc64: bigint
  readonly sizeBytes: number
  readonly lastModifiedMs: number
}

/** Conditional headers; times in milliseconds, compared by whole seconds as OSS does (RFC 9110 section 13). */
export interface Conditions {
  readonly ifMatch?: readonly string[]
  readonly ifNoneMatch?: readonly string[]
  readonly ifModifiedSinceMs?: number
  readonly ifUnmodifiedSinceMs?: number
}

/** A syntactically valid single range. Whether it can be satisfied depends on the size. */
export type RangeRequest =
  | { readonly kind: 'from'; readonly start: number; readonly end?: number }
  | { readonly kind: 'suffix'; readonly length: number }

export interface HeadObjectInput extends VersionAddress {
  readonly conditions: Conditions
  /** One of the parts the object was uploaded in instead of all of it, by its place from 1 (AWS documentation, "GetObject", partNumber). */
  readonly partNumber?: number
}
export interface HeadObjectOutput extends VersionOutput {
  readonly head: ObjectHead
  /** Of a link: the key whose bytes are answered. Who may read the link must be allowed to read that one too. */
  readonly linkTarget?: string
  /** True when If-None-Match or If-Modified-Since says the client's copy is current (status 304). */
  readonly notModified: boolean
  /** Present when a part of the object is answered (status 206). Inclusive offsets. */
  readonly range?: { readonly start: number; readonly end: number }
  /** How many parts it was uploaded in, when one was asked for. */
  readonly partsCount?: number
}

export interface GetObjectInput extends HeadObjectInput {
  /** Not together with `partNumber`. */
  readonly range?: RangeRequest
  /**
   * `legacy` (OSS's default): a range that does not fit is ignored and the whole object is answered. `standard`: the end is
   * clipped, and a start past the end is InvalidRange. OSS documentation, "GetObject", x-oss-range-behavior.
   */
  readonly rangeBehavior: 'legacy' | 'standard'
}
export interface GetObjectOutput extends HeadObjectOutput {
  readonly body: ObjectBody
}

/** One open object. The caller must `close` it, also when it never reads. */
export interface ObjectBody {
  /** Bytes that `copyTo` will send. */
  readonly sizeBytes: number
  /** The bytes themselves when they are small and at hand already. */
  readonly inline?: Uint8Array
  copyTo(sink: ByteSink, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

export interface DeleteObjectOutput extends VersionOutput {
  /** The call made a delete marker, whose id is the version id, or removed the one with that id. */
  readonly deleteMarker: boolean
}
export interface DeleteMultipleObjectsInput extends Authored {
  readonly bucket: string
  readonly objects: readonly { readonly key: string; readonly versionId?: string }[]
}
export interface DeletedObject {
  readonly key: string
  /** As it was asked for. */
  readonly versionId?: string
  /** Of the delete marker that was made or removed. */
  readonly deleteMarkerVersionId?: string
}

export interface CopyObjectInput extends ObjectAddress, Authored {
  readonly source: VersionAddress
  /** Failures: PreconditionFailed; `notModified` in the output for the 304 cases. */
  readonly sourceConditions: Conditions
  /** Attributes that replace the source's; absent parts are copied. */
  readonly replaceMetadata?: { readonly headers: StoredHeaders; readonly userMetadata: UserMetadata }
  readonly replaceTags?: Readonly<Record<string, string>>
  readonly storageClass?: StorageClass
  readonly acl: ObjectAcl
  readonly forbidOverwrite: boolean
  readonly condition?: WriteCondition
  /** Of the source's bytes, in place of the one it has. */
  readonly checksum?: ObjectChecksum
}
export interface CopyObjectOutput extends VersionOutput {
  /** The version that was copied; absent while the source's bucket never had versioning. */
  readonly sourceVersionId?: string
  readonly etag: string
  readonly crc64: bigint
  readonly lastModifiedMs: number
  readonly notModified: boolean
  /** Of the copy. */
  readonly checksum?: ObjectChecksum
}

export interface PutBucketVersioningInput {
  readonly bucket: string
  readonly status: 'Enabled' | 'Suspended'
}

export interface ListObjectsInput {
  readonly bucket: string
  readonly prefix: string
  /** Empty for none; any length. */
  readonly delimiter: string
  /** Keys and common prefixes strictly after this, in UTF-8 byte order; empty for the start. */
  readonly after: string
  /** 1 to 1000. */
  readonly maxKeys: number
}
export type ListEntry =
  | { readonly kind: 'object'; readonly head: ObjectSummary }
  | { readonly kind: 'prefix'; readonly prefix: string }
export type ObjectSummary = Pick<
  ObjectHead,
  'key' | 'type' | 'sizeBytes' | 'etag' | 'lastModifiedMs' | 'storageClass' | 'restore' | 'transitionedMs'
>
export interface ListObjectsOutput {
  /** Keys and common prefixes in one UTF-8 byte order. */
  readonly entries: readonly ListEntry[]
  readonly isTruncated: boolean
  /** The greatest entry of this page when truncated: the next page's `after`. */
  readonly next?: string
  readonly owner: Owner
}

export interface ListObjectVersionsInput {
  readonly bucket: string
  readonly prefix: string
  /** Empty for none; any length. */
  readonly delimiter: string
  /** Keys and common prefixes strictly after this, in UTF-8 byte order; empty for the start. */
  readonly keyMarker: string
  /** Then the versions of `keyMarker` that are older than this one come first. Needs a key marker. */
  readonly versionIdMarker?: string
  /** 1 to 1000; each version and each delete marker counts. */
  readonly maxKeys: number
}
export interface VersionMark {
  readonly versionId: string
  /** True for what the key shows now, and for the delete marker that makes it show nothing. */
  readonly isLatest: boolean
}
export type VersionEntry =
  | { readonly kind: 'version'; readonly version: ObjectSummary & VersionMark }
  | { readonly kind: 'deleteMarker'; readonly marker: Pick<ObjectSummary, 'key' | 'lastModifiedMs'> & VersionMark }
  | { readonly kind: 'prefix'; readonly prefix: string }
export interface ListObjectVersionsOutput {
  /** Keys and common prefixes in one UTF-8 byte order; newest first within a key. */
  readonly entries: readonly VersionEntry[]
  readonly isTruncated: boolean
  /** Where this page ended when truncated: the next page's markers. */
  readonly nextKeyMarker?: string
  /** Absent when the page ended with a common prefix. */
  readonly nextVersionIdMarker?: string
  readonly owner: Owner
}

export interface ListVersionAuthorsInput extends ObjectAddress {
  readonly versionIds: readonly string[]
}
export interface VersionAuthorEntry extends Authored {
  readonly versionId: string
  /** False where there is no such version any more. */
  readonly isThere: boolean
}
