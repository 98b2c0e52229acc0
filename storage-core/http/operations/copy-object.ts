import type { VersionAddress } from '../../engine/object-engine.ts'
import type { ObjectChecksum } from '../../model/object-checksum.ts'
import { writtenBy } from '../author.ts'
import { operation } from '../operation.ts'
import { authorizeAttributes } from '../authorize-attributes.ts'
import { choiceHeader, flagHeader, textHeader, unsupportedHeader } from '../parse/arguments.ts'
import { parseConditions } from '../parse/conditions.ts'
import { parseCopySource } from '../parse/copy-source.ts'
import { objectAttributes, refuseUnbuiltWriteHeaders } from '../parse/object-attributes.ts'
import { emptyReply, xmlReply } from '../reply.ts'
import type { RequestContext } from '../request-context.ts'
import { versionHeader } from '../version-header.ts'
import { element, xmlDeclaration, xmlTime } from '../xml/write-xml.ts'

const conditionPrefix = 'x-oss-copy-source-'

/**
 * CopyObject. Where a bucket never had versioning, an object copied onto itself takes its attributes from the request whatever the directive says, as OSS
 * documents it: that is how metadata is changed.
 */
export const copyObject = operation({
  name: 'CopyObject',
  match: { method: 'PUT', scope: 'object', header: 'x-oss-copy-source' },
  action: 'oss:PutObject',
  parse(context) {
    const { headers } = context
    refuseUnbuiltWriteHeaders(headers)
    if (headers['x-oss-copy-source-range'] !== undefined) throw unsupportedHeader('x-oss-copy-source-range')
    const source = parseCopySource(textHeader(headers, 'x-oss-copy-source') ?? '')
    // With versioning a copy onto itself makes a version as any other copy does, which is how an old one is restored.
    const hasVersions = context.bucketRecord?.versioning !== undefined
    const onItself = !hasVersions && source.bucket === context.bucket && source.key === context.key
    const metadata = directive(headers, 'x-oss-metadata-directive')
    const tagging = directive(headers, 'x-oss-tagging-directive')
    const attributes = objectAttributes(headers)
    return {
      source,
      attributes,
      replaceMetadata: onItself || metadata === 'REPLACE',
      replaceTags: tagging === 'REPLACE',
      sourceConditions: parseConditions(headers, conditionPrefix),
      forbidOverwrite: flagHeader(headers, 'x-oss-forbid-overwrite'),
      // S3's own: it has the copy's computed.
      checksum: undefined as ObjectChecksum | undefined,
    }
  },
  async run(context, input) {
    const { attributes } = input
    await context.authorize(input.source.versionId === undefined ? 'oss:GetObject' : 'oss:GetObjectVersion', input.source)
    const tags = input.replaceTags ? attributes.tags : await readSourceTags(context, input.source)
    await authorizeAttributes(context, { acl: attributes.acl, tags })
    const { headers, userMetadata, storageClass, acl } = attributes
    return context.engine.copyObject({
      bucket: context.bucket,
      key: context.key,
      source: input.source,
      sourceConditions: input.sourceConditions,
      acl,
      forbidOverwrite: input.forbidOverwrite,
      ...writtenBy(context.identity),
      ...(context.writeCondition === undefined ? {} : { condition: context.writeCondition }),
      ...(input.replaceMetadata ? { replaceMetadata: { headers, userMetadata } } : {}),
      ...(input.replaceTags ? { replaceTags: attributes.tags } : {}),
      ...(storageClass === undefined ? {} : { storageClass }),
      ...(input.checksum === undefined ? {} : { checksum: input.checksum }),
    })
  },
  serialize(_, output) {
    const versions = versionHeader(output)
    const copied = output.sourceVersionId === undefined ? [] : ['x-oss-copy-source-version-id', output.sourceVersionId]
    if (output.notModified) return emptyReply(304, copied)
    return xmlReply(
      `${xmlDeclaration}<CopyObjectResult>${element('LastModified', xmlTime(output.lastModifiedMs))}` +
        `<ETag>"${output.etag}"</ETag></CopyObjectResult>\n`,
      ['ETag', `"${output.etag}"`, 'x-oss-hash-crc64ecma', output.crc64.toString(), ...versions, ...copied],
    )
  },
})

/** OSS spells these `COPY`/`REPLACE` in one header and `Copy`/`Replace` in the other, and takes any case. */
function directive(headers: Parameters<typeof choiceHeader>[0], name: string): 'COPY' | 'REPLACE' | undefined {
  const value = headers[name]
  if (typeof value !== 'string') return undefined
  return choiceHeader({ [name]: value.toUpperCase() }, name, ['COPY', 'REPLACE'])
}

/**
 * Tags that are copied are read there and written here, which are permissions of their own.
 * @throws OssError AccessDenied, NoSuchBucket, NoSuchKey, NoSuchVersion
 */
async function readSourceTags(context: RequestContext, source: VersionAddress): Promise<Readonly<Record<string, string>>> {
  if (context.isUnquestioned && source.bucket === context.bucket) return {}
  const { tags } = await context.engine.getObjectTagging(source)
  if (Object.keys(tags).length > 0) {
    await context.authorize(source.versionId === undefined ? 'oss:GetObjectTagging' : 'oss:GetObjectVersionTagging', source)
  }
  return tags
}
