import { operation } from '../operation.ts'
import { emptyReply } from '../reply.ts'

/** AbortBucketWorm: gives up a policy that is not locked. */
export const abortBucketWorm = operation({
  name: 'AbortBucketWorm',
  match: { method: 'DELETE', scope: 'bucket', subResource: 'worm' },
  action: 'oss:AbortBucketWorm',
  parse: () => undefined,
  run: ({ engine, bucket }) => engine.abortBucketWorm({ bucket }),
  serialize: () => emptyReply(204),
})
