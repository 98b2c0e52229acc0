import { operation } from '../operation.ts'
import { xmlReply } from '../reply.ts'
import { requireBucket } from '../require-bucket.ts'
import { aclXml } from '../xml/acl-xml.ts'

export const getBucketAcl = operation({
  name: 'GetBucketAcl',
  match: { method: 'GET', scope: 'bucket', subResource: 'acl' },
  action: 'oss:GetBucketAcl',
  parse: () => undefined,
  run: async (context) => requireBucket(context),
  serialize: (_, bucket) => xmlReply(aclXml(bucket)),
})
