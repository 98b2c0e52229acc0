import { ossError } from '../../model/oss-error.ts'
import { operation } from '../operation.ts'
import { xmlReply } from '../reply.ts'
import { requireRules } from '../require-bucket.ts'
import { lifecycleXml } from '../settings/lifecycle/lifecycle-xml.ts'

/** GetBucketLifecycle. */
export const getBucketLifecycle = operation({
  name: 'GetBucketLifecycle',
  match: { method: 'GET', scope: 'bucket', subResource: 'lifecycle' },
  action: 'oss:GetBucketLifecycle',
  parse: () => undefined,
  async run(context) {
    const { lifecycle } = requireRules(context).settings
    if (lifecycle === undefined) throw ossError('NoSuchLifecycle', { details: { BucketName: context.bucket } })
    return lifecycle
  },
  serialize: (_, lifecycle) => xmlReply(lifecycleXml(lifecycle)),
})
