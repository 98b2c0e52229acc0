import { z } from 'zod'
import { MomentMs, ObjectKey } from './addresses.ts'
import { ListingView } from './listings.ts'

/** Chosen rows of a view as index ranges, `end` exclusive, ascending and apart. */
export const ListingSelection = z.strictObject({
  sessionId: z.string().max(100),
  view: ListingView,
  orderId: z.string().max(100),
  ranges: z
    .array(z.tuple([z.number().int().min(0), z.number().int().min(1)]))
    .min(1)
    .max(100_000),
})
export type ListingSelection = z.infer<typeof ListingSelection>

/** What a job works on: named keys and folders, or a selection of an open listing. */
export const ObjectSelection = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('names'),
    keys: z.array(ObjectKey).max(1000),
    prefixes: z.array(ObjectKey).max(1000),
    /** Version of each key, in the order of `keys`, or empty for the current one; current ones when absent. */
    versionIds: z.array(z.string().max(200)).max(1000).optional(),
    /** The prefixes stand for what they held then. A selection of an earlier moment can be read and copied, and not changed. */
    momentMs: MomentMs.optional(),
  }),
  z.strictObject({ kind: z.literal('listing'), selection: ListingSelection }),
])
export type ObjectSelection = z.infer<typeof ObjectSelection>

export const SelectionSummary = z.object({
  objects: z.number(),
  folders: z.number(),
  /** Bytes of the chosen objects, without what is inside folders. */
  bytes: z.number(),
})
export type SelectionSummary = z.infer<typeof SelectionSummary>
