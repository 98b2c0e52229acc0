import { ossError } from '../../../model/oss-error.ts'
import { copyObject as ossCopyObject } from '../../operations/copy-object.ts'
import { versionHeader } from '../../version-header.ts'
import { element, xmlTime } from '../../xml/write-xml.ts'
import { asS3, etagXml, s3Xml } from '../s3-operation.ts'

/**
 * CopyObject. A source that does not meet the conditions is an error, also where OSS answers 304. A copy of an object onto
 * itself has to change something besides.
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
  serialize(_, output) {
    if (output.notModified) throw ossError('PreconditionFailed')
    const source = output.sourceVersionId === undefined ? [] : ['x-oss-copy-source-version-id', output.sourceVersionId]
    return s3Xml('CopyObjectResult', element('LastModified', xmlTime(output.lastModifiedMs)) + etagXml(output.etag), [
      ...source,
      ...versionHeader(output),
    ])
  },
})
