import { createHash } from 'node:crypto'
import type { ObjectAcl } from '../../model/acl.ts'
import type { LifecycleRule } from '../../model/lifecycle.ts'
import type { VersionAuthor } from '../../model/version-author.ts'
import type { FailpointName } from '../dependencies.ts'

/** Which version is meant, counted from the newest one; ids are not known beforehand. */
interface PlannedVersion {
  readonly nth?: number
}
/** A key has one upload at a time here, so its name stands for the upload. */
export type MultipartOperation =
  | { readonly kind: 'initiate' | 'abort'; readonly key: string }
  | { readonly kind: 'part'; readonly key: string; readonly partNumber: number; readonly seed: number; readonly sizeBytes: number }
  | { readonly kind: 'part-copy'; readonly key: string; readonly partNumber: number; readonly source: string; readonly end?: number }
  | { readonly kind: 'complete'; readonly key: string; readonly partNumbers: readonly number[] }
export type KindOperation =
  | { readonly kind: 'symlink'; readonly key: string; readonly target: string }
  | { readonly kind: 'append'; readonly key: string; readonly position: number; readonly seed: number; readonly sizeBytes: number }
  | { readonly kind: 'seal'; readonly key: string; readonly position: number }
  | { readonly kind: 'put-archived'; readonly key: string; readonly seed: number; readonly sizeBytes: number }
  | { readonly kind: 'restore'; readonly key: string }
/** Each is about one user `u`, one role `r`, one policy `p` and one further account. */
export type IdentityChange =
  | 'create-account'
  | 'remove-account'
  | 'create-user'
  | 'remove-user'
  | 'create-key'
  | 'disable-key'
  | 'remove-key'
  | 'create-policy'
  | 'change-policy'
  | 'remove-policy'
  | 'attach'
  | 'detach'
  | 'create-role'
  | 'remove-role'
  | 'assume'
export interface IdentityOperation {
  readonly kind: 'identity'
  readonly change: IdentityChange
}
export type LifecycleOperation =
  | { readonly kind: 'put-lifecycle'; readonly rules: readonly LifecycleRule[] }
  /** As if so many days had passed. */
  | { readonly kind: 'run-lifecycle'; readonly daysLater: number }
export type PlannedOperation =
  | { readonly kind: 'put'; readonly key: string; readonly seed: number; readonly sizeBytes: number }
  | ({ readonly kind: 'copy'; readonly key: string; readonly source: string } & PlannedVersion)
  | ({ readonly kind: 'delete'; readonly key: string } & PlannedVersion)
  | { readonly kind: 'acl'; readonly key: string; readonly acl: ObjectAcl }
  | ({ readonly kind: 'tag'; readonly key: string; readonly tags: Readonly<Record<string, string>> } & PlannedVersion)
  | { readonly kind: 'versioning'; readonly status: 'Enabled' | 'Suspended' }
  | { readonly kind: 'sweep' }
  | { readonly kind: 'put-policy'; readonly text: string }
  | { readonly kind: 'delete-policy' }
  | MultipartOperation
  | KindOperation
  | IdentityOperation
  | LifecycleOperation

/** What a crash child does: `before` without failpoints, then `operations`, ending itself at the failpoint. */
export interface CrashPlan {
  readonly dataFolder: string
  readonly before: readonly PlannedOperation[]
  readonly operations: readonly PlannedOperation[]
  readonly failpoint?: FailpointName
  readonly workers: number
}

export type LedgerLine =
  | { readonly event: 'ready' }
  | { readonly event: 'started'; readonly index: number }
  | { readonly event: 'acknowledged'; readonly index: number }
  | { readonly event: 'finished' }

/** Authors that tell from which operation a version is. */
export const putterOf = (seed: number): VersionAuthor => ({ kind: 'account', accountId: String(seed), accessKeyId: `key-${seed}` })
export const copier: VersionAuthor = { kind: 'role', accountId: '1', roleId: '3', roleName: 'copier', sessionName: 'session', accessKeyId: 'STS.copier' }
export const remover: VersionAuthor = { kind: 'user', accountId: '1', userId: '2', userName: 'remover' }

/** Bytes that tell from which operation they are: any mixture of two bodies is recognised. */
export function bodyFor(seed: number, sizeBytes: number): Buffer {
  const block = createHash('sha256').update(`body ${seed}`).digest()
  block.writeUInt32BE(seed, 0)
  return Buffer.alloc(sizeBytes, block)
}

/** The seed of a body that `bodyFor` made, whole and unmixed; undefined for any other bytes. */
export function seedOf(bytes: Buffer): number | undefined {
  if (bytes.length < 4) return undefined
  const seed = bytes.readUInt32BE(0)
  return bytes.equals(bodyFor(seed, bytes.length)) ? seed : undefined
}
