import { operation } from '../operation.ts'
import { parseConditions } from '../parse/conditions.ts'
import { assertVersionId } from '../parse/version-id.ts'
import { emptyReply } from '../reply.ts'
import { notModifiedHeaders, objectHeaders, parseOverrides } from '../serialize-object.ts'

/** HeadObject. */
export const headObject = operation({
  name: 'HeadObject',
  match: { method: 'HEAD', scope: 'object' },
  action: 'oss:GetObject',
  parse(context) {
    assertVersionId(context.query, 'NoSuchVersion')
    return { overrides: parseOverrides(context), conditions: parseConditions(context.headers) }
  },
  run: ({ engine, bucket, key }, { conditions }) => engine.headObject({ bucket, key, conditions }),
  serialize(_, { head, notModified }, { overrides }) {
    if (notModified) return emptyReply(304, notModifiedHeaders(head))
    const headers = objectHeaders(head, overrides, { wholeBody: true })
    headers.push('Content-Length', String(head.sizeBytes))
    return emptyReply(200, headers)
  },
})
