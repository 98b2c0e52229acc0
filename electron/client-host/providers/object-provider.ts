import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { BucketAcl } from '../../../storage-core/model/acl.ts'
import type { DataRedundancyType, StorageClass } from '../../../storage-core/model/storage-class.ts'
import type { RamClient } from '../identities/ram-client.ts'
import type { BucketSettingsProvider } from './bucket-settings-provider.ts'
import type { ChecksummedPart } from '../../../storage-core/model/object-checksum.ts'
import type { BucketInfo, BucketStatView, BucketSummary } from '../../contract/buckets.ts'
import type { ObjectHeadView, StoredChecksum } from '../../contract/objects.ts'
import type { Address, ByteRange, UploadAddress, VersionAddress, WrittenObject } from './addresses.ts'
import type { FragmentsProvider } from './fragments-provider.ts'
import type { AttributesProvider, WriteAttributes } from './attributes-provider.ts'
import type { VersionsProvider } from './versions-provider.ts'

export type { Address, ByteRange, UploadAddress, VersionAddress, WrittenObject } from './addresses.ts'

/** One page of a prefix, in UTF-8 order of keys. */
export interface ListPage {
  readonly objects: readonly ListedObject[]
  /** Full prefixes, each with its delimiter. */
  readonly commonPrefixes: readonly string[]
  /** Where the next page starts; absent on the last one. */
  readonly nextToken?: string
}

export interface ListedObject {
  readonly key: string
  readonly sizeBytes: number
  readonly lastModifiedMs: number
  /** Without quotes. */
  readonly etag: string
  readonly storageClass: string
  readonly type: string
  /** Of what was current at an earlier moment; absent for what is current now. */
  readonly versionId?: string
}

export interface ListQuery {
  readonly bucket: string
  readonly prefix: string
  /** `/` for one level, empty for everything below. */
  readonly delimiter: string
  readonly token?: string | undefined
  /** Entries of the page at most; as many as the service gives by default. */
  readonly maxKeys?: number | undefined
  readonly signal?: AbortSignal | undefined
}

export interface OpenedObject {
  /** Destroy it or read it to its end. */
  readonly body: Readable
  /** Of buckets with versioning. */
  readonly versionId: string | undefined
  /** Of what the body brings: of the range, when one was asked for. */
  readonly sizeBytes: number
  readonly lastModifiedMs: number
  readonly etag: string
  /** Of the whole object, decimal; absent when the service does not tell. */
  readonly crc64: string | undefined
  /** What S3 keeps of the whole object beside the ETag; absent for a range. */
  readonly checksum?: StoredChecksum | undefined
}

/** A small object that is here to its last byte. */
export interface FetchedObject extends Omit<OpenedObject, 'body'> {
  /** May be given back when nobody looks at them any more (`giveBack`). */
  readonly pieces: readonly Buffer[]
}

export interface PutInput {
  readonly bucket: string
  readonly key: string
  readonly sizeBytes: number
  readonly contentType?: string | undefined
  readonly attributes?: WriteAttributes | undefined
  /** Fails with FileAlreadyExists instead of replacing an object. */
  readonly forbidOverwrite: boolean
  /** Bytes that are at hand, or a stream of them opened for the request. */
  readonly body: Buffer | (() => Readable) | undefined
  /** CRC32 of the body, base64: for services that hold it against the bytes and keep it. */
  readonly crc32?: string | undefined
  readonly signal?: AbortSignal | undefined
}

export interface PartInput extends UploadAddress {
  /** From 1. */
  readonly partNumber: number
  readonly sizeBytes: number
  readonly body: () => Readable
  /** CRC32 of the body, base64, where the upload was begun with one. */
  readonly crc32?: string | undefined
}

export interface CompletedPart {
  readonly partNumber: number
  readonly etag: string
  /** Base64, where the upload was begun with one: some services want it said once more. */
  readonly crc32?: string | undefined
}

export interface BegunUpload {
  readonly uploadId: string
  /** The service wants a CRC32 of each part and keeps that of the whole object. */
  readonly keepsCrc32?: boolean | undefined
}

/**
 * OSS documentation, "Multipart upload". Tried once each, but for `initiateMultipartUpload` and `abortMultipartUpload`, which
 * may be repeated.
 */
