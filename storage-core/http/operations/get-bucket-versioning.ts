import { operation } from '../operation.ts'
import { xmlReply } from '../reply.ts'
import { requireBucket } from '../require-bucket.ts'
import { optionalElement, xmlDeclaration } from '../xml/write-xml.ts'

/** GetBucketVersioning. A bucket that never had versioning answers without a Status. */
export const getBucketVersioning = operation({
  name: 'GetBucketVersioning',
  match: { method: 'GET', scope: 'bucket', subResource: 'versioning' },
  action: 'oss:GetBucketVersioning',
  parse: () => undefined,
  run: async (context) => requireBucket(context),
  serialize: (_, { versioning }) =>
    xmlReply(`${xmlDeclaration}<VersioningConfiguration>${optionalElement('Status', versioning)}</VersioningConfiguration>\n`),
})
