import type { GetObjectInput, GetObjectOutput } from '../../engine/object-engine.ts'
import type { Assignable } from '../../model/assignable.ts'
import type { ObjectHead } from '../../model/object.ts'
import { shouldCompress } from '../compress.ts'
import { expirationHeader } from '../expiration-header.ts'
import { authorizeLinkTarget, readThroughLink } from '../link-target.ts'
import { operation } from '../operation.ts'
import { trafficLimit } from '../pace.ts'
import { textHeader } from '../parse/arguments.ts'
import { parseConditions, parseRange } from '../parse/conditions.ts'
import { versionIdQuery } from '../parse/version-id.ts'
import { type HiddenTags, withReadableTags } from '../readable-tags.ts'
import type { RequestContext } from '../request-context.ts'
import { type HeaderOverrides, notModifiedHeaders, objectHeaders, parseOverrides } from '../serialize-object.ts'

/** What a read asks for; only S3 names a part. */
interface ReadInput {
  readonly version: Pick<GetObjectInput, 'versionId'>
  readonly bitsPerSecond: number | undefined
  readonly overrides: HeaderOverrides
  readonly conditions: GetObjectInput['conditions']
  readonly rangeBehavior: GetObjectInput['rangeBehavior']
  readonly range: GetObjectInput['range']
  readonly partNumber?: number
}

/** GetObject. */
export const getObject = operation({
  name: 'GetObject',
  match: { method: 'GET', scope: 'object' },
  action: 'oss:GetObject',
  versionAction: 'oss:GetObjectVersion',
  parse(context): ReadInput {
    const { headers, query } = context
    const version = versionIdQuery(query)
    const range = parseRange(headers.range)
    return {
      version,
      bitsPerSecond: trafficLimit(headers, query),
      overrides: parseOverrides(context),
      conditions: parseConditions(headers),
      rangeBehavior: textHeader(headers, 'x-oss-range-behavior') === 'standard' ? ('standard' as const) : ('legacy' as const),
      range,
    }
  },
  run(context, { version, conditions, rangeBehavior, range, partNumber }): Promise<GetObjectOutput & HiddenTags> {
    const { engine, bucket, key } = context
    const input: Assignable<GetObjectInput> = { bucket, key, conditions, rangeBehavior }
    if (version.versionId !== undefined) input.versionId = version.versionId
    if (range !== undefined) input.range = range
    if (partNumber !== undefined) input.partNumber = partNumber
    return context.isUnquestioned ? engine.getObject(input) : readQuestioned(context, input)
  },
  serialize(context, output, { overrides, bitsPerSecond, version: asked }) {
    const { headers: wanted } = context
    const { head, body, range, notModified } = output
    const version = output.versionId === undefined ? [] : ['x-oss-version-id', output.versionId]
    if (notModified) return { status: 304, headers: [...notModifiedHeaders(head), ...version], body }
    if (asked.versionId === undefined && output.hidesTags !== true) version.push(...expirationHeader(context, head))
    if (range === undefined && wanted['accept-encoding'] !== undefined && shouldCompress(wanted, compressible(head, overrides))) {
      const headers = objectHeaders(head, overrides, { wholeBody: true, compressed: true })
      return { status: 200, headers: [...headers, ...version], body, transfer: { isCompressed: true, bitsPerSecond } }
    }
    const headers = objectHeaders(head, overrides, { wholeBody: range === undefined })
    headers.push(...version)
    if (range !== undefined) headers.push('Content-Range', `bytes ${range.start}-${range.end}/${head.sizeBytes}`)
    const status = range === undefined ? 200 : 206
    if (bitsPerSecond === undefined) return { status, headers, body }
    return { status, headers, body, transfer: { isCompressed: false, bitsPerSecond } }
  },
})

/** What depends on the object that was found: where a link leads, and whether its tags may be counted. */
async function readQuestioned(context: RequestContext, input: GetObjectInput): Promise<GetObjectOutput & HiddenTags> {
  const output = await readThroughLink(context, input, () => context.engine.getObject(input))
  try {
    await authorizeLinkTarget(context, output)
    return await withReadableTags(context, input, output)
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
