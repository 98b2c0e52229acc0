import { operation } from '../operation.ts'
import { emptyReply } from '../reply.ts'

/** DeleteBucketPublicAccessBlock. Fine when there is none. */
export const deleteBucketPublicAccessBlock = operation({
  name: 'DeleteBucketPublicAccessBlock',
  match: { method: 'DELETE', scope: 'bucket', subResource: 'publicAccessBlock' },
  action: 'oss:DeleteBucketPublicAccessBlock',
  parse: () => undefined,
  run: ({ engine, bucket }) => engine.deleteBucketSetting({ bucket, name: 'publicAccessBlock' }),
  serialize: () => emptyReply(204),
})
