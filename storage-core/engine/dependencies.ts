import type { BlobStore } from '../blobs/blob-store.ts'
import type { MetadataReader, MetadataStore } from '../metadata/metadata-store.ts'
import type { Clock } from '../platform/platform.ts'

/**
 * Steps at which a crash test ends the process. Each names a moment after which the state on disk is different from the
 * one before.
 */
export const writePathFailpoints = [
  'put.staged',
  'put.published',
  'put.in-transaction',
  'put.committed',
  'put.released',
  'copy.in-transaction',
  'copy.committed',
  'delete.in-transaction',
  'delete.committed',
  'sweep.file-removed',
] as const
/** Of what is recorded beside the bytes: ACL, tags, restores. */
export const attributeFailpoints = ['change.in-transaction', 'change.committed'] as const
/** Of multipart uploads; a part's are those of every body. */
export const multipartFailpoints = [
  'initiate.in-transaction',
  'initiate.committed',
  'part.staged',
  'part.published',
  'part.in-transaction',
  'part.committed',
  'part.released',
  'complete.in-transaction',
  'complete.committed',
  'abort.in-transaction',
  'abort.committed',
  'sweep.discarded-released',
] as const
/** Of links, objects that grow, and restores. */
export const kindFailpoints = [
  'symlink.in-transaction',
  'symlink.committed',
  'append.staged',
  'append.published',
  'append.in-transaction',
  'append.committed',
  'append.released',
  'seal.in-transaction',
  'seal.committed',
  'restore.in-transaction',
  'restore.committed',
] as const
/** Of buckets and what is configured for them. */
export const settingFailpoints = ['setting.in-transaction', 'setting.committed'] as const
/** Of what lifecycle rules do. */
export const lifecycleFailpoints = ['lifecycle.in-transaction', 'lifecycle.committed'] as const
/** Of accounts, users, roles, policies, key pairs and temporary credentials. */
export const identityFailpoints = ['identity.in-transaction', 'identity.committed'] as const
/** Each group is tested by a file of its own, which fails when it leaves one out. */
export type FailpointName = (
  | typeof writePathFailpoints
  | typeof attributeFailpoints
  | typeof settingFailpoints
  | typeof multipartFailpoints
  | typeof kindFailpoints
  | typeof identityFailpoints
  | typeof lifecycleFailpoints
)[number]

export interface EngineDependencies {
  readonly metadata: MetadataStore
  readonly blobs: BlobStore
  readonly clock: Clock
  /** Absent outside of crash tests. */
  readonly failpoint?: (name: FailpointName) => void
}

/** Reads from one consistent state. */
export function readMetadata<T>(metadata: MetadataStore, read: (reader: MetadataReader) => T): T {
  return metadata.read(read)
}
