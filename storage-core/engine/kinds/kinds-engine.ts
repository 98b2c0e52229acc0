import type { StoredHeaders, UserMetadata } from '../../model/object.ts'
import type { RestoreTier } from '../../model/restore.ts'
import type { Authored, BodyClaims, ObjectAddress, ObjectAttributes, VersionAddress, VersionOutput } from '../object-engine.ts'

/** Objects of other kinds than a plain body: links, objects that grow, archived objects. */
export interface KindsEngine {
  putSymlink(input: PutSymlinkInput): Promise<PutSymlinkOutput>
  getSymlink(input: VersionAddress): Promise<GetSymlinkOutput>
  appendObject(input: AppendObjectInput): Promise<AppendObjectOutput>
  sealAppendObject(input: SealAppendObjectInput): Promise<SealAppendObjectOutput>
  restoreObject(input: RestoreObjectInput): Promise<RestoreObjectOutput>
  cleanRestoredObject(input: VersionAddress): Promise<VersionOutput>
}

export interface PutSymlinkInput extends ObjectAddress, ObjectAttributes, Authored {
  /** A key of the same bucket, which need not exist. */
  readonly target: string
  readonly forbidOverwrite: boolean
}
export interface PutSymlinkOutput extends VersionOutput {
  readonly etag: string
}
export interface GetSymlinkOutput extends VersionOutput {
  readonly target: string
  readonly etag: string
  readonly lastModifiedMs: number
  readonly headers: StoredHeaders
  readonly userMetadata: UserMetadata
}

export interface AppendObjectInput extends ObjectAddress, ObjectAttributes, Authored {
  /** The object's length so far, 0 to create it. */
  readonly position: number
  readonly body: AsyncIterable<Uint8Array>
  /** Of the bytes of this call. */
  readonly claims: BodyClaims
  readonly signal: AbortSignal
}
export interface AppendObjectOutput extends VersionOutput {
  readonly nextPosition: number
  readonly etag: string
  /** Of the whole object. */
  readonly crc64: bigint
}

export interface SealAppendObjectInput extends ObjectAddress {
  readonly position: number
}
export interface SealAppendObjectOutput extends VersionOutput {
  readonly sealedMs: number
}

export interface RestoreObjectInput extends VersionAddress {
  /** 1 to 365; 1 when absent. */
  readonly days?: number
  readonly tier?: RestoreTier
}
export interface RestoreObjectOutput extends VersionOutput {
  /** True when the object could be read already and stays so for longer (status 200). */
  readonly isExtension: boolean
  /** Absent for Archive. */
  readonly tier?: RestoreTier
}
