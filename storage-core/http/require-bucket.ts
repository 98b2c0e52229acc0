import type { Bucket } from '../model/bucket.ts'
import { ossError } from '../model/oss-error.ts'
import type { RequestContext } from './request-context.ts'

/** The bucket the listener looked up for the permission check. @throws OssError NoSuchBucket */
export function requireBucket({ bucketRecord, bucket }: RequestContext): Bucket {
  if (!bucketRecord) throw ossError('NoSuchBucket', { details: { BucketName: bucket } })
  return bucketRecord
}
