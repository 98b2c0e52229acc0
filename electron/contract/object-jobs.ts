import { z } from 'zod'
import { ObjectAcl } from '../../storage-core/model/acl.ts'
import { RestoreTier } from '../../storage-core/model/restore.ts'
import { storedHeaderNames } from '../../storage-core/model/object.ts'
import { OssErrorWire } from './error-wire.ts'

/** New values by name; null takes the entry away, what is not named stays as it is. */
const changesByName = (name: z.ZodType<string, string>, maxValue: number) => z.record(name, z.string().max(maxValue).nullable())
const tagText = (most: number) => z.string().max(most)

/** A change of many objects at once. Each says only what changes; everything else of an object stays. */
export const ObjectEdit = z.discriminatedUnion('kind', [
  /** `tier` is for the classes that have more than one speed. */
  z.strictObject({ kind: z.literal('restore'), days: z.number().int().min(1).max(365), tier: RestoreTier.optional() }),
  /** Class as the service calls it: other services have other ones than OSS. */
  z.strictObject({ kind: z.literal('storageClass'), storageClass: z.string().min(1).max(64) }),
  z.strictObject({ kind: z.literal('acl'), acl: ObjectAcl }),
  /** Standard headers and user metadata, both by lower-case name, the latter without `x-oss-meta-`. */
  z.strictObject({
    kind: z.literal('metadata'),
    headers: z.partialRecord(z.enum(storedHeaderNames), z.string().max(4096).nullable()),
    userMetadata: changesByName(z.string().regex(/^[a-z0-9-]{1,256}$/), 8192),
  }),
  /** `replace` puts these in place of all; `remove` takes away those named, whatever their value. */
  z.strictObject({
    kind: z.literal('tags'),
    mode: z.enum(['merge', 'replace', 'remove']),
    tags: z.record(tagText(128), tagText(256)),
  }),
])
export type ObjectEdit = z.infer<typeof ObjectEdit>

/** What of an object did not come along to its copy, because the target has no such thing or does not take it from us. */
export const LostAspect = z.enum(['acl', 'tags', 'storageClass', 'encryption', 'userMetadata', 'symlink'])
export type LostAspect = z.infer<typeof LostAspect>

/** One object of a preview: what would change. Without changes nothing would be written. */
export const EditPreviewRow = z.object({
  key: z.string(),
  changes: z.array(z.object({ field: z.string(), before: z.string().optional(), after: z.string().optional() })),
  /** Why it cannot be changed. */
  error: OssErrorWire.optional(),
})
export type EditPreviewRow = z.infer<typeof EditPreviewRow>

export const EditPreview = z.object({
  /** Objects that would be looked at, as far as counted. */
  objects: z.number(),
  bytes: z.number(),
  /** False when there are more than could be counted in a short time. */
  complete: z.boolean(),
  /** The first of them. */
  rows: z.array(EditPreviewRow),
  /** Whether a change that writes the object anew keeps the former one as a version; absent when that cannot be told. */
  versioning: z.boolean().optional(),
})
export type EditPreview = z.infer<typeof EditPreview>
