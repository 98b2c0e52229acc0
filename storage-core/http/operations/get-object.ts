import type { GetObjectOutput, VersionAddress } from '../../engine/object-engine.ts'
import type { ObjectHead } from '../../model/object.ts'
import { shouldCompress } from '../compress.ts'
import { authorizeLinkTarget, readThroughLink } from '../link-target.ts'
import { operation } from '../operation.ts'
import { trafficLimit } from '../pace.ts'
import { textHeader } from '../parse/arguments.ts'
import { parseConditions, parseRange } from '../parse/conditions.ts'
import { versionIdQuery } from '../parse/version-id.ts'
import { withReadableTags } from '../readable-tags.ts'
import type { RequestContext } from '../request-context.ts'
import { type HeaderOverrides, notModifiedHeaders, objectHeaders, parseOverrides } from '../serialize-object.ts'

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
      bitsPerSecond: trafficLimit(headers, query),
      overrides: parseOverrides(context),
      conditions: parseConditions(headers),
      rangeBehavior: textHeader(headers, 'x-oss-range-behavior') === 'standard' ? ('standard' as const) : ('legacy' as const),
      ...(range === undefined ? {} : { range }),
    }
  },
  async run(context, { version, conditions, rangeBehavior, range }) {
    const { engine, bucket, key } = context
    const address = { bucket, key, ...version }
    const read = () => engine.getObject({ ...address, conditions, rangeBehavior, ...(range === undefined ? {} : { range }) })
    return context.isUnquestioned ? read() : authorizeOpened(context, address, await readThroughLink(context, address, read))
  },
  serialize({ headers: wanted }, output, { overrides, bitsPerSecond }) {
    const { head, body, range, notModified } = output
    const version = output.versionId === undefined ? [] : ['x-oss-version-id', output.versionId]
    if (notModified) return { status: 304, headers: [...notModifiedHeaders(head), ...version], body }
    if (range === undefined && wanted['accept-encoding'] !== undefined && shouldCompress(wanted, compressible(head, overrides))) {
      const headers = objectHeaders(head, overrides, { wholeBody: true, compressed: true })
      return { status: 200, headers: [...headers, ...version], body, transfer: { isCompressed: true, bitsPerSecond } }
    }
    const headers = objectHeaders(head, overrides, { wholeBody: range === undefined })
    headers.push(...version)
    const transfer = bitsPerSecond === undefined ? {} : { transfer: { isCompressed: false, bitsPerSecond } }
    if (range === undefined) return { status: 200, headers, body, ...transfer }
    headers.push('Content-Range', `bytes ${range.start}-${range.end}/${head.sizeBytes}`)
    return { status: 206, headers, body, ...transfer }
  },
})

/** What depends on the object that was found: where a link leads, and whether its tags may be counted. */
async function authorizeOpened(context: RequestContext, address: VersionAddress, output: GetObjectOutput): Promise<GetObjectOutput> {
  try {
    await authorizeLinkTarget(context, output)
    return await withReadableTags(context, address, output)
  } catch (error) {
    await output.body.close()
    throw error
  }
}

/** What decides about compression, as the answer would say it. */
function compressible(head: ObjectHead, overrides: HeaderOverrides) {
  return {
    contentType: overrides.get('content-type') ?? head.headers['content-type'] ?? '',
    contentEncoding: overrides.get('content-encoding') ?? head.headers['content-encoding'],
    sizeBytes: head.sizeBytes,
  }
}
