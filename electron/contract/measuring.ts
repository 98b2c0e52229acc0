import { z } from 'zod'
import { Prefix } from './addresses.ts'
import { ObjectSelection } from './selections.ts'

export const largestKept = 20

/** What is to be counted: a selection, or everything below a prefix, which may be empty, as it was at a moment. */
export const MeasuredSelection = z.discriminatedUnion('kind', [...ObjectSelection.options, z.strictObject({ kind: z.literal('prefix'), prefix: Prefix, momentMs: z.number().int().min(0).optional() })])
export type MeasuredSelection = z.infer<typeof MeasuredSelection>

/** What is below a folder or in a selection, as far as it was counted. */
export const SizeReport = z.object({
  objects: z.number(),
  bytes: z.number(),
  /** By the service's own name of the class, the one with most bytes first. */
  classes: z.array(z.object({ storageClass: z.string(), objects: z.number(), bytes: z.number() })),
  /** Absent while there is no object. */
  newestMs: z.number().optional(),
  oldestMs: z.number().optional(),
  /** The largest first, at most `largestKept`. */
  largest: z.array(z.object({ key: z.string(), sizeBytes: z.number() })),
})
export type SizeReport = z.infer<typeof SizeReport>
