import { ossError } from '../../../model/oss-error.ts'
import { uploadPartCopy as ossUploadPartCopy } from '../../operations/upload-part-copy.ts'
import { invalidArgument } from '../../parse/arguments.ts'
import { element, xmlTime } from '../../xml/write-xml.ts'
import { asS3, etagXml, s3Xml } from '../s3-operation.ts'

/** UploadPartCopy. A range has to be one, with both ends, where OSS would take the whole source instead. */
export const uploadPartCopy = asS3(ossUploadPartCopy, {
  name: 'UploadPartCopy',
  match: { ...ossUploadPartCopy.match, header: 'x-amz-copy-source' },
  parse(context) {
    const input = ossUploadPartCopy.parse(context)
    const text = context.headers['x-oss-copy-source-range']
    const { sourceRange } = input
    const isWhole = text === undefined
    if (!isWhole && (sourceRange?.kind !== 'from' || sourceRange.end === undefined)) {
      throw invalidArgument(
        'x-amz-copy-source-range',
        String(text),
        'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      )
    }
    return input
  },
  serialize(_, { notModified, etag, lastModifiedMs, sourceVersionId }) {
    if (notModified) throw ossError('PreconditionFailed')
    const version = sourceVersionId === undefined ? [] : ['x-oss-copy-source-version-id', sourceVersionId]
    return s3Xml('CopyPartResult', element('LastModified', xmlTime(lastModifiedMs)) + etagXml(etag), version)
  },
})
