import { ossError } from '../../../model/oss-error.ts'
import { deleteBucketPolicy as ossDeleteBucketPolicy } from '../../operations/delete-bucket-policy.ts'
import { getBucketPolicyStatus as ossGetBucketPolicyStatus } from '../../operations/get-bucket-policy-status.ts'
import { getBucketPolicy as ossGetBucketPolicy } from '../../operations/get-bucket-policy.ts'
import { putBucketPolicy as ossPutBucketPolicy, readPolicyDocument, storePolicy } from '../../operations/put-bucket-policy.ts'
import { emptyReply } from '../../reply.ts'
import { requireRules } from '../../require-bucket.ts'
import { element } from '../../xml/write-xml.ts'
import { translatePolicy } from '../policy-language.ts'
import { asS3, s3Xml } from '../s3-operation.ts'

/**
 * PutBucketPolicy. A document in S3's language is kept and what it means in OSS's with it, which is what counts; one in OSS's
 * is taken as it is.
 */
export const putBucketPolicy = asS3(ossPutBucketPolicy, {
  name: 'PutBucketPolicy',
  async run(context, input) {
    const source = await readPolicyDocument(context, input)
    const text = source.toString('utf8')
    const translated = translatePolicy(text)
    await (translated === undefined ? storePolicy(context, source) : storePolicy(context, Buffer.from(translated), text))
  },
  serialize: () => emptyReply(204),
})

/** GetBucketPolicy: in the language it was put in. */
export const getBucketPolicy = asS3(ossGetBucketPolicy, {
  name: 'GetBucketPolicy',
  async run(context, input) {
    const text = await ossGetBucketPolicy.run(context, input)
    return requireRules(context).settings.policy?.s3Text ?? text
  },
})

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
