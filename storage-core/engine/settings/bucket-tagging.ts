import type { EngineDependencies } from '../dependencies.ts'
import { changeBucket } from './bucket-row.ts'

/**
 * Replaces the tags of a bucket (OSS documentation, "PutBucketTags").
 * @throws OssError NoSuchBucket
 */
export function putBucketTagging(
  deps: EngineDependencies,
  { bucket, tags }: { readonly bucket: string; readonly tags: Readonly<Record<string, string>> },
): Promise<void> {
  return changeBucket(deps, bucket, (row) => ({ ...row, tags }))
}

/**
 * Removes tags of a bucket, all of them unless keys are named; fine when there are none (OSS documentation,
 * "DeleteBucketTags").
 * @throws OssError NoSuchBucket
 */
export function deleteBucketTagging(
  deps: EngineDependencies,
  { bucket, keys }: { readonly bucket: string; readonly keys?: readonly string[] },
): Promise<void> {
  return changeBucket(deps, bucket, (row) => ({
    ...row,
    tags: keys === undefined ? {} : Object.fromEntries(Object.entries(row.tags).filter(([key]) => !keys.includes(key))),
  }))
}
