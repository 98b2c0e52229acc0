import { operation } from '../operation.ts'
import { xmlReply } from '../reply.ts'
import { requireBucket } from '../require-bucket.ts'
import { element, xmlDeclaration } from '../xml/write-xml.ts'

export const getBucketLocation = operation({
  name: 'GetBucketLocation',
  match: { method: 'GET', scope: 'bucket', subResource: 'location' },
  action: 'oss:GetBucketLocation',
  parse: () => undefined,
  run: async (context) => requireBucket(context),
  serialize: (_, bucket) => xmlReply(`${xmlDeclaration}${element('LocationConstraint', `oss-${bucket.region}`)}\n`),
})
