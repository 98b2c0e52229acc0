import { operation } from '../operation.ts'
import { textHeader } from '../parse/arguments.ts'
import { parseConditions, parseRange } from '../parse/conditions.ts'
import { assertVersionId } from '../parse/version-id.ts'
import { notModifiedHeaders, objectHeaders, parseOverrides } from '../serialize-object.ts'

/** GetObject. */
export const getObject = operation({
  name: 'GetObject',
  match: { method: 'GET', scope: 'object' },
  action: 'oss:GetObject',
  parse(context) {
    const { headers, query } = context
    assertVersionId(query, 'NoSuchVersion')
    const range = parseRange(headers.range)
    return {
      overrides: parseOverrides(context),
      conditions: parseConditions(headers),
      rangeBehavior: textHeader(headers, 'x-oss-range-behavior') === 'standard' ? ('standard' as const) : ('legacy' as const),
      ...(range === undefined ? {} : { range }),
    }
  },
  run: ({ engine, bucket, key }, { conditions, rangeBehavior, range }) =>
    engine.getObject({ bucket, key, conditions, rangeBehavior, ...(range === undefined ? {} : { range }) }),
  serialize(_, { head, body, range, notModified }, { overrides }) {
    if (notModified) return { status: 304, headers: notModifiedHeaders(head), body }
    const headers = objectHeaders(head, overrides, { wholeBody: range === undefined })
    if (range === undefined) return { status: 200, headers, body }
    headers.push('Content-Range', `bytes ${range.start}-${range.end}/${head.sizeBytes}`)
    return { status: 206, headers, body }
  },
})
