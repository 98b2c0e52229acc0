import { z } from 'zod'
import { OssErrorWire } from './error-wire.ts'
import { BucketName, ObjectKey, ProfileId } from './addresses.ts'

/** What main asks for when the window shows an object. */
export const ObjectStreamRequest = z.object({
  profileId: ProfileId,
  bucket: BucketName,
  key: ObjectKey,
  versionId: z.string().max(200).optional(),
  /** ETag the object must still have, without quotes. */
  ifMatch: z.string().max(200).optional(),
  /** A Range header of one range. */
  range: z.string().max(100).optional(),
})
export type ObjectStreamRequest = z.infer<typeof ObjectStreamRequest>

/** From the client host, over a port of its own: a head, then as many chunks as were granted, then the end; or a failure at any point. */
export const ObjectStreamAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('head'), status: z.number().int(), headers: z.record(z.string(), z.string()) }),
  z.object({ kind: z.literal('chunk'), bytes: z.instanceof(Uint8Array) }),
  z.object({ kind: z.literal('end') }),
  z.object({ kind: z.literal('failed'), error: OssErrorWire }),
])
export type ObjectStreamAnswer = z.infer<typeof ObjectStreamAnswer>

/** Back from main: one more chunk may be sent. Closing the port means that nobody reads any more. */
export const ObjectStreamGrant = z.object({ kind: z.literal('more') })

/** Chunks the client host may send before the first grant. */
export const firstChunks = 4
