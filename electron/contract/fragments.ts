import { z } from 'zod'
import { OssErrorWire } from './error-wire.ts'
import { ObjectKey } from './addresses.ts'

const UploadId = z.string().min(1).max(1024)

/** An upload in parts that was begun and neither finished nor aborted. Its parts are stored, and billed, until it is. */
export const Fragment = z.object({
  key: z.string(),
  uploadId: z.string(),
  initiatedMs: z.number(),
  storageClass: z.string(),
  parts: z.number(),
  sizeBytes: z.number(),
  /** True while a transfer of this app goes on with it. */
  inUse: z.boolean(),
})
export type Fragment = z.infer<typeof Fragment>

/** Where the next page of fragments begins. */
export const FragmentMarker = z.strictObject({ key: z.string().max(1023), uploadId: z.string().max(1024) })
export type FragmentMarker = z.infer<typeof FragmentMarker>

export const FragmentPage = z.object({ fragments: z.array(Fragment), next: FragmentMarker.optional() })
export type FragmentPage = z.infer<typeof FragmentPage>

export const FragmentAddress = z.strictObject({ key: ObjectKey, uploadId: UploadId })
export type FragmentAddress = z.infer<typeof FragmentAddress>

/** What became of an abort of several: those that are gone, and the others with the reason. */
export const AbortedFragments = z.object({ aborted: z.number(), failed: z.array(z.object({ key: z.string(), uploadId: z.string(), error: OssErrorWire })) })
export type AbortedFragments = z.infer<typeof AbortedFragments>
