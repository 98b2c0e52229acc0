import { operation } from '../operation.ts'
import { emptyReply } from '../reply.ts'

/** DeleteBucketPolicy. Fine when there is none. */
export const deleteBucketPolicy = operation({
  name: 'DeleteBucketPolicy',
  match: { method: 'DELETE', scope: 'bucket', subResource: 'policy' },
  action: 'oss:DeleteBucketPolicy',
  parse: () => undefined,
  run: ({ engine, bucket }) => engine.deleteBucketSetting({ bucket, name: 'policy' }),
  serialize: () => emptyReply(204),
})
