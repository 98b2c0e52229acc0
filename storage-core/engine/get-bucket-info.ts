import type { Bucket } from '../model/bucket.ts'
import { type EngineDependencies, readMetadata } from './dependencies.ts'
import { requireBucket, toBucket } from './rows.ts'

/**
 * What is configured for a bucket (OSS documentation, "GetBucketInfo").
 * @throws OssError NoSuchBucket
 */
export function getBucketInfo(deps: EngineDependencies, input: { readonly bucket: string }): Bucket {
  return readMetadata(deps.metadata, (reader) => toBucket(requireBucket(reader, input.bucket)))
}
