import { operation } from '../operation.ts'
import { xmlReply } from '../reply.ts'
import { requireBucket } from '../require-bucket.ts'
import { ownerXml } from '../xml/list-xml.ts'
import { element, xmlDeclaration } from '../xml/write-xml.ts'

export const getBucketAcl = operation({
  name: 'GetBucketAcl',
  match: { method: 'GET', scope: 'bucket', subResource: 'acl' },
  action: 'oss:GetBucketAcl',
  parse: () => undefined,
  run: async (context) => requireBucket(context),
  serialize: (_, bucket) =>
    xmlReply(
      `${xmlDeclaration}<AccessControlPolicy>${ownerXml(bucket.owner)}` +
        `<AccessControlList>${element('Grant', bucket.acl)}</AccessControlList></AccessControlPolicy>\n`,
    ),
})
