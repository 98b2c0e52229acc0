import { operation } from '../operation.ts'
import { emptyReply } from '../reply.ts'

export const deleteBucket = operation({
  name: 'DeleteBucket',
  match: { method: 'DELETE', scope: 'bucket' },
  action: 'oss:DeleteBucket',
  parse: () => undefined,
  run: ({ engine, bucket }) => engine.deleteBucket({ bucket }),
  serialize: () => emptyReply(204),
})
