import { ossError } from '../../model/oss-error.ts'
import { operation } from '../operation.ts'
import { requireRules } from '../require-bucket.ts'

/** GetBucketPolicy: the document as it was put. */
export const getBucketPolicy = operation({
  name: 'GetBucketPolicy',
  match: { method: 'GET', scope: 'bucket', subResource: 'policy' },
  action: 'oss:GetBucketPolicy',
  parse: () => undefined,
  async run(context) {
    const { policy } = requireRules(context).settings
    if (policy === undefined) throw ossError('NoSuchBucketPolicy', { details: { BucketName: context.bucket } })
    return policy.text
  },
  serialize: (_, text) => ({ status: 200, headers: ['Content-Type', 'application/json'], body: text }),
})
