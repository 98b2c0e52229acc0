import { z } from 'zod'
import { checksumAlgorithms } from '../../storage-core/model/object-checksum.ts'
import { ObjectType } from '../../storage-core/model/object.ts'

/** Encryption at the service; `keyId` where it is not the service's own key. */
export const Encryption = z.object({ algorithm: z.string(), keyId: z.string().optional() })
export type Encryption = z.infer<typeof Encryption>

/** Of all bytes, or of the checksums of the parts, with their number behind it. Base64. */
export const StoredChecksum = z.object({ algorithm: z.enum(checksumAlgorithms), type: z.enum(['FULL_OBJECT', 'COMPOSITE']), value: z.string() })
export type StoredChecksum = z.infer<typeof StoredChecksum>

export const ObjectHeadView = z.object({
  key: z.string(),
  versionId: z.string().optional(),
  type: ObjectType,
  sizeBytes: z.number(),
  etag: z.string(),
  crc64: z.string().optional(),
  contentMd5: z.string().optional(),
  /** What S3 keeps beside the ETag. */
  checksum: StoredChecksum.optional(),
  lastModifiedMs: z.number(),
  storageClass: z.string(),
  /** Standard headers kept with the object, by lower-case name. */
  headers: z.record(z.string(), z.string()),
  userMetadata: z.record(z.string(), z.string()),
  tagCount: z.number(),
  encryption: Encryption.optional(),
  requestId: z.string(),
})
export type ObjectHeadView = z.infer<typeof ObjectHeadView>
