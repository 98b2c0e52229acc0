import { writtenBy } from '../author.ts'
import { operation } from '../operation.ts'
import { versionIdQuery } from '../parse/version-id.ts'
import { emptyReply } from '../reply.ts'
import { versionHeader } from '../version-header.ts'

/** DeleteObject: 204 also for what is not there. Says whether a delete marker was made or removed. */
export const deleteObject = operation({
  name: 'DeleteObject',
  match: { method: 'DELETE', scope: 'object' },
  action: 'oss:DeleteObject',
  versionAction: 'oss:DeleteObjectVersion',
  parse: ({ query }) => versionIdQuery(query),
  run: ({ engine, bucket, identity, key }, version) => engine.deleteObject({ bucket, key, ...version, ...writtenBy(identity) }),
  serialize: (_, output) =>
    emptyReply(204, [...versionHeader(output), ...(output.deleteMarker ? ['x-oss-delete-marker', 'true'] : [])]),
})
