import { operation } from '../operation.ts'
import { positionQuery } from '../parse/position.ts'
import { emptyReply } from '../reply.ts'
import { httpDate } from '../serialize-object.ts'
import { versionHeader } from '../version-header.ts'

/** SealAppendObject. */
export const sealAppendObject = operation({
  name: 'SealAppendObject',
  match: { method: 'POST', scope: 'object', subResource: 'seal', companions: ['position'] },
  action: 'oss:PutObject',
  parse: ({ query }) => ({ position: positionQuery(query) }),
  run: ({ engine, bucket, key }, { position }) => engine.sealAppendObject({ bucket, key, position }),
  serialize: (_, output) => emptyReply(200, ['x-oss-sealed-time', httpDate(output.sealedMs), ...versionHeader(output)]),
})
