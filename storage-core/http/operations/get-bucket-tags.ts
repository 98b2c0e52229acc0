import { operation } from '../operation.ts'
import { xmlReply } from '../reply.ts'
import { requireBucket } from '../require-bucket.ts'
import { taggingXml } from '../xml/tagging-xml.ts'

/** GetBucketTags. A bucket without tags answers an empty set. */
export const getBucketTags = operation({
  name: 'GetBucketTags',
  match: { method: 'GET', scope: 'bucket', subResource: 'tagging' },
  action: 'oss:GetBucketTagging',
  parse: () => undefined,
  run: async (context) => requireBucket(context).tags,
  serialize: (_, tags) => xmlReply(taggingXml(tags)),
})
