import type { BlobStore } from '../blobs/blob-store.ts'
import type { MetadataReader } from '../metadata/metadata-store.ts'

export type VersionProblemKind = 'wrong-version-order' | 'wrong-version-id' | 'wrong-null-version' | 'history-without-versioning'

export interface CheckOptions {
  /** Read every body again and compare size, MD5 and CRC-64. */
  readonly deep: boolean
}

export interface StoreProblem {
  readonly kind:
    | 'missing-blob'
    | 'damaged-body'
    | 'unreferenced-blob'
    | 'unreferenced-inline-body'
    | 'shared-inline-body'
    | 'wrong-reference-count'
    | 'wrong-counter'
    | 'object-without-bucket'
    | 'garbage-in-use'
    | VersionProblemKind
    | 'damaged-piece-list'
    | 'unreferenced-piece-list'
    | 'part-without-upload'
    | 'upload-without-bucket'
    | 'setting-without-bucket'
    | 'wrong-identity'
  /** What it is about: `bucket/key`, a blob id, a bucket. */
  readonly subject: string
  readonly detail: string
}

export interface Check {
  readonly reader: MetadataReader
  readonly blobs: BlobStore
  readonly options: CheckOptions
  readonly problems: StoreProblem[]
  /** References that the objects make, by blob id. */
  readonly references: Map<string, number>
  readonly inlineOwners: Map<number, string>
  /** References that the objects make, by list of pieces. */
  readonly pieceLists: Map<number, number>
  objectCount: number
  uploadCount: number
  storageBytes: number
}

export function report(check: Check, kind: StoreProblem['kind'], subject: string, detail: string): void {
  check.problems.push({ kind, subject, detail })
}

/** An error and what caused it, in one line. */
export function describe(error: unknown): string {
  const parts: string[] = []
  for (let each = error; each instanceof Error; each = each.cause) parts.push(each.message)
  return parts.join(': ')
}
