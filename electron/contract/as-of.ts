import { z } from 'zod'
import { OssErrorWire } from './error-wire.ts'
import { MomentMs, PrefixAddress } from './addresses.ts'

/**
 * What became of a key since a moment, and so what restoring it means: `created` gets a delete marker, `changed` and `deleted`
 * a copy of the version of the moment. `same` is a newer version of the same bytes, whose other properties may differ.
 * `uncertain` was written without versioning since: whether what was there then is gone, nobody can tell.
 */
export const restoreChanges = ['created', 'changed', 'deleted', 'same', 'uncertain'] as const
export const RestoreChange = z.enum(restoreChanges)
export type RestoreChange = z.infer<typeof RestoreChange>

/** Bytes of what was there at the moment; of what was created since, of what is there now. */
export const ChangeTotal = z.object({ objects: z.number(), bytes: z.number() })
export type ChangeTotal = z.infer<typeof ChangeTotal>

/** What restoring a bucket or folder would change, as far as the version listing was read. */
export const RestorePlan = z.object({
  planId: z.string(),
  state: z.enum(['loading', 'complete', 'failed']),
  momentMs: z.number(),
  /** Versions and delete markers read so far. */
  versions: z.number(),
  unchanged: z.number(),
  totals: z.record(RestoreChange, ChangeTotal),
  /** When the newest of them was written: restoring to this moment takes a restore back. Null for an empty place. */
  newestMs: z.number().nullable(),
  error: OssErrorWire.optional(),
})
export type RestorePlan = z.infer<typeof RestorePlan>

const Side = z.object({ sizeBytes: z.number(), lastModifiedMs: z.number() })
/** One key that differs; `before` is absent where nothing was there, `now` where nothing is. */
export const RestorePlanRow = z.object({ key: z.string(), change: RestoreChange, before: Side.optional(), now: Side.optional() })
export type RestorePlanRow = z.infer<typeof RestorePlanRow>

export const OpenPlanInput = PrefixAddress.extend({ momentMs: MomentMs })
const Plan = z.strictObject({ planId: z.string().max(100) })
export const PlanAddress = Plan
export const PlanRowsInput = Plan.extend({ change: RestoreChange.optional(), offset: z.number().int().min(0), limit: z.number().int().min(1).max(500) })
export const PlanRows = z.object({ rows: z.array(RestorePlanRow), total: z.number(), plan: RestorePlan })
export const EnqueueRevertInput = Plan.extend({
  /** Writes objects anew whose bytes are the same, for the sake of their metadata, tags and ACL. */
  includeSame: z.boolean(),
  /** Leaves those alone of which it cannot be told what they were; without it they are a reason to refuse. */
  leaveUncertain: z.boolean(),
})

const Counted = z.object({ count: z.number(), bytes: z.number() })
/** What versions take: of objects as they are, of what they were before, and delete markers, which take nothing. */
export const VersionUsage = z.object({ current: Counted, noncurrent: Counted, deleteMarkers: z.number() })
export type VersionUsage = z.infer<typeof VersionUsage>
/** The folders of a place that take the most, and everything in it. */
export const VersionUsageReport = VersionUsage.extend({
  folders: z.array(VersionUsage.extend({ prefix: z.string() })),
  /** Folders there are; more than are told when there are very many. */
  folderCount: z.number(),
})
export type VersionUsageReport = z.infer<typeof VersionUsageReport>
