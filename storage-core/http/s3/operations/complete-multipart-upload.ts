import { limits } from '../../../model/limits.ts'
import { percentEncodePath } from '../../../signature/percent.ts'
import { completeMultipartUpload as ossCompleteMultipartUpload } from '../../operations/complete-multipart-upload.ts'
import { contentMd5 } from '../../parse/body-headers.ts'
import { parseCompletedParts } from '../../parse/completed-parts.ts'
import { refuseUnbuiltWriteHeaders } from '../../parse/object-attributes.ts'
import { uploadIdQuery } from '../../parse/upload-query.ts'
import { versionHeader } from '../../version-header.ts'
import { readDocument } from '../../xml-body.ts'
import { element } from '../../xml/write-xml.ts'
import { etagXml, s3Operation, s3Xml } from '../s3-operation.ts'

/** CompleteMultipartUpload. The object gets the ETag that S3 gives it, which both dialects show from then on. */
export const completeMultipartUpload = s3Operation({
  name: 'CompleteMultipartUpload',
  match: ossCompleteMultipartUpload.match,
  action: ossCompleteMultipartUpload.action,
  parse({ headers, query }) {
    refuseUnbuiltWriteHeaders(headers)
    return { uploadId: uploadIdQuery(query), md5: contentMd5(headers) }
  },
  async run(context, { uploadId, md5 }) {
    const document = await readDocument(context.body(), { maxBytes: limits.xmlBodyMaxBytes, md5 })
    const parts = (await parseCompletedParts(document)).map(({ partNumber, etag }) => ({ partNumber, etag: etag.toUpperCase() }))
    const { engine, bucket, key, writeCondition } = context
    const condition = writeCondition === undefined ? {} : { condition: writeCondition }
    return engine.completeMultipartUpload({ bucket, key, uploadId, parts, forbidOverwrite: false, etagForm: 'binary', ...condition })
  },
  serialize: ({ bucket, key, endpoint }, output) =>
    s3Xml(
      'CompleteMultipartUploadResult',
      element('Location', `http://${endpoint}/${bucket}/${percentEncodePath(key)}`) +
        element('Bucket', bucket) +
        element('Key', key) +
        etagXml(output.etag),
      versionHeader(output),
    ),
})
