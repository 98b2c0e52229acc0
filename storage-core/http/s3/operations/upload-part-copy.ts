import { checksumElement } from '../../../model/object-checksum.ts'
import { ossError } from '../../../model/oss-error.ts'
import { createChecksum } from '../../../signature/checksums.ts'
import { uploadPartCopy as ossUploadPartCopy } from '../../operations/upload-part-copy.ts'
import { invalidArgument } from '../../parse/arguments.ts'
import { element, xmlTime } from '../../xml/write-xml.ts'
import { summed } from '../checksums.ts'
import { checksumOfUpload } from '../upload-checksum.ts'
import { asS3, etagXml, s3Xml } from '../s3-operation.ts'

/** UploadPartCopy. Where the upload is to have a checksum, the part's is computed. A range has to be one, with both ends, where OSS would take the whole source instead. */
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
  async run(context, input) {
    const wanted = await checksumOfUpload(context, input.uploadId)
    if (wanted === undefined) return ossUploadPartCopy.run(context, input)
    const checksum = await createChecksum(wanted.algorithm)
    return ossUploadPartCopy.run(context, { ...input, withChecksum: (body) => summed(body, wanted.algorithm, checksum) })
  },
  serialize(_, { notModified, etag, lastModifiedMs, sourceVersionId, checksum }) {
    if (notModified) throw ossError('PreconditionFailed')
    const said = checksum === undefined ? '' : element(checksumElement(checksum.algorithm), checksum.value)
    const version = sourceVersionId === undefined ? [] : ['x-oss-copy-source-version-id', sourceVersionId]
    return s3Xml('CopyPartResult', element('LastModified', xmlTime(lastModifiedMs)) + etagXml(etag) + said, version)
  },
})
