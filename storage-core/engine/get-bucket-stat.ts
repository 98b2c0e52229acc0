import type { BucketStat } from '../model/bucket.ts'
import { StorageClass } from '../model/storage-class.ts'
import { type EngineDependencies, readMetadata } from './dependencies.ts'
import { requireBucket } from './rows.ts'

/**
 * How much a bucket holds, from counters (OSS documentation, "GetBucketStat").
 * @throws OssError NoSuchBucket
 */
export function getBucketStat(deps: EngineDependencies, input: { readonly bucket: string }): BucketStat {
  return readMetadata(deps.metadata, (reader) => {
    const bucket = requireBucket(reader, input.bucket)
    const counters = reader.counters(bucket.bucketId)
    const used = StorageClass.options.filter((storageClass) => counters.byClass[storageClass].objectCount > 0)
    const sum = (part: 'objectCount' | 'storageBytes') =>
      used.reduce((total, storageClass) => total + counters.byClass[storageClass][part], 0)
    return {
      objectCount: sum('objectCount'),
      storageBytes: sum('storageBytes'),
      byClass: Object.fromEntries(used.map((storageClass) => [storageClass, counters.byClass[storageClass]])),
      deleteMarkerCount: counters.deleteMarkerCount,
      multipartUploadCount: counters.multipartUploadCount,
      multipartPartCount: counters.multipartPartCount,
      lastModifiedMs: Math.max(counters.lastModifiedMs, bucket.createdMs),
    }
  })
}
