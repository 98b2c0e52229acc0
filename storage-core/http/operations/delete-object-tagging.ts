import { operation } from '../operation.ts'
import { versionIdQuery } from '../parse/version-id.ts'
import { emptyReply } from '../reply.ts'
import { versionHeader } from '../version-header.ts'

/** DeleteObjectTagging. */
export const deleteObjectTagging = operation({
  name: 'DeleteObjectTagging',
  match: { method: 'DELETE', scope: 'object', subResource: 'tagging' },
  action: 'oss:DeleteObjectTagging',
  versionAction: 'oss:DeleteObjectVersionTagging',
  parse: ({ query }) => versionIdQuery(query),
  run: ({ engine, bucket, key }, version) => engine.deleteObjectTagging({ bucket, key, ...version }),
  serialize: (_, output) => emptyReply(204, versionHeader(output)),
})
