import { operation } from '../operation.ts'
import { textHeader } from '../parse/arguments.ts'
import { parseConditions, parseRange } from '../parse/conditions.ts'
import { versionIdQuery } from '../parse/version-id.ts'
import { notModifiedHeaders, objectHeaders, parseOverrides } from '../serialize-object.ts'
import { versionHeader } from '../version-header.ts'

/** GetObject. */
export const getObject = operation({
  name: 'GetObject',
  match: { method: 'GET', scope: 'object' },
  action: 'oss:GetObject',
  versionAction: 'oss:GetObjectVersion',
  parse(context) {
    const { headers, query } = context
    const version = versionIdQuery(query)
    const range = parseRange(headers.range)
    return {
      version,
      overrides: parseOverrides(context),
      conditions: parseConditions(headers),
      rangeBehavior: textHeader(headers, 'x-oss-range-behavior') === 'standard' ? ('standard' as const) : ('legacy' as const),
      ...(range === undefined ? {} : { range }),
    }
  },
  run: ({ engine, bucket, key }, { version, conditions, rangeBehavior, range }) =>
    engine.getObject({ bucket, key, ...version, conditions, rangeBehavior, ...(range === undefined ? {} : { range }) }),
  serialize(_, output, { overrides }) {
    const { head, body, range, notModified } = output
    if (notModified) return { status: 304, headers: [...notModifiedHeaders(head), ...versionHeader(output)], body }
    const headers = objectHeaders(head, overrides, { wholeBody: range === undefined })
    if (output.versionId !== undefined) headers.push('x-oss-version-id', output.versionId)
    if (range === undefined) return { status: 200, headers, body }
    headers.push('Content-Range', `bytes ${range.start}-${range.end}/${head.sizeBytes}`)
    return { status: 206, headers, body }
  },
})
