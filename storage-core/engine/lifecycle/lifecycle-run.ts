/** What a run of the lifecycle rules is to do. */
export interface LifecycleRunInput {
  /** One bucket; without it, all that have rules. */
  readonly bucket?: string
  /**
   * The time that rules are judged by, instead of the store's clock: what would be done then is done now. What is written,
   * and what a retention policy protects, goes by the clock all the same.
   */
  readonly asOfMs?: number
  /** Counts what would be done, and does nothing. */
  readonly isDryRun?: boolean
  /** Ends the run after the batch it is at. */
  readonly signal?: AbortSignal
}

/** What a run did, or would have done. */
export interface LifecycleRunOutput {
  readonly buckets: number
  /** Versions, delete markers and unfinished uploads that were looked at: those under the rules' prefixes. */
  readonly examined: number
  /** Objects that expired: removed, or where there is versioning, covered by a delete marker. */
  readonly expired: number
  readonly noncurrentExpired: number
  readonly deleteMarkersRemoved: number
  readonly transitioned: number
  readonly uploadsAborted: number
  /** What was due and stayed because of a retention policy. */
  readonly retained: number
}

export type LifecycleTally = { -readonly [Name in keyof LifecycleRunOutput]: number }

export function emptyTally(): LifecycleTally {
  return {
    buckets: 0,
    examined: 0,
    expired: 0,
    noncurrentExpired: 0,
    deleteMarkersRemoved: 0,
    transitioned: 0,
    uploadsAborted: 0,
    retained: 0,
  }
}
