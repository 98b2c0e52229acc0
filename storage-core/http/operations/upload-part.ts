import { limits } from '../../model/limits.ts'
import { operation } from '../operation.ts'
import { bodyClaims } from '../parse/body-headers.ts'
import { refuseUnbuiltWriteHeaders } from '../parse/object-attributes.ts'
import { partNumberQuery, uploadIdQuery } from '../parse/upload-query.ts'
import { emptyReply } from '../reply.ts'

/** UploadPart. */
export const uploadPart = operation({
  name: 'UploadPart',
  match: { method: 'PUT', scope: 'object', subResource: 'uploadId', companions: ['partNumber'] },
  action: 'oss:PutObject',
  parse({ headers, query }) {
    refuseUnbuiltWriteHeaders(headers)
    const partNumber = partNumberQuery(query)
    return { uploadId: uploadIdQuery(query), partNumber, claims: bodyClaims(headers, limits.partMaxBytes) }
  },
  run(context, { uploadId, partNumber, claims }) {
    const { engine, bucket, key, signal } = context
    return engine.uploadPart({ bucket, key, uploadId, partNumber, claims, signal, body: context.body() })
  },
  serialize: (_, { etag, crc64 }) =>
    emptyReply(200, [
      'ETag',
      `"${etag}"`,
      'Content-MD5',
      Buffer.from(etag, 'hex').toString('base64'),
      'x-oss-hash-crc64ecma',
      crc64.toString(),
    ]),
})
