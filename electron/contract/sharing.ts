import { z } from 'zod'
import { ObjectAddress } from './addresses.ts'

/** OSS documentation, "Add signatures to URLs": seven days with V4. */
export const longestV4Seconds = 604_800
/** V1 names a moment and no length; further off than this nobody means it. */
export const longestV1Seconds = 10 * 365 * 86_400

/** A host, with `http://` before it where it has no certificate. */
export const LinkDomain = z.string().trim().toLowerCase().max(260).regex(/^(?:https?:\/\/)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/)

export const LinkOptions = z.strictObject({
  expiresSeconds: z.number().int().min(1).max(longestV1Seconds),
  /** Whether a browser shows the object or saves it; undefined for what the object itself says. */
  disposition: z.enum(['inline', 'attachment']).optional(),
  /** Name to save it under, with `attachment`. */
  fileName: z.string().min(1).max(255).optional(),
  /** A domain bound to the bucket, in place of the endpoint. */
  domain: LinkDomain.optional(),
})
export type LinkOptions = z.infer<typeof LinkOptions>

export const LinkInput = ObjectAddress.extend({ versionId: z.string().min(1).max(200).optional(), options: LinkOptions })
export type LinkInput = z.infer<typeof LinkInput>

export const Link = z.object({ url: z.string(), expiresMs: z.number() })
export type Link = z.infer<typeof Link>

/** What whoever opens the link is told. */
export const LinkTrial = z.object({
  status: z.number().int(),
  contentType: z.string().optional(),
  contentDisposition: z.string().optional(),
  sizeBytes: z.number().optional(),
  /** Of the service, when it refused. */
  code: z.string().optional(),
})
export type LinkTrial = z.infer<typeof LinkTrial>

export const LinkFormat = z.enum(['csv', 'markdown', 'text'])
export type LinkFormat = z.infer<typeof LinkFormat>
