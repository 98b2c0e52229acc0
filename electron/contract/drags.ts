import { z } from 'zod'
import { BucketAddress } from './addresses.ts'
import { OssErrorWire } from './error-wire.ts'
import { ObjectSelection } from './selections.ts'

/**
 * What a drag to another program may carry. Its files must be on the disk before the system lets anything be dropped, so of a service
 * elsewhere no more than comes within seconds; the local store is as near as the disk.
 */
export const dragLimits = {
  local: { bytes: 1024 * 1024 * 1024, files: 10_000 },
  remote: { bytes: 64 * 1024 * 1024, files: 1000 },
} as const

export const DragLimit = z.strictObject({ bytes: z.number().int().min(1), files: z.number().int().min(1) })
export type DragLimit = z.infer<typeof DragLimit>

/** Chosen by the window, so that it can tell progress and cancel apart. */
export const DragId = z.uuid()

/** What is to be handed to another program: a selection of what is below `basePrefix`, which names start after. */
export const PrepareDrag = BucketAddress.extend({ dragId: DragId, selection: ObjectSelection, basePrefix: z.string().max(1023) })
export type PrepareDrag = z.infer<typeof PrepareDrag>

const counted = { files: z.number(), bytes: z.number() }

/** Objects on their way to the disk for a drag. Nothing is handed out unless all of it is there. */
export const PreparedDrag = z.discriminatedUnion('state', [
  /** `names`: how many files and folders the other program will see. */
  z.object({ state: z.literal('ready'), ...counted, names: z.number() }),
  /** More than the limit; what was counted until that was clear. */
  z.object({ state: z.literal('tooLarge'), ...counted, limit: DragLimit }),
  /** One that could not be read keeps all of them back: a folder with a gap would pass for a whole one. */
  z.object({ state: z.literal('unreadable'), key: z.string(), error: OssErrorWire }),
])
export type PreparedDrag = z.infer<typeof PreparedDrag>

export const DragProgress = z.object({ filesDone: z.number(), files: z.number(), bytesDone: z.number(), bytes: z.number() })
export type DragProgress = z.infer<typeof DragProgress>

/** What the client host answers: as `PreparedDrag`, with the names themselves, each a file or folder directly in the folder. */
export const FetchedDrag = z.discriminatedUnion('state', [
  z.object({ state: z.literal('ready'), ...counted, names: z.array(z.string()) }),
  PreparedDrag.options[1],
  PreparedDrag.options[2],
])
export type FetchedDrag = z.infer<typeof FetchedDrag>
