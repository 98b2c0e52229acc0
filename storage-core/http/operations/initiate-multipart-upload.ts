import { authorizeAttributes } from '../authorize-attributes.ts'
import { operation } from '../operation.ts'
import { encodingTypeQuery, flagHeader } from '../parse/arguments.ts'
import { objectAttributes, refuseUnbuiltWriteHeaders } from '../parse/object-attributes.ts'
import { xmlReply } from '../reply.ts'
import { element, keyWriter, optionalElement, xmlDeclaration } from '../xml/write-xml.ts'

/** InitiateMultipartUpload. The headers describe the object to be; `sequential` changes nothing here. */
export const initiateMultipartUpload = operation({
  name: 'InitiateMultipartUpload',
  match: { method: 'POST', scope: 'object', subResource: 'uploads' },
  action: 'oss:PutObject',
  parse({ headers, query }) {
    refuseUnbuiltWriteHeaders(headers)
    return {
      attributes: objectAttributes(headers),
      forbidOverwrite: flagHeader(headers, 'x-oss-forbid-overwrite'),
      encodingType: encodingTypeQuery(query),
    }
  },
  async run(context, { attributes, forbidOverwrite }) {
    await authorizeAttributes(context, attributes)
    const { engine, bucket, key, checksums } = context
    const checksum = checksums?.ofUpload
    return engine.initiateMultipartUpload({ bucket, key, ...attributes, forbidOverwrite, ...(checksum === undefined ? {} : { checksum }) })
  },
  serialize: ({ bucket, key }, { uploadId }, { encodingType }) =>
    xmlReply(
      `${xmlDeclaration}<InitiateMultipartUploadResult>${optionalElement('EncodingType', encodingType)}` +
        `${element('Bucket', bucket)}<Key>${keyWriter(encodingType)(key)}</Key>${element('UploadId', uploadId)}` +
        '</InitiateMultipartUploadResult>\n',
    ),
})
