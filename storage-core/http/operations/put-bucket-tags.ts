import { operation } from '../operation.ts'
import { contentMd5 } from '../parse/body-headers.ts'
import { readBucketTagging } from '../parse/tags.ts'
import { emptyReply } from '../reply.ts'
import { readConfiguration } from '../xml-body.ts'

/** PutBucketTags: replaces all tags. */
export const putBucketTags = operation({
  name: 'PutBucketTags',
  match: { method: 'PUT', scope: 'bucket', subResource: 'tagging' },
  action: 'oss:PutBucketTagging',
  parse: ({ headers }) => ({ md5: contentMd5(headers) }),
  async run(context, input) {
    const tags = readBucketTagging(await readConfiguration(context, 'Tagging', input))
    await context.engine.putBucketTagging({ bucket: context.bucket, tags })
  },
  serialize: () => emptyReply(200),
})
