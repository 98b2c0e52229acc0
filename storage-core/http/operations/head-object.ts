import type { HeadObjectInput } from '../../engine/object-engine.ts'
import { expirationHeader } from '../expiration-header.ts'
import { operation } from '../operation.ts'
import { authorizeLinkTarget, readThroughLink } from '../link-target.ts'
import { parseConditions } from '../parse/conditions.ts'
import { versionIdQuery } from '../parse/version-id.ts'
import { withReadableTags } from '../readable-tags.ts'
import { emptyReply } from '../reply.ts'
import { type HeaderOverrides, notModifiedHeaders, objectHeaders, parseOverrides } from '../serialize-object.ts'
import { versionHeader } from '../version-header.ts'

/** What a look at an object asks for; only S3 names a part. */
interface LookInput {
  readonly version: Pick<HeadObjectInput, 'versionId'>
  readonly overrides: HeaderOverrides
  readonly conditions: HeadObjectInput['conditions']
  readonly partNumber?: number
}

/** HeadObject. */
export const headObject = operation({
  name: 'HeadObject',
  match: { method: 'HEAD', scope: 'object' },
  action: 'oss:GetObject',
  versionAction: 'oss:GetObjectVersion',
  parse(context): LookInput {
    return { version: versionIdQuery(context.query), overrides: parseOverrides(context), conditions: parseConditions(context.headers) }
  },
  async run(context, { version, conditions, partNumber }) {
    const { engine, bucket, key } = context
    const address = { bucket, key, ...version }
    const output = await readThroughLink(context, address, () => engine.headObject({ ...address, conditions, ...(partNumber === undefined ? {} : { partNumber }) }))
    await authorizeLinkTarget(context, output)
    return withReadableTags(context, address, output)
  },
  serialize(context, output, { overrides, version }) {
    const { head, notModified, range } = output
    if (notModified) return emptyReply(304, [...notModifiedHeaders(head), ...versionHeader(output)])
    const headers = objectHeaders(head, overrides, { wholeBody: range === undefined })
    headers.push('Content-Length', String(range === undefined ? head.sizeBytes : range.end - range.start + 1), ...versionHeader(output))
    if (range !== undefined) headers.push('Content-Range', `bytes ${range.start}-${range.end}/${head.sizeBytes}`)
    if (version.versionId === undefined && output.hidesTags !== true) headers.push(...expirationHeader(context, head))
    return emptyReply(range === undefined ? 200 : 206, headers)
  },
})
