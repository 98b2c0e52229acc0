import { operation } from '../operation.ts'
import { assertVersionId } from '../parse/version-id.ts'
import { emptyReply } from '../reply.ts'
import { versionHeader } from '../version-header.ts'

/** DeleteObjectTagging. */
export const deleteObjectTagging = operation({
  name: 'DeleteObjectTagging',
  match: { method: 'DELETE', scope: 'object', subResource: 'tagging' },
  action: 'oss:DeleteObjectTagging',
  parse({ query }) {
    assertVersionId(query, 'NoSuchVersion')
  },
  run: ({ engine, bucket, key }) => engine.deleteObjectTagging({ bucket, key }),
  serialize: (_, output) => emptyReply(204, versionHeader(output)),
})
