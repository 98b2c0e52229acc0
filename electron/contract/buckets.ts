import { z } from 'zod'
import { BucketAcl } from '../../storage-core/model/acl.ts'
import { DataRedundancyType, StorageClass } from '../../storage-core/model/storage-class.ts'
import { BucketAddress } from './addresses.ts'

export const BucketSummary = z.object({
  name: z.string(),
  region: z.string(),
  createdMs: z.number(),
  storageClass: z.string(),
})
export type BucketSummary = z.infer<typeof BucketSummary>

export const BucketInfo = BucketSummary.extend({
  acl: z.string(),
  ownerId: z.string(),
  dataRedundancyType: z.string(),
  extranetEndpoint: z.string(),
  /** `Unknown` where the key may not ask. */
  versioning: z.enum(['Enabled', 'Suspended', 'Unknown']).optional(),
})
export type BucketInfo = z.infer<typeof BucketInfo>

export const BucketStatView = z.object({ objectCount: z.number(), storageBytes: z.number(), multipartUploadCount: z.number() })
export type BucketStatView = z.infer<typeof BucketStatView>

export const PutBucketInput = BucketAddress.extend({
  acl: BucketAcl,
  storageClass: StorageClass,
  dataRedundancyType: DataRedundancyType,
})
