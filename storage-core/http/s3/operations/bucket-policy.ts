import { ossError } from '../../../model/oss-error.ts'
import { deleteBucketPolicy as ossDeleteBucketPolicy } from '../../operations/delete-bucket-policy.ts'
import { getBucketPolicyStatus as ossGetBucketPolicyStatus } from '../../operations/get-bucket-policy-status.ts'
import { getBucketPolicy as ossGetBucketPolicy } from '../../operations/get-bucket-policy.ts'
import { putBucketPolicy as ossPutBucketPolicy } from '../../operations/put-bucket-policy.ts'
import { emptyReply } from '../../reply.ts'
import { requireRules } from '../../require-bucket.ts'
import { element } from '../../xml/write-xml.ts'
import { asS3, s3Xml } from '../s3-operation.ts'

/** PutBucketPolicy. The document is in OSS's policy language, whichever dialect brings it. */
export const putBucketPolicy = asS3(ossPutBucketPolicy, { name: 'PutBucketPolicy', serialize: () => emptyReply(204) })

export const getBucketPolicy = asS3(ossGetBucketPolicy, { name: 'GetBucketPolicy' })

export const deleteBucketPolicy = asS3(ossDeleteBucketPolicy, { name: 'DeleteBucketPolicy' })

/** GetBucketPolicyStatus. A bucket without a policy has no status, where OSS answers that it is not public by one. */
export const getBucketPolicyStatus = asS3(ossGetBucketPolicyStatus, {
  name: 'GetBucketPolicyStatus',
  async run(context, input) {
    if (requireRules(context).settings.policy === undefined) throw ossError('NoSuchBucketPolicy')
    return ossGetBucketPolicyStatus.run(context, input)
  },
  serialize: (_, isPublic) => s3Xml('PolicyStatus', element('IsPublic', isPublic)),
})
