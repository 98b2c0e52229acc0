import { listMultipartUploads as ossListMultipartUploads } from '../../operations/list-multipart-uploads.ts'
import { requireBucket } from '../../require-bucket.ts'
import { commonPrefixXml } from '../../xml/list-xml.ts'
import { element, keyWriter, optionalElement, xmlTime } from '../../xml/write-xml.ts'
import { uploadChecksumXml } from '../checksums.ts'
import { asS3, s3Xml } from '../s3-operation.ts'
import { s3StorageClass } from '../storage-classes.ts'
import { ownerXml, initiatorXml } from '../owner-xml.ts'

/** ListMultipartUploads. */
export const listMultipartUploads = asS3(ossListMultipartUploads, {
  name: 'ListMultipartUploads',
  serialize(context, output, { prefix, delimiter, keyMarker, uploadIdMarker, maxUploads, encodingType }) {
    const { owner } = requireBucket(context)
    const write = keyWriter(encodingType)
    let uploads = ''
    let prefixes = ''
    for (const entry of output.entries) {
      if (entry.kind === 'prefix') prefixes += commonPrefixXml(entry.prefix, write)
      else {
        const { key, uploadId, storageClass, initiatedMs, checksum } = entry.upload
        uploads +=
          `<Upload><Key>${write(key)}</Key>${element('UploadId', uploadId)}${initiatorXml(owner)}${ownerXml(owner)}` +
          `${element('StorageClass', s3StorageClass(storageClass))}${element('Initiated', xmlTime(initiatedMs))}${uploadChecksumXml(checksum)}</Upload>`
      }
    }
    return s3Xml(
      'ListMultipartUploadsResult',
      `${element('Bucket', context.bucket)}<KeyMarker>${write(keyMarker)}</KeyMarker>${element('UploadIdMarker', uploadIdMarker)}` +
        optionalElement('NextKeyMarker', output.nextKey, write) +
        optionalElement('NextUploadIdMarker', output.nextUploadId) +
        `<Prefix>${write(prefix)}</Prefix>${optionalElement('Delimiter', delimiter || undefined, write)}` +
        optionalElement('EncodingType', encodingType) +
        `${element('MaxUploads', maxUploads)}${element('IsTruncated', output.isTruncated)}${uploads}${prefixes}`,
    )
  },
})
