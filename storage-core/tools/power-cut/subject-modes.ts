/** How the store under test syncs. `safe` is the product; each of the others must lose data under the same cuts. */
export const subjectModes = ['safe', 'lmdb-no-sync', 'lmdb-no-meta-sync', 'blobs-no-sync'] as const
export type SubjectMode = (typeof subjectModes)[number]

/** From the rig to the process under test. */
export interface SubjectTask {
  readonly directory: string
  readonly mode: SubjectMode
  /** Versions in this round are greater than this. */
  readonly baseVersion: number
  /** Stop writing after this long and say so; go on for ever when absent. */
  readonly quietAfterMs?: number
  readonly expectations: readonly { readonly key: string; readonly version: number; readonly removed: boolean }[]
}

/** From the process under test to the rig. */
export type SubjectReport =
  | { readonly kind: 'verified'; readonly problems: readonly { readonly key: string; readonly problem: string }[] }
  | { readonly kind: 'quiet' }
  | { readonly kind: 'acknowledged'; readonly key: string; readonly version: number; readonly removed: boolean }
