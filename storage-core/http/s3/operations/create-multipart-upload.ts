import { initiateMultipartUpload } from '../../operations/initiate-multipart-upload.ts'
import { element } from '../../xml/write-xml.ts'
import { asS3, s3Xml } from '../s3-operation.ts'

/** CreateMultipartUpload. */
export const createMultipartUpload = asS3(initiateMultipartUpload, {
  name: 'CreateMultipartUpload',
  serialize: ({ bucket, key }, { uploadId }) =>
    s3Xml('InitiateMultipartUploadResult', element('Bucket', bucket) + element('Key', key) + element('UploadId', uploadId)),
})
