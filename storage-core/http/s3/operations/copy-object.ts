import type { ChecksumAlgorithm, ObjectChecksum } from '../../../model/object-checksum.ts'
import { isOssError, ossError } from '../../../model/oss-error.ts'
import { createChecksum } from '../../../signature/checksums.ts'
import { copyObject as ossCopyObject } from '../../operations/copy-object.ts'
import type { RequestContext } from '../../request-context.ts'
import { versionHeader } from '../../version-header.ts'
import { element, xmlTime } from '../../xml/write-xml.ts'
import { storedElements, wantedAlgorithm } from '../checksums.ts'
import { asS3, etagXml, s3Xml } from '../s3-operation.ts'

/**
 * CopyObject. A source that does not meet the conditions is an error, also where OSS answers 304. A copy of an object onto
 * itself has to change something besides. The copy has the checksum of its source, or one of the kind that is asked for.
 */
export const copyObject = asS3(ossCopyObject, {
  name: 'CopyObject',
  match: { ...ossCopyObject.match, header: 'x-amz-copy-source' },
  parse(context) {
    const input = ossCopyObject.parse(context)
    const { source } = input
    const isOnItself = source.bucket === context.bucket && source.key === context.key && source.versionId === undefined
    const metadata = context.headers['x-oss-metadata-directive']
    const isUnchanged = metadata !== 'REPLACE' && !input.replaceTags && input.attributes.storageClass === undefined
    if (isOnItself && isUnchanged) {
      throw ossError('InvalidRequest', {
        message:
          'This copy request is illegal because it is trying to copy an object to itself without changing the object\'s metadata, ' +
          'storage class, website redirect location or encryption attributes.',
      })
    }
    // Without a directive S3 keeps the metadata, also of an object that is copied onto itself.
    return { ...input, replaceMetadata: metadata === 'REPLACE' }
  },
  async run(context, input) {
    const algorithm = wantedAlgorithm(context.headers)
    if (algorithm === undefined) return ossCopyObject.run(context, input)
    await context.authorize(input.source.versionId === undefined ? 'oss:GetObject' : 'oss:GetObjectVersion', input.source)
    for (let attempt = 1; ; attempt++) {
      const read = await readForChecksum(context, input, algorithm)
      if (read === undefined) return ossCopyObject.run(context, input)
      try {
        return await ossCopyObject.run(context, { ...input, ...read })
      } catch (error) {
        // Somebody wrote the source since it was read. The conditions of the request itself held then.
        if (!isOssError(error, 'PreconditionFailed') || attempt >= readsMax) throw error
      }
    }
  },
  serialize(_, output) {
    if (output.notModified) throw ossError('PreconditionFailed')
    const said = output.checksum === undefined ? '' : storedElements(output.checksum)
    const source = output.sourceVersionId === undefined ? [] : ['x-oss-copy-source-version-id', output.sourceVersionId]
    return s3Xml('CopyObjectResult', element('LastModified', xmlTime(output.lastModifiedMs)) + etagXml(output.etag) + said, [
      ...source,
      ...versionHeader(output),
    ])
  },
})

const readsMax = 3

type CopyInput = ReturnType<typeof ossCopyObject.parse>

/**
 * The checksum of the source's bytes, and the condition that it is still they that are copied. Undefined when the source has this
 * checksum anyway, when it is a link, or when its conditions say that nothing is copied.
 */
async function readForChecksum(
  { engine, signal }: RequestContext,
  { source, sourceConditions }: CopyInput,
  algorithm: ChecksumAlgorithm,
): Promise<(Pick<CopyInput, 'sourceConditions'> & { readonly checksum: ObjectChecksum }) | undefined> {
  const { head, body, notModified, linkTarget } = await engine.getObject({ ...source, conditions: sourceConditions, rangeBehavior: 'standard' })
  try {
    if (notModified || linkTarget !== undefined) return undefined
    if (head.checksum?.algorithm === algorithm && head.checksum.type === 'FULL_OBJECT') return undefined
    const checksum = await createChecksum(algorithm)
    await body.copyTo({ write: (chunk) => Promise.resolve(checksum.update(chunk)) }, signal)
    const { ifUnmodifiedSinceMs } = sourceConditions
    return {
      checksum: { algorithm, type: 'FULL_OBJECT', value: checksum.digest() },
      sourceConditions: { ifMatch: [head.etag], ...(ifUnmodifiedSinceMs === undefined ? {} : { ifUnmodifiedSinceMs }) },
    }
  } finally {
    await body.close()
  }
}
