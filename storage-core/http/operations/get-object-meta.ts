import { operation } from '../operation.ts'
import { assertVersionId } from '../parse/version-id.ts'
import { emptyReply } from '../reply.ts'
import { notModifiedHeaders } from '../serialize-object.ts'

/** GetObjectMeta: the few facts that need nothing but the object's record. */
export const getObjectMeta = operation({
  name: 'GetObjectMeta',
  match: { method: 'HEAD', scope: 'object', subResource: 'objectMeta' },
  action: 'oss:GetObject',
  parse: ({ query }) => {
    assertVersionId(query, 'NoSuchVersion')
  },
  run: ({ engine, bucket, key }) => engine.headObject({ bucket, key, conditions: {} }),
  serialize: (_, { head }) =>
    emptyReply(200, [
      ...notModifiedHeaders(head),
      'Content-Length',
      String(head.sizeBytes),
      'x-oss-hash-crc64ecma',
      head.crc64.toString(),
    ]),
})
