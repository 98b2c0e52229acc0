import { z } from 'zod'
import { BucketName, ObjectAddress, ObjectKey, ProfileId, VersionId } from './addresses.ts'
import { previewScheme, viewerTypes } from './viewer-url.ts'

export { grantUrl, previewScheme, viewerOrigin, viewerScheme, viewerUrl, type ViewerType } from './viewer-url.ts'

export const PreviewAddress = z.strictObject({
  profileId: ProfileId,
  bucket: BucketName,
  key: ObjectKey,
  /** ETag the window knows; makes the URL change with the object, so that no cache answers an old one. */
  etag: z.string().max(100),
  /** The current version when absent. */
  versionId: VersionId.optional(),
})
export type PreviewAddress = z.infer<typeof PreviewAddress>

export function previewUrl({ versionId, ...address }: PreviewAddress): string {
  return `${previewScheme}://object/?${new URLSearchParams({ ...address, ...(versionId === undefined ? {} : { versionId }) }).toString()}`
}

/** Reads a preview URL, or undefined when it is not one. */
export function parsePreviewUrl(url: string): PreviewAddress | undefined {
  const parsed = new URL(url)
  if (parsed.protocol !== `${previewScheme}:` || parsed.host !== 'object') return undefined
  return PreviewAddress.safeParse(Object.fromEntries(parsed.searchParams)).data
}

/** What a viewer is given to read: one object, as long as it is this one. */
export const PreviewGrantInput = ObjectAddress.extend({
  versionId: VersionId.optional(),
  /** ETag the object must still have, without quotes; empty to take what is there. */
  etag: z.string().max(100),
})
export type PreviewGrantInput = z.infer<typeof PreviewGrantInput>

const GrantAddress = z.strictObject({ grant: z.uuid(), as: z.enum(viewerTypes) })
export type GrantAddress = z.infer<typeof GrantAddress>

/** Reads a grant's URL, or undefined when it is not one. */
export function parseGrantUrl(url: string): GrantAddress | undefined {
  const parsed = new URL(url)
  if (parsed.protocol !== `${previewScheme}:` || parsed.host !== 'grant') return undefined
  return GrantAddress.safeParse({ grant: parsed.pathname.slice(1), ...Object.fromEntries(parsed.searchParams) }).data
}
