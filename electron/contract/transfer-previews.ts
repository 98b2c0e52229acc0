import { z } from 'zod'

/** A key of the target that exists already. */
export const TransferConflict = z.object({
  name: z.string(),
  key: z.string(),
  sourceSizeBytes: z.number(),
  sourceModifiedMs: z.number(),
  targetSizeBytes: z.number(),
  targetModifiedMs: z.number(),
})
export type TransferConflict = z.infer<typeof TransferConflict>

export const TransferPreview = z.object({
  /** Files that would be uploaded, or objects copied, as far as counted: not at all where nothing stands in the way. */
  files: z.number(),
  bytes: z.number(),
  /** Total of keys that exist already. */
  conflictCount: z.number(),
  /** The first of them, at most 200. */
  conflicts: z.array(TransferConflict),
  /** Whether replacing keeps the earlier object as a version; absent when that cannot be told. */
  versioning: z.boolean().optional(),
  /** False when there was more than could be looked at in a short time: there may be further conflicts. */
  complete: z.boolean(),
})
export type TransferPreview = z.infer<typeof TransferPreview>

/** The same for a copy or move, with what else is worth knowing before it starts. */
export const CopyPreview = TransferPreview.extend({
  relayed: z.boolean(),
  /** Whether the source keeps what a move takes away as a version; absent when that cannot be told. */
  sourceVersioning: z.boolean().optional(),
})
export type CopyPreview = z.infer<typeof CopyPreview>
