import { operation } from '../operation.ts'
import { authorizeLinkTarget, readThroughLink } from '../link-target.ts'
import { versionIdQuery } from '../parse/version-id.ts'
import { emptyReply } from '../reply.ts'
import { httpDate, notModifiedHeaders, showsTransition } from '../serialize-object.ts'
import { versionHeader } from '../version-header.ts'

/** GetObjectMeta: the few facts that need nothing but the object's record. */
export const getObjectMeta = operation({
  name: 'GetObjectMeta',
  match: { method: 'HEAD', scope: 'object', subResource: 'objectMeta' },
  action: 'oss:GetObject',
  versionAction: 'oss:GetObjectVersion',
  parse: ({ query }) => versionIdQuery(query),
  async run(context, version) {
    const { engine, bucket, key } = context
    const address = { bucket, key, ...version }
    const output = await readThroughLink(context, address, () => engine.headObject({ ...address, conditions: {} }))
    await authorizeLinkTarget(context, output)
    return output
  },
  serialize: (_, { head, ...version }) =>
    emptyReply(200, [
      ...notModifiedHeaders(head),
      'Content-Length',
      String(head.sizeBytes),
      'x-oss-hash-crc64ecma',
      head.crc64.toString(),
      ...(showsTransition(head) ? ['x-oss-transition-time', httpDate(head.transitionedMs)] : []),
      ...versionHeader(version),
    ]),
})
