import { operation } from '../operation.ts'
import { versionIdQuery } from '../parse/version-id.ts'
import { emptyReply } from '../reply.ts'
import { versionHeader } from '../version-header.ts'

/** CleanRestoredObject. It has no action of its own; whoever may restore may also end it. */
export const cleanRestoredObject = operation({
  name: 'CleanRestoredObject',
  match: { method: 'POST', scope: 'object', subResource: 'cleanRestoredObject' },
  action: 'oss:RestoreObject',
  versionAction: 'oss:RestoreObjectVersion',
  parse: ({ query }) => versionIdQuery(query),
  run: ({ engine, bucket, key }, version) => engine.cleanRestoredObject({ bucket, key, ...version }),
  serialize: (_, output) => emptyReply(200, versionHeader(output)),
})
