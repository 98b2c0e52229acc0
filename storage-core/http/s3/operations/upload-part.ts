import { uploadPart as ossUploadPart } from '../../operations/upload-part.ts'
import { emptyReply } from '../../reply.ts'
import { checksumHeaders } from '../checksums.ts'
import { asS3 } from '../s3-operation.ts'

/** UploadPart. A checksum that the body was held against is said again. */
export const uploadPart = asS3(ossUploadPart, {
  name: 'UploadPart',
  serialize: ({ headers }, { etag }) => emptyReply(200, ['ETag', `"${etag}"`, ...checksumHeaders(headers)]),
})