export interface MultipartProvider {
  initiateMultipartUpload(
    input: Address & { readonly contentType?: string | undefined; readonly attributes?: WriteAttributes | undefined; readonly forbidOverwrite: boolean; /** Begun with a CRC32 where the service offers that. */ readonly wantsCrc32?: boolean },
  ): Promise<BegunUpload>
  /** @returns the part's own ETag and checksums as the service saw them */
  uploadPart(input: PartInput): Promise<Omit<WrittenObject, 'versionId'>>
  /** @param input parts in ascending order of their numbers */
  completeMultipartUpload(
    input: UploadAddress & { readonly parts: readonly CompletedPart[]; /** Of the whole object, base64. */ readonly crc32?: string | undefined; readonly acl?: string | undefined; readonly forbidOverwrite: boolean },
  ): Promise<WrittenObject>
  /** Gives back what the parts take. Succeeds as well when the upload is not there any more. */
  abortMultipartUpload(input: UploadAddress): Promise<void>
}

/**
 * Everything listings and transfers need of a service, local or remote. All calls reject with RemoteError or AbortError.
 * Metadata calls are tried again as the retry policy says; `openObject` and `putObject` are tried once, because their
 * callers must rewind files and hashes first.
 */
export interface ObjectProvider {
  listPage(query: ListQuery): Promise<ListPage>
  /** @throws RemoteError NoSuchKey, NoSuchVersion, MethodNotAllowed for a delete marker */
  headObject(address: VersionAddress): Promise<ObjectHeadView>
  /**
   * @param address `ifMatch`: ETag the object must still have
   * @throws RemoteError InvalidRange when the object has no such bytes, PreconditionFailed when it is another one now
   */
  openObject(address: VersionAddress & { readonly range?: ByteRange; readonly ifMatch?: string }): Promise<OpenedObject>
  /**
   * As `openObject`. An object of at most `wholeBytes` may come whole, which costs a fraction of a stream; then what fails on its way
   * fails the call.
   */
  fetchObject(address: VersionAddress, wholeBytes: number): Promise<OpenedObject | FetchedObject>
  putObject(input: PutInput): Promise<WrittenObject>
  /** Whether a CRC32 said before the body would be held against it and kept. */
  readonly takesCrc32?: boolean
  /** Sizes and checksums of the parts that an object's composite checksum is made of; undefined when the service does not tell. */
  checksummedParts?(address: VersionAddress): Promise<readonly ChecksummedPart[] | undefined>
  /** @returns the id of the delete marker that came in its place, where the bucket keeps versions */
  deleteObject(address: Address): Promise<{ readonly versionId: string | undefined }>
  /** @returns keys that are gone, at most 1,000 asked at once */
  deleteMultipleObjects(input: { readonly bucket: string; readonly keys: readonly string[]; readonly signal?: AbortSignal | undefined }): Promise<ReadonlySet<string>>
}

export interface BucketProvider {
  listBuckets(signal?: AbortSignal): Promise<BucketSummary[]>
  putBucket(input: {
    readonly bucket: string
    readonly acl: BucketAcl
    readonly storageClass: StorageClass
    readonly dataRedundancyType: DataRedundancyType
    readonly signal?: AbortSignal | undefined
  }): Promise<void>
  deleteBucket(bucket: string, signal?: AbortSignal): Promise<void>
  getBucketInfo(bucket: string, signal?: AbortSignal): Promise<BucketInfo>
  getBucketStat(bucket: string, signal?: AbortSignal): Promise<BucketStatView>
}

/** An answer as the service gave it. */
export interface AnswerAsIs {
  readonly status: number
  /** Lower-case names. */
  readonly headers: IncomingHttpHeaders
  /** Destroy it or read it to its end. */
  readonly body: Readable
}

export interface PreviewProvider {
  /** Reads for display: a Range as a browser wrote it, the service's own headers. Rejects as the rest does. */
  openAsIs(address: VersionAddress & { readonly range?: string | undefined; readonly ifMatch?: string | undefined }): Promise<AnswerAsIs>
}

export interface LinkAddress {
  readonly bucket: string
  readonly key: string
  readonly versionId?: string | undefined
  /** A domain bound to the bucket, in place of the endpoint; a scheme before it, or `https`. */
  readonly domain?: string | undefined
  /** Further parameters that the link carries and its signature covers. */
  readonly query?: Readonly<Record<string, string>>
}

/** One usable connection. */
export interface Provider extends PreviewProvider, ObjectProvider, MultipartProvider, FragmentsProvider, AttributesProvider, VersionsProvider, BucketProvider, BucketSettingsProvider {
  readonly service: 'oss' | 's3'
  /** RAM and STS of a store that has them at its own endpoint. */
  readonly ram?: RamClient
  /** A GET URL for the object. @throws OssError InvalidInput when it would last longer than the signature allows */
  presignGet(address: LinkAddress, expiresSeconds: number): string
  close(): void
}
