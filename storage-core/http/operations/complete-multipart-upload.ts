import type { CompletedPart } from '../../engine/multipart/multipart-engine.ts'
import { ObjectAcl } from '../../model/acl.ts'
import { limits } from '../../model/limits.ts'
import { isOssError, ossError, type OssError } from '../../model/oss-error.ts'
import { percentEncodePath } from '../../signature/percent.ts'
import { queryValue } from '../../signature/request.ts'
import { operation } from '../operation.ts'
import { choiceHeader, encodingTypeQuery, flagHeader, textHeader, invalidArgument, unsupportedHeader } from '../parse/arguments.ts'
import { contentLength, contentMd5 } from '../parse/body-headers.ts'
import { refuseUnbuiltWriteHeaders } from '../parse/object-attributes.ts'
import { uploadIdQuery } from '../parse/upload-query.ts'
import { xmlReply } from '../reply.ts'
import { versionHeader } from '../version-header.ts'
import { readXmlBody } from '../xml-body.ts'
import { childElements, childText, type XmlElement } from '../xml/parse-xml.ts'
import { element, keyWriter, optionalElement, xmlDeclaration } from '../xml/write-xml.ts'

const root = 'CompleteMultipartUpload'

/** CompleteMultipartUpload. The body names the parts, or `x-oss-complete-all` takes all of them and there is no body. */
export const completeMultipartUpload = operation({
  name: root,
  match: { method: 'POST', scope: 'object', subResource: 'uploadId' },
  action: 'oss:PutObject',
  parse({ headers, query }) {
    refuseUnbuiltWriteHeaders(headers)
    if (queryValue(query, 'callback') !== undefined) throw unsupportedHeader('callback')
    const all = textHeader(headers, 'x-oss-complete-all')
    if (all !== undefined && all.toLowerCase() !== 'yes') throw invalidArgument('x-oss-complete-all', all)
    if (all !== undefined && (contentLength(headers) ?? 0) > 0) throw allWithBody()
    if ((contentLength(headers) ?? 0) > limits.xmlBodyMaxBytes) throw malformed()
    const acl = choiceHeader(headers, 'x-oss-object-acl', ObjectAcl.options)
    return {
      uploadId: uploadIdQuery(query),
      completeAll: all !== undefined,
      md5: contentMd5(headers),
      forbidOverwrite: flagHeader(headers, 'x-oss-forbid-overwrite'),
      encodingType: encodingTypeQuery(query),
      ...(acl === undefined ? {} : { acl }),
    }
  },
  async run(context, { uploadId, completeAll, md5, forbidOverwrite, acl }) {
    if (acl !== undefined && acl !== 'default') await context.authorize('oss:PutObjectAcl', context)
    const document = await readXmlBody(context.body(), { root, maxBytes: limits.xmlBodyMaxBytes, md5, allowEmpty: completeAll }).catch(withCause)
    if (completeAll && document !== undefined) throw allWithBody()
    const { engine, bucket, key } = context
    return engine.completeMultipartUpload({
      bucket,
      key,
      uploadId,
      parts: document === undefined ? 'all' : readParts(document),
      forbidOverwrite,
      ...(acl === undefined ? {} : { acl }),
    })
  },
  serialize({ bucket, key, endpoint }, output, { encodingType }) {
    const reply = xmlReply(
      `${xmlDeclaration}<CompleteMultipartUploadResult>${optionalElement('EncodingType', encodingType)}` +
        // In path style, which this endpoint always understands; a bucket in the host needs a name that resolves.
        element('Location', `http://${endpoint}/${bucket}/${percentEncodePath(key)}`) +
        `${element('Bucket', bucket)}<Key>${keyWriter(encodingType)(key)}</Key>` +
        `<ETag>"${output.etag}"</ETag></CompleteMultipartUploadResult>\n`,
    )
    const checksums = ['ETag', `"${output.etag}"`, 'x-oss-hash-crc64ecma', output.crc64.toString()]
    return { ...reply, headers: [...reply.headers, ...checksums, ...versionHeader(output)] }
  },
})

function readParts(document: XmlElement): readonly CompletedPart[] {
  const parts = childElements(document, 'Part')
  if (parts.length === 0) throw malformed()
  return parts.map((part) => {
    const number = childText(part, 'PartNumber')?.trim() ?? ''
    const etag = childText(part, 'ETag')?.trim() ?? ''
    if (!/^\d{1,9}$/.test(number) || etag === '') throw malformed()
    return { partNumber: Number(number), etag: etag.replace(/^"(.*)"$/, '$1') }
  })
}

function malformed(): OssError {
  return ossError('MalformedXML', { ec: '0042-00000205' })
}

function allWithBody(): OssError {
  return ossError('InvalidArgument', {
    message: 'The request body must be empty when x-oss-complete-all is specified.',
    details: { ArgumentName: 'x-oss-complete-all', ArgumentValue: 'yes' },
    ec: '0042-00000216',
  })
}

function withCause(error: unknown): never {
  throw isOssError(error, 'MalformedXML') ? malformed() : error
}
