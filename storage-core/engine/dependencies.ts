import type { BlobStore } from '../blobs/blob-store.ts'
import type { MetadataReader, MetadataStore } from '../metadata/metadata-store.ts'
import type { Clock } from '../platform/platform.ts'

/**
 * Steps at which a crash test ends the process. Each names a moment after which the state on disk is different from the
 * one before.
 */
const writePathFailpoints = [
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
export const failpointNames = [...writePathFailpoints, ...attributeFailpoints] as const
export type FailpointName = (typeof failpointNames)[number]

export interface EngineDependencies {
  readonly metadata: MetadataStore
  readonly blobs: BlobStore
  readonly clock: Clock
  /** Absent outside of crash tests. */
  readonly failpoint?: (name: FailpointName) => void
}

/** Reads from one consistent state and lets it go again. */
export function readMetadata<T>(metadata: MetadataStore, read: (reader: MetadataReader) => T): T {
  const reader = metadata.snapshot()
  try {
    return read(reader)
  } finally {
    reader.close()
  }
}
