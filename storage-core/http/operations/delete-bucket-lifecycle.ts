import { operation } from '../operation.ts'
import { emptyReply } from '../reply.ts'

/** DeleteBucketLifecycle. Fine when there is none. */
export const deleteBucketLifecycle = operation({
  name: 'DeleteBucketLifecycle',
  match: { method: 'DELETE', scope: 'bucket', subResource: 'lifecycle' },
  action: 'oss:DeleteBucketLifecycle',
  parse: () => undefined,
  run: ({ engine, bucket }) => engine.deleteBucketSetting({ bucket, name: 'lifecycle' }),
  serialize: () => emptyReply(204),
})
