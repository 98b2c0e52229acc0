import { z } from 'zod'
import { BucketName, ObjectKey, ProfileId } from './schemas.ts'

/**
 * Object bytes reach the window only as resources of the `ossia-object:` scheme, which main answers by range reads with a
 * list of allowed content types. The page can name an object, never a file or an address.
 */
export const previewScheme = 'ossia-object'

export const PreviewAddress = z.strictObject({
  profileId: ProfileId,
  bucket: BucketName,
  key: ObjectKey,
  /** ETag the window knows; makes the URL change with the object, so that no cache answers an old one. */
  etag: z.string().max(100),
})
export type PreviewAddress = z.infer<typeof PreviewAddress>

export function previewUrl(address: PreviewAddress): string {
  return `${previewScheme}://object/?${new URLSearchParams(address).toString()}`
}

/** Reads a preview URL, or undefined when it is not one. */
export function parsePreviewUrl(url: string): PreviewAddress | undefined {
  const parsed = new URL(url)
  if (parsed.protocol !== `${previewScheme}:` || parsed.host !== 'object') return undefined
  return PreviewAddress.safeParse(Object.fromEntries(parsed.searchParams)).data
}
