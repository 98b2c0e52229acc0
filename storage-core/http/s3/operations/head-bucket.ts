import { emptyReply } from '../../reply.ts'
import { requireBucket } from '../../require-bucket.ts'
import { s3Operation } from '../s3-operation.ts'

/** HeadBucket. In S3 whoever may list a bucket may ask whether it is there. */
export const headBucket = s3Operation({
  name: 'HeadBucket',
  match: { method: 'HEAD', scope: 'bucket' },
  action: 'oss:ListObjects',
  parse: () => undefined,
  run: async (context) => requireBucket(context),
  serialize: (_, { region }) => emptyReply(200, ['x-amz-bucket-region', region]),
})
