import { limits } from '../../model/limits.ts'
import { queryValue } from '../../signature/request.ts'
import { operation } from '../operation.ts'
import { encodingTypeQuery, filledQuery, integerQuery, keyQuery } from '../parse/arguments.ts'
import { xmlReply } from '../reply.ts'
import { element, keyWriter, optionalElement, xmlDeclaration, xmlTime } from '../xml/write-xml.ts'

/** ListMultipartUploads. An upload-id-marker without a key-marker has no meaning and is ignored. */
export const listMultipartUploads = operation({
  name: 'ListMultipartUploads',
  match: { method: 'GET', scope: 'bucket', subResource: 'uploads' },
  action: 'oss:ListMultipartUploads',
  parse: ({ query }) => ({
    prefix: keyQuery(query, 'prefix'),
    delimiter: keyQuery(query, 'delimiter'),
    keyMarker: keyQuery(query, 'key-marker'),
    uploadIdMarker: queryValue(query, 'upload-id-marker') ?? '',
    maxUploads: integerQuery(filledQuery(query, 'max-uploads'), 'max-uploads', { min: 1, max: limits.listUploadsMax, fallback: limits.listUploadsMax }),
    encodingType: encodingTypeQuery(query),
  }),
  run: ({ engine, bucket }, { prefix, delimiter, keyMarker, uploadIdMarker, maxUploads }) =>
    engine.listMultipartUploads({ bucket, prefix, delimiter, keyMarker, uploadIdMarker, maxUploads }),
  serialize({ bucket }, output, { prefix, delimiter, keyMarker, uploadIdMarker, maxUploads, encodingType }) {
    const write = keyWriter(encodingType)
    let uploads = ''
    let prefixes = ''
    for (const entry of output.entries) {
      if (entry.kind === 'prefix') prefixes += `<CommonPrefixes><Prefix>${write(entry.prefix)}</Prefix></CommonPrefixes>`
      else {
        const { key, uploadId, storageClass, initiatedMs } = entry.upload
        uploads +=
          `<Upload><Key>${write(key)}</Key>${element('UploadId', uploadId)}${element('StorageClass', storageClass)}` +
          `${element('Initiated', xmlTime(initiatedMs))}</Upload>`
      }
    }
    return xmlReply(
      `${xmlDeclaration}<ListMultipartUploadsResult>${optionalElement('EncodingType', encodingType)}${element('Bucket', bucket)}` +
        `<KeyMarker>${write(keyMarker)}</KeyMarker>${element('UploadIdMarker', uploadIdMarker)}` +
        `<NextKeyMarker>${write(output.nextKey ?? '')}</NextKeyMarker>${element('NextUploadIdMarker', output.nextUploadId ?? '')}` +
        `<Delimiter>${write(delimiter)}</Delimiter><Prefix>${write(prefix)}</Prefix>${element('MaxUploads', maxUploads)}` +
        `${element('IsTruncated', output.isTruncated)}${uploads}${prefixes}</ListMultipartUploadsResult>\n`,
    )
  },
})
