import { initiateMultipartUpload } from '../../operations/initiate-multipart-upload.ts'
import { element } from '../../xml/write-xml.ts'
import { checksumHeaderPrefix } from '../checksums.ts'
import { asS3, s3Xml } from '../s3-operation.ts'

/** CreateMultipartUpload. What checksum the parts and the object are to have is said again. */
export const createMultipartUpload = asS3(initiateMultipartUpload, {
  name: 'CreateMultipartUpload',
  serialize({ bucket, key, checksums }, { uploadId }) {
    const wanted = checksums?.ofUpload
    return s3Xml(
      'InitiateMultipartUploadResult',
      element('Bucket', bucket) + element('Key', key) + element('UploadId', uploadId),
      wanted === undefined ? [] : [`${checksumHeaderPrefix}algorithm`, wanted.algorithm.toUpperCase(), `${checksumHeaderPrefix}type`, wanted.type],
    )
  },
})
