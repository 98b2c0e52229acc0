import { operation } from '../operation.ts'
import { xmlReply } from '../reply.ts'
import { requireRules } from '../require-bucket.ts'
import { publicAccessBlockXml } from '../settings/public-access-block.ts'

/** GetBucketPublicAccessBlock: what was put for the bucket, whatever its account says. Off unless something was put. */
export const getBucketPublicAccessBlock = operation({
  name: 'GetBucketPublicAccessBlock',
  match: { method: 'GET', scope: 'bucket', subResource: 'publicAccessBlock' },
  action: 'oss:GetBucketPublicAccessBlock',
  parse: () => undefined,
  run: async (context) => requireRules(context).settings.publicAccessBlock,
  serialize: (_, setting) => xmlReply(publicAccessBlockXml(setting)),
})
