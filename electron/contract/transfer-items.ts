import { z } from 'zod'
import { checksumAlgorithms } from '../../storage-core/model/object-checksum.ts'
import { OssErrorWire } from './error-wire.ts'
import { LostAspect } from './object-jobs.ts'

export const TransferItemState = z.enum(['queued', 'running', 'verifying', 'done', 'skipped', 'failed', 'cancelled'])
export type TransferItemState = z.infer<typeof TransferItemState>

/** Checksum that proved that the bytes are the same at both ends. */
export const VerifiedBy = z.enum(['crc64', 'md5', ...checksumAlgorithms])
export type VerifiedBy = z.infer<typeof VerifiedBy>

/** One object of a batch. */
export const TransferItem = z.object({
  itemId: z.string(),
  /** Path below the batch's prefix, or the local relative name where that is what failed. */
  name: z.string(),
  /** Of a copy or move the key at the target. */
  key: z.string(),
  state: TransferItemState,
  bytesTotal: z.number(),
  bytesDone: z.number(),
  attempts: z.number(),
  /** True when the bytes were checked end to end. */
  verified: z.boolean(),
  /** Absent when they were not. */
  verifiedBy: VerifiedBy.optional(),
  /** Set when a download had to use another local name than the key's own. */
  savedAs: z.string().optional(),
  /** What of the object the target did not keep. */
  lost: z.array(LostAspect).optional(),
  /** What the service holds, as far as it said: CRC64 in decimal. */
  crc64: z.string().optional(),
  etag: z.string().optional(),
  versionId: z.string().optional(),
  error: OssErrorWire.optional(),
})
export type TransferItem = z.infer<typeof TransferItem>

export const ManifestFormat = z.enum(['csv', 'json'])
export type ManifestFormat = z.infer<typeof ManifestFormat>
