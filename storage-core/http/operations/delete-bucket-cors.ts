import { operation } from '../operation.ts'
import { emptyReply } from '../reply.ts'

/** DeleteBucketCors. Fine when there is none. */
export const deleteBucketCors = operation({
  name: 'DeleteBucketCors',
  match: { method: 'DELETE', scope: 'bucket', subResource: 'cors' },
  action: 'oss:DeleteBucketCors',
  parse: () => undefined,
  run: ({ engine, bucket }) => engine.deleteBucketSetting({ bucket, name: 'cors' }),
  serialize: () => emptyReply(204),
})
