import { z } from 'zod'
import type { ObjectAcl } from './acl.ts'
import type { ObjectChecksum } from './object-checksum.ts'
import type { RestoreStatus } from './restore.ts'
import type { StorageClass } from './storage-class.ts'

export const ObjectType = z.enum(['Normal', 'Appendable', 'Multipart', 'Symlink'])
export type ObjectType = z.infer<typeof ObjectType>

/** Standard headers that OSS keeps with an object and sends back on GET and HEAD. Names as on the wire, lower case. */
export const storedHeaderNames = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
] as const
export type StoredHeaderName = (typeof storedHeaderNames)[number]
export type StoredHeaders = Readonly<Partial<Record<StoredHeaderName, string>>>

/** `x-oss-meta-*` by lower-case name without the prefix. */
export type UserMetadata = Readonly<Record<string, string>>

/** Everything known of one version of an object besides its bytes. */
export interface ObjectHead {
  readonly key: string
  /** `null` for an object written while its bucket had no versioning. */
  readonly versionId: string
  readonly type: ObjectType
  readonly sizeBytes: number
  /** Upper-case hex MD5, or `…-N` for a multipart object; without quotes. */
  readonly etag: string
  /** CRC-64/XZ of the whole object (OSS's `x-oss-hash-crc64ecma`). */
  readonly crc64: bigint
  /** Milliseconds since the epoch; OSS shows whole seconds. */
  readonly lastModifiedMs: number
  readonly storageClass: StorageClass
  readonly acl: ObjectAcl
  readonly headers: StoredHeaders
  readonly userMetadata: UserMetadata
  readonly tags: Readonly<Record<string, string>>
  /** Of an archived object: whether it can be read, or soon can. Absent when it has to be restored first. */
  readonly restore?: RestoreStatus
  /** When an Appendable object was sealed. */
  readonly sealedMs?: number
  /** When a lifecycle rule moved it to the storage class it is in. */
  readonly transitionedMs?: number
  /** What the S3 dialect was told or asked to keep of it. */
  readonly checksum?: ObjectChecksum
}

/** Default that OSS stores when the client names no type. */
export const defaultContentType = 'application/octet-stream'
