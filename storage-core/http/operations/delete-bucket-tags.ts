import { queryValue } from '../../signature/request.ts'
import { operation } from '../operation.ts'
import { emptyReply } from '../reply.ts'

/** DeleteBucketTags: all tags, or with `?tagging=k1,k2` those with these keys. */
export const deleteBucketTags = operation({
  name: 'DeleteBucketTags',
  match: { method: 'DELETE', scope: 'bucket', subResource: 'tagging' },
  action: 'oss:DeleteBucketTagging',
  parse({ query }) {
    const keys = queryValue(query, 'tagging') ?? ''
    return keys === '' ? {} : { keys: keys.split(',') }
  },
  run: ({ engine, bucket }, input) => engine.deleteBucketTagging({ bucket, ...input }),
  serialize: () => emptyReply(204),
})
