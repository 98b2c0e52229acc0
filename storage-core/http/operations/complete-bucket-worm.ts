import { queryValue } from '../../signature/request.ts'
import { operation } from '../operation.ts'
import { emptyReply } from '../reply.ts'

/** CompleteBucketWorm: locks the policy. */
export const completeBucketWorm = operation({
  name: 'CompleteBucketWorm',
  match: { method: 'POST', scope: 'bucket', subResource: 'wormId' },
  action: 'oss:CompleteBucketWorm',
  parse: ({ query }) => ({ wormId: queryValue(query, 'wormId') ?? '' }),
  run: ({ engine, bucket }, { wormId }) => engine.completeBucketWorm({ bucket, wormId }),
  serialize: () => emptyReply(200),
})
