import type { AclGrant } from '../../contract/acl-grants.ts'
import type { RestoreTier } from '../../../storage-core/model/restore.ts'
import type { Encryption, ObjectHeadView } from '../../contract/objects.ts'
import type { Address, ByteRange, UploadAddress, VersionAddress, WrittenObject } from './addresses.ts'

/** What a write says of an object besides its bytes. What is absent takes the service's default. */
export interface WriteAttributes {
  /** Standard headers by lower-case name. */
  readonly headers?: Readonly<Record<string, string>>
  /** By lower-case name without `x-oss-meta-`. */
  readonly userMetadata?: Readonly<Record<string, string>>
  readonly tags?: Readonly<Record<string, string>>
  readonly storageClass?: string | undefined
  readonly acl?: string | undefined
  readonly encryption?: Encryption | undefined
}

export interface CopySource {
  readonly bucket: string
  readonly key: string
  readonly versionId?: string | undefined
}

export interface CopyInput extends Address {
  readonly source: CopySource
  /** ETag the source must still have; PreconditionFailed otherwise. */
  readonly ifMatch?: string | undefined
  /**
   * Class, ACL and encryption are never copied and are taken from here. Headers and metadata come from the source when neither is
   * given, and so do tags.
   */
  readonly attributes: WriteAttributes
  readonly forbidOverwrite: boolean
}

export interface CopyPartInput extends UploadAddress {
  readonly source: CopySource
  readonly ifMatch?: string | undefined
  /** From 1. */
  readonly partNumber: number
  readonly range: ByteRange
}

/**
 * Copies inside the service, and what objects have besides their bytes. `copyObject` and `uploadPartCopy` are tried once;
 * everything else may be repeated and is.
 */
export interface AttributesProvider {
  /** Source and target in one region of one service. Up to 5 GB. @throws RemoteError InvalidObjectState for an archived source */
  copyObject(input: CopyInput): Promise<WrittenObject>
  /** @returns ETag of the part, and its CRC64 where the service tells */
  uploadPartCopy(input: CopyPartInput): Promise<{ readonly etag: string; readonly crc64: string | undefined }>
  /** Canned ACL in OSS's words. */
  getObjectAcl(address: VersionAddress): Promise<string>
  /** The same with those whom an ACL of S3 names; nobody elsewhere. */
  getObjectGrants(address: VersionAddress): Promise<{ readonly acl: string; readonly grants: readonly AclGrant[] }>
  putObjectAcl(address: Address & { readonly acl: string }): Promise<void>
  getObjectTagging(address: VersionAddress): Promise<Readonly<Record<string, string>>>
  /** Puts these in place of all. */
  putObjectTagging(address: Address & { readonly tags: Readonly<Record<string, string>> }): Promise<void>
  /** @throws RemoteError RestoreAlreadyInProgress, OperationNotSupported for a class that needs none */
  restoreObject(address: Address & { readonly days: number; readonly tier?: RestoreTier | undefined }): Promise<void>
  /** Key that a symbolic link points to, in its own bucket, and what the link itself has. */
  getSymlink(address: VersionAddress): Promise<{ readonly target: string; readonly head: ObjectHeadView }>
  putSymlink(address: Address & { readonly target: string; readonly attributes: WriteAttributes; readonly forbidOverwrite: boolean }): Promise<WrittenObject>
}
