import { operation } from '../operation.ts'
import { assertVersionId } from '../parse/version-id.ts'
import { emptyReply } from '../reply.ts'

/** DeleteObject: 204 also for what is not there, a version that cannot exist included. */
export const deleteObject = operation({
  name: 'DeleteObject',
  match: { method: 'DELETE', scope: 'object' },
  action: 'oss:DeleteObject',
  parse: ({ query }) => ({ isNothing: assertVersionId(query, 'ignore') }),
  async run({ engine, bucket, key }, { isNothing }) {
    if (!isNothing) await engine.deleteObject({ bucket, key })
  },
  serialize: () => emptyReply(204),
})
