/** A retention policy of a bucket (OSS documentation, "Bucket-level retention policy (BucketWorm)"). */
export interface BucketWorm {
  readonly wormId: string
  /** 1 to 25,550, counted from when an object was last modified. */
  readonly retentionPeriodDays: number
  readonly createdMs: number
  /** Once locked it stays: it can only be made longer. Absent while the policy is in progress. */
  readonly lockedMs?: number
}

const dayMs = 86_400_000
/** Who does not lock a policy within this time has none any more. */
export const wormInProgressMs = dayMs

/** The policy that holds at that time: locked, or created less than 24 hours ago. */
export function activeWorm(worm: BucketWorm | undefined, nowMs: number): BucketWorm | undefined {
  if (worm === undefined) return undefined
  return worm.lockedMs !== undefined || nowMs < worm.createdMs + wormInProgressMs ? worm : undefined
}

/** Whether an object of the bucket must neither be changed nor deleted yet. */
export function isRetained(worm: BucketWorm | undefined, lastModifiedMs: number, nowMs: number): boolean {
  const active = activeWorm(worm, nowMs)
  return active !== undefined && nowMs < lastModifiedMs + active.retentionPeriodDays * dayMs
}
