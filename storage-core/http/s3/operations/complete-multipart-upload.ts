import type { IncomingHttpHeaders } from 'node:http'
import { limits } from '../../../model/limits.ts'
import type { ChecksumType } from '../../../model/object-checksum.ts'
import { percentEncodePath } from '../../../signature/percent.ts'
import { writtenBy } from '../../author.ts'
import { completeMultipartUpload as ossCompleteMultipartUpload } from '../../operations/complete-multipart-upload.ts'
import { invalidArgument } from '../../parse/arguments.ts'
import { contentMd5 } from '../../parse/body-headers.ts'
import { parseCompletedParts } from '../../parse/completed-parts.ts'
import { refuseUnbuiltWriteHeaders } from '../../parse/object-attributes.ts'
import { uploadIdQuery } from '../../parse/upload-query.ts'
import { versionHeader } from '../../version-header.ts'
import { readDocument } from '../../xml-body.ts'
import { element } from '../../xml/write-xml.ts'
import { claimedOfObject, storedElements, wantedType } from '../checksums.ts'
import { S3Error } from '../s3-error.ts'
import { etagXml, s3Operation, s3Xml } from '../s3-operation.ts'
import { checksumJoiner, checksumOfUpload } from '../upload-checksum.ts'

/**
 * CompleteMultipartUpload. The object gets the ETag that S3 gives it, which both dialects show from then on, and the checksum that
 * the upload was begun with. What the request says of the parts and of the whole is held against what came.
 */
export const completeMultipartUpload = s3Operation({
  name: 'CompleteMultipartUpload',
  match: ossCompleteMultipartUpload.match,
  action: ossCompleteMultipartUpload.action,
  parse({ headers, query }) {
    refuseUnbuiltWriteHeaders(headers)
    return {
      uploadId: uploadIdQuery(query),
      md5: contentMd5(headers),
      claimed: claimedOfObject(headers),
      claimedSizeBytes: objectSize(headers),
      type: wantedType(headers),
    }
  },
  async run(context, { uploadId, md5, claimed, claimedSizeBytes, type }) {
    const document = await readDocument(context.body(), { maxBytes: limits.xmlBodyMaxBytes, md5 })
    const named = await parseCompletedParts(document)
    const parts = named.map(({ partNumber, etag }) => ({ partNumber, etag: etag.toUpperCase() }))
    const wanted = await checksumOfUpload(context, uploadId)
    if (type !== undefined && type !== wanted?.type) throw mismatchOfType(type, wanted?.type)
    const joinChecksums = await checksumJoiner({ wanted, named, claimed, claimedSizeBytes })
    const { engine, bucket, identity, key, writeCondition } = context
    const condition = writeCondition === undefined ? {} : { condition: writeCondition }
    return engine.completeMultipartUpload({ bucket, key, uploadId, parts, forbidOverwrite: false, etagForm: 'binary', joinChecksums, ...condition, ...writtenBy(identity) })
  },
  serialize: ({ bucket, key, endpoint }, output) =>
    s3Xml(
      'CompleteMultipartUploadResult',
      element('Location', `http://${endpoint}/${bucket}/${percentEncodePath(key)}`) +
        element('Bucket', bucket) +
        element('Key', key) +
        etagXml(output.etag) +
        (output.checksum === undefined ? '' : storedElements(output.checksum)),
      versionHeader(output),
    ),
})

/** @throws OssError InvalidArgument */
function objectSize(headers: IncomingHttpHeaders): number | undefined {
  const header = 'x-amz-mp-object-size'
  const text = headers[header]
  if (text === undefined) return undefined
  if (/^\d{1,15}$/.test(String(text))) return Number(text)
  throw invalidArgument(header, String(text))
}

function mismatchOfType(said: ChecksumType, wanted: ChecksumType | undefined): S3Error {
  return new S3Error('BadDigest', {
    message: `The upload was created with checksum type ${wanted ?? 'null'}. The complete request says ${said}.`,
  })
}
