import type { StoredChecksum } from '../../contract/objects.ts'

/** Bytes from `start` to `end`, both inclusive. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** What a write answered. */
export interface WrittenObject {
  /** Without quotes. */
  readonly etag: string
  /** Of the whole object, decimal; absent when the service does not tell. */
  readonly crc64: string | undefined
  readonly versionId: string | undefined
  /** What S3 keeps beside the ETag, as it saw it. */
  readonly checksum?: StoredChecksum | undefined
}

export interface Address {
  readonly bucket: string
  readonly key: string
  readonly signal?: AbortSignal | undefined
}

/** An object, or one version of it. */
export interface VersionAddress extends Address {
  /** `null` for what was written without versioning; the current version when absent. */
  readonly versionId?: string | undefined
}

export interface UploadAddress extends Address {
  readonly uploadId: string
}
