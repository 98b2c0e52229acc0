import { ossError } from '../model/oss-error.ts'
import type { BucketCounters } from '../metadata/metadata-store.ts'
import type { EngineDependencies } from './dependencies.ts'
import { requireBucket } from './rows.ts'

/**
 * Removes an empty bucket (OSS documentation, "DeleteBucket").
 * @throws OssError NoSuchBucket, BucketNotEmpty
 */
export async function deleteBucket(deps: EngineDependencies, input: { readonly bucket: string }): Promise<void> {
  await deps.metadata.write((tx) => {
    const bucket = requireBucket(tx, input.bucket)
    if (!isEmpty(tx.counters(bucket.bucketId))) throw ossError('BucketNotEmpty', { details: { BucketName: bucket.name } })
    tx.removeBucket(bucket)
  })
}

function isEmpty(counters: BucketCounters): boolean {
  if (counters.multipartUploadCount > 0 || counters.deleteMarkerCount > 0) return false
  return Object.values(counters.byClass).every((each) => each.objectCount === 0)
}
