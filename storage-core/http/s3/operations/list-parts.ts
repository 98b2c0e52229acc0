import { listParts as ossListParts } from '../../operations/list-parts.ts'
import { checksumElement } from '../../../model/object-checksum.ts'
import { requireBucket } from '../../require-bucket.ts'
import { element, keyWriter, optionalElement, xmlTime } from '../../xml/write-xml.ts'
import { uploadChecksumXml } from '../checksums.ts'
import { asS3, etagXml, s3Xml } from '../s3-operation.ts'
import { s3StorageClass } from '../storage-classes.ts'
import { ownerXml, initiatorXml } from '../owner-xml.ts'

/** ListParts. */
export const listParts = asS3(ossListParts, {
  name: 'ListParts',
  serialize(context, { parts, isTruncated, storageClass, checksum: wanted }, { uploadId, after, maxParts, encodingType }) {
    const { owner } = requireBucket(context)
    const rows = parts.map(
      ({ partNumber, lastModifiedMs, etag, sizeBytes, checksum }) =>
        `<Part>${element('PartNumber', partNumber)}${element('LastModified', xmlTime(lastModifiedMs))}${etagXml(etag)}` +
        `${element('Size', sizeBytes)}${checksum === undefined ? '' : element(checksumElement(checksum.algorithm), checksum.value)}</Part>`,
    )
    return s3Xml(
      'ListPartsResult',
      `${optionalElement('EncodingType', encodingType)}${element('Bucket', context.bucket)}` +
        `<Key>${keyWriter(encodingType)(context.key)}</Key>${element('UploadId', uploadId)}${initiatorXml(owner)}${ownerXml(owner)}` +
        `${element('StorageClass', s3StorageClass(storageClass))}${element('PartNumberMarker', after)}` +
        `${element('NextPartNumberMarker', parts.at(-1)?.partNumber ?? after)}${element('MaxParts', maxParts)}` +
        element('IsTruncated', isTruncated) +
        uploadChecksumXml(wanted) +
        rows.join(''),
    )
  },
})
