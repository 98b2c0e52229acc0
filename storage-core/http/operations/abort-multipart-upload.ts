import { operation } from '../operation.ts'
import { uploadIdQuery } from '../parse/upload-query.ts'
import { emptyReply } from '../reply.ts'

/** AbortMultipartUpload. */
export const abortMultipartUpload = operation({
  name: 'AbortMultipartUpload',
  match: { method: 'DELETE', scope: 'object', subResource: 'uploadId' },
  action: 'oss:AbortMultipartUpload',
  parse: ({ query }) => ({ uploadId: uploadIdQuery(query) }),
  run: ({ engine, bucket, key }, { uploadId }) => engine.abortMultipartUpload({ bucket, key, uploadId }),
  serialize: () => emptyReply(204),
})
