import type { UploadedPart } from '../../engine/multipart/multipart-engine.ts'
import { limits } from '../../model/limits.ts'
import { operation } from '../operation.ts'
import { encodingTypeQuery, filledQuery, integerQuery } from '../parse/arguments.ts'
import { uploadIdQuery } from '../parse/upload-query.ts'
import { xmlReply } from '../reply.ts'
import { element, keyWriter, optionalElement, xmlDeclaration, xmlTime } from '../xml/write-xml.ts'

/** ListParts. */
export const listParts = operation({
  name: 'ListParts',
  match: { method: 'GET', scope: 'object', subResource: 'uploadId' },
  action: 'oss:ListParts',
  parse: ({ query }) => ({
    uploadId: uploadIdQuery(query),
    after: integerQuery(filledQuery(query, 'part-number-marker'), 'part-number-marker', { min: 0, max: limits.partNumberMax, fallback: 0 }),
    maxParts: integerQuery(filledQuery(query, 'max-parts'), 'max-parts', { min: 1, max: limits.listPartsMax, fallback: limits.listPartsMax }),
    encodingType: encodingTypeQuery(query),
  }),
  run: ({ engine, bucket, key }, { uploadId, after, maxParts }) => engine.listParts({ bucket, key, uploadId, after, maxParts }),
  serialize({ bucket, key }, { parts, isTruncated, storageClass }, { uploadId, after, maxParts, encodingType }) {
    let xml =
      `${xmlDeclaration}<ListPartsResult>${optionalElement('EncodingType', encodingType)}${element('Bucket', bucket)}` +
      `<Key>${keyWriter(encodingType)(key)}</Key>${element('UploadId', uploadId)}${element('StorageClass', storageClass)}` +
      element('PartNumberMarker', after) +
      // Always there: some clients read it without looking at IsTruncated.
      element('NextPartNumberMarker', parts.at(-1)?.partNumber ?? after) +
      `${element('MaxParts', maxParts)}${element('IsTruncated', isTruncated)}`
    for (const part of parts) xml += partXml(part)
    return xmlReply(`${xml}</ListPartsResult>\n`)
  },
})

function partXml({ partNumber, lastModifiedMs, etag, crc64, sizeBytes }: UploadedPart): string {
  return (
    `<Part>${element('PartNumber', partNumber)}${element('LastModified', xmlTime(lastModifiedMs))}<ETag>"${etag}"</ETag>` +
    `${element('HashCrc64ecma', crc64)}${element('Size', sizeBytes)}</Part>`
  )
}
