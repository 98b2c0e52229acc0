import { operation } from '../operation.ts'
import { contentMd5 } from '../parse/body-headers.ts'
import { emptyReply } from '../reply.ts'
import { readPublicAccessBlock } from '../settings/public-access-block.ts'
import { readConfiguration } from '../xml-body.ts'

/** PutBucketPublicAccessBlock. Public ACLs and policies that are there stay, and open nothing. */
export const putBucketPublicAccessBlock = operation({
  name: 'PutBucketPublicAccessBlock',
  match: { method: 'PUT', scope: 'bucket', subResource: 'publicAccessBlock' },
  action: 'oss:PutBucketPublicAccessBlock',
  parse: ({ headers }) => ({ md5: contentMd5(headers) }),
  async run(context, input) {
    const value = readPublicAccessBlock(await readConfiguration(context, 'PublicAccessBlockConfiguration', input))
    await context.engine.putBucketSetting({ bucket: context.bucket, name: 'publicAccessBlock', value })
  },
  serialize: () => emptyReply(200),
})
