import type { BucketRow, MetadataReader } from '../metadata/metadata-store.ts'
import type { Bucket } from '../model/bucket.ts'
import { limits } from '../model/limits.ts'
import { assertBucketName } from '../model/names.ts'
import { ossError } from '../model/oss-error.ts'
import { type EngineDependencies, readMetadata } from './dependencies.ts'
import type { PutBucketInput } from './object-engine.ts'
import { toBucket } from './rows.ts'

/**
 * Creates a bucket, or returns the one that the same owner created with the same region, class and redundancy (OSS
 * documentation, "PutBucket").
 * @throws OssError InvalidBucketName, BucketAlreadyExists, TooManyBuckets
 */
export async function putBucket(deps: EngineDependencies, input: PutBucketInput): Promise<Bucket> {
  assertBucketName(input.bucket)
  const wanted: Omit<BucketRow, 'bucketId' | 'createdMs'> = {
    name: input.bucket,
    owner: input.owner,
    region: input.region,
    acl: input.acl ?? 'private',
    storageClass: input.storageClass ?? 'Standard',
    dataRedundancyType: input.dataRedundancyType ?? 'LRS',
    tags: input.tags ?? {},
  }
  // Counting walks the buckets, which a transaction cannot; a race may exceed the quota by the buckets in flight, as on OSS.
  const owned = readMetadata(deps.metadata, (reader) => countOwned(reader, input))
  return await deps.metadata.write((tx) => {
    const existing = tx.bucket(input.bucket)
    if (existing !== undefined) {
      if (!isSameBucket(existing, wanted)) throw ossError('BucketAlreadyExists', { details: { BucketName: input.bucket } })
      return toBucket(existing)
    }
    if (owned >= limits.bucketsPerAccount) throw ossError('TooManyBuckets', { details: { BucketName: input.bucket } })
    const row: BucketRow = { ...wanted, bucketId: tx.allocateBucketId(), createdMs: deps.clock.now() }
    tx.putBucket(row)
    return toBucket(row)
  })
}

function isSameBucket(existing: BucketRow, wanted: Omit<BucketRow, 'bucketId' | 'createdMs'>): boolean {
  return (
    existing.owner.id === wanted.owner.id &&
    existing.region === wanted.region &&
    existing.storageClass === wanted.storageClass &&
    existing.dataRedundancyType === wanted.dataRedundancyType
  )
}

/** The quota is for each account in each region (OSS documentation, "Limits"). */
function countOwned(reader: MetadataReader, input: PutBucketInput): number {
  let count = 0
  for (const row of reader.buckets('')) {
    if (row.owner.id === input.owner.id && row.region === input.region) count += 1
  }
  return count
}
