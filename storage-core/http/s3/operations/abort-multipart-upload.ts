import { abortMultipartUpload as ossAbortMultipartUpload } from '../../operations/abort-multipart-upload.ts'
import { asS3 } from '../s3-operation.ts'

export const abortMultipartUpload = asS3(ossAbortMultipartUpload, { name: 'AbortMultipartUpload' })
