import type { ObjectAcl } from '../../model/acl.ts'
import type { Owner } from '../../model/bucket.ts'
import type { StorageClass } from '../../model/storage-class.ts'
import type { ObjectChecksum, PartChecksum, UploadChecksum } from '../../model/object-checksum.ts'
import type { Authored, BodyClaims, Conditions, ObjectAddress, ObjectAttributes, RangeRequest, VersionAddress, VersionOutput, WriteCondition } from '../object-engine.ts'

/**
 * Multipart uploads (OSS documentation, "Multipart upload"). Uploads of one key know nothing of each other. A part that was
 * acknowledged is listed after any crash; nothing of an upload is visible as an object before it is completed. Whoever
 * names an upload that was completed, aborted or never existed gets NoSuchUpload.
 */
export interface MultipartEngine {
  initiateMultipartUpload(input: InitiateMultipartUploadInput): Promise<{ readonly uploadId: string }>
  uploadPart(input: UploadPartInput): Promise<UploadPartOutput>
  uploadPartCopy(input: UploadPartCopyInput): Promise<UploadPartCopyOutput>
  completeMultipartUpload(input: CompleteMultipartUploadInput): Promise<CompleteMultipartUploadOutput>
  abortMultipartUpload(input: UploadAddress): Promise<void>
  listParts(input: ListPartsInput): Promise<ListPartsOutput>
  listMultipartUploads(input: ListMultipartUploadsInput): Promise<ListMultipartUploadsOutput>
}

export interface UploadAddress extends ObjectAddress {
  readonly uploadId: string
}

export interface InitiateMultipartUploadInput extends ObjectAddress, ObjectAttributes {
  /** FileAlreadyExists when the key exists now; the upload may still meet one when it is completed. */
  readonly forbidOverwrite: boolean
  /** Kept with the upload for the S3 dialect. */
  readonly checksum?: UploadChecksum
}

export interface UploadPartInput extends UploadAddress {
  /** 1 to 10,000. A part that exists already is replaced. */
  readonly partNumber: number
  readonly body: AsyncIterable<Uint8Array>
  readonly claims: BodyClaims
  /** What is to be kept of the part besides, asked for once all of it was read. */
  readonly checksum?: () => PartChecksum | undefined
  readonly signal: AbortSignal
}
export interface UploadPartOutput {
  /** MD5 in upper-case hex. */
  readonly etag: string
  readonly crc64: bigint
}

export interface UploadPartCopyInput extends UploadAddress {
  readonly partNumber: number
  readonly source: VersionAddress
  /** The whole source when absent, or when the source has no such bytes. */
  readonly sourceRange?: RangeRequest
  readonly sourceConditions: Conditions
  /** Hands the bytes on and knows their checksum afterwards. They are read then, also where the part could share a file. */
  readonly withChecksum?: (body: AsyncIterable<Uint8Array>) => ChecksummedBody
  readonly signal: AbortSignal
}
export interface ChecksummedBody {
  readonly body: AsyncIterable<Uint8Array>
  readonly checksum: () => PartChecksum
}
export interface UploadPartCopyOutput extends UploadPartOutput {
  readonly checksum?: PartChecksum
  readonly lastModifiedMs: number
  /** True when a condition on the source says that nothing is to be copied (status 304). */
  readonly notModified: boolean
  readonly sourceVersionId?: string
  readonly sourceSizeBytes: number
  /** What was copied, when it was not the whole source. Inclusive. */
  readonly range?: { readonly start: number; readonly end: number }
}

export interface CompletedPart {
  readonly partNumber: number
  /** Compared exactly, case included. */
  readonly etag: string
}
export interface CompleteMultipartUploadInput extends UploadAddress, Authored {
  /** In ascending order; parts that are not named are discarded. `all`: every part, by number. */
  readonly parts: readonly CompletedPart[] | 'all'
  /** Wins over the ACL the upload was initiated with. */
  readonly acl?: ObjectAcl
  readonly forbidOverwrite: boolean
  readonly condition?: WriteCondition
  /** `text` when absent. */
  readonly etagForm?: ETagForm
  /** Makes the object's checksum of its parts', inside the commit; what it throws refuses the completion. */
  readonly joinChecksums?: (parts: readonly UploadedPart[]) => ObjectChecksum | undefined
}
/**
 * How the ETags of parts are joined before they are hashed: as OSS does it, in their text form, or as S3 does, as the bytes
 * they stand for.
 */
export type ETagForm = 'text' | 'binary'
export interface CompleteMultipartUploadOutput extends VersionOutput {
  /** MD5 of the parts' joined ETags in upper-case hex, then `-` and the number of parts. */
  readonly etag: string
  readonly crc64: bigint
  readonly sizeBytes: number
  readonly checksum?: ObjectChecksum
}

export interface ListPartsInput extends UploadAddress {
  /** Part numbers greater than this one. */
  readonly after: number
  /** 1 to 1,000. */
  readonly maxParts: number
}
export interface ListPartsOutput {
  readonly parts: readonly UploadedPart[]
  readonly isTruncated: boolean
  readonly storageClass: StorageClass
  /** What the upload was begun with. */
  readonly checksum?: UploadChecksum
}
export interface UploadedPart {
  readonly partNumber: number
  readonly sizeBytes: number
  readonly etag: string
  readonly crc64: bigint
  readonly lastModifiedMs: number
  readonly checksum?: PartChecksum
}

export interface ListMultipartUploadsInput {
  readonly bucket: string
  readonly prefix: string
  /** Empty for none; any length. */
  readonly delimiter: string
  /** Uploads of keys after this one; with `uploadIdMarker` also the later uploads of this key. */
  readonly keyMarker: string
  /** Has no meaning without `keyMarker`. */
  readonly uploadIdMarker: string
  /** Uploads and common prefixes: 1 to 1,000. */
  readonly maxUploads: number
}
export type UploadEntry =
  | { readonly kind: 'upload'; readonly upload: UploadSummary }
  | { readonly kind: 'prefix'; readonly prefix: string }
export interface UploadSummary {
  readonly key: string
  readonly uploadId: string
  readonly initiatedMs: number
  readonly storageClass: StorageClass
  readonly checksum?: UploadChecksum
}
export interface ListMultipartUploadsOutput {
  /** Uploads by key and then by id, and common prefixes, in one UTF-8 byte order. */
  readonly entries: readonly UploadEntry[]
  readonly isTruncated: boolean
  /** The markers of the next page when truncated; the id is empty behind a common prefix. */
  readonly nextKey?: string
  readonly nextUploadId?: string
  readonly owner: Owner
}
