import { expirationHeader } from '../expiration-header.ts'
import { operation } from '../operation.ts'
import { authorizeLinkTarget, readThroughLink } from '../link-target.ts'
import { parseConditions } from '../parse/conditions.ts'
import { versionIdQuery } from '../parse/version-id.ts'
import { withReadableTags } from '../readable-tags.ts'
import { emptyReply } from '../reply.ts'
import { notModifiedHeaders, objectHeaders, parseOverrides } from '../serialize-object.ts'
import { versionHeader } from '../version-header.ts'

/** HeadObject. */
export const headObject = operation({
  name: 'HeadObject',
  match: { method: 'HEAD', scope: 'object' },
  action: 'oss:GetObject',
  versionAction: 'oss:GetObjectVersion',
  parse(context) {
    return { version: versionIdQuery(context.query), overrides: parseOverrides(context), conditions: parseConditions(context.headers) }
  },
  async run(context, { version, conditions }) {
    const { engine, bucket, key } = context
    const address = { bucket, key, ...version }
    const output = await readThroughLink(context, address, () => engine.headObject({ ...address, conditions }))
    await authorizeLinkTarget(context, output)
    return withReadableTags(context, address, output)
  },
  serialize(context, output, { overrides, version }) {
    const { head, notModified } = output
    if (notModified) return emptyReply(304, [...notModifiedHeaders(head), ...versionHeader(output)])
    const headers = objectHeaders(head, overrides, { wholeBody: true })
    headers.push('Content-Length', String(head.sizeBytes), ...versionHeader(output))
    if (version.versionId === undefined && output.hidesTags !== true) headers.push(...expirationHeader(context, head))
    return emptyReply(200, headers)
  },
})
