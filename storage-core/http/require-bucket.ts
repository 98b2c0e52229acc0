import type { Bucket } from '../model/bucket.ts'
import { ossError } from '../model/oss-error.ts'
import type { BucketRules } from './access/bucket-rules.ts'
import type { RequestContext } from './request-context.ts'

/** The bucket the listener looked up for the permission check. @throws OssError NoSuchBucket */
export function requireBucket(context: RequestContext): Bucket {
  return requireRules(context).bucket
}

/** The same with what is configured for it. @throws OssError NoSuchBucket */
export function requireRules({ rules, bucket }: RequestContext): BucketRules {
  if (!rules) throw ossError('NoSuchBucket', { details: { BucketName: bucket } })
  return rules
}
