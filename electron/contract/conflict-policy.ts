import { z } from 'zod'

/**
 * What to do when the target exists already. `skipIdentical` compares size and checksum and replaces what differs; `newer`
 * replaces what is older than the source.
 */
export const ConflictPolicy = z.enum(['overwrite', 'skip', 'skipIdentical', 'keepBoth', 'newer'])
export type ConflictPolicy = z.infer<typeof ConflictPolicy>
/** Another choice for single items, by their path below the batch's prefix. */
export const ConflictChoices = z.array(z.strictObject({ name: z.string().max(4096), conflict: ConflictPolicy })).max(10_000)
export type ConflictChoices = z.infer<typeof ConflictChoices>
