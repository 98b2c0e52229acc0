import type { Ack, Expectation } from './ledger.ts'

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
  readonly expectations: readonly Expectation[]
}

export interface SubjectProblem {
  /** Or another subject that fsck names. */
  readonly key: string
  readonly versionId?: string
  readonly problem: string
}

/** From the process under test to the rig. */
export type SubjectReport =
  | { readonly kind: 'verified'; readonly problems: readonly SubjectProblem[] }
  | { readonly kind: 'quiet' }
  | ({ readonly kind: 'acknowledged' } & Ack)
