import type { TriedRequest } from './model/try-request.ts'

/** What the editor shows first. */
export interface PolicyStart {
  /** Position of a statement to look at, from 0. */
  readonly statement?: number
  /** A request to try. */
  readonly tried?: Partial<TriedRequest>
}
