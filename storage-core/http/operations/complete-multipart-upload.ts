import { ObjectAcl } from '../../model/acl.ts'
import { limits } from '../../model/limits.ts'
import { isOssError, ossError, type OssError } from '../../model/oss-error.ts'
import { percentEncodePath } from '../../signature/percent.ts'
import type { CompleteMultipartUploadOutput } from '../../engine/multipart/multipart-engine.ts'
import { type Callback, parseCallback } from '../callback/parse-callback.ts'
import { callbackReply, runCallback } from '../callback/run-callback.ts'
import { authorizeAttributes } from '../authorize-attributes.ts'
import { writtenBy } from '../author.ts'
import { operation } from '../operation.ts'
import { choiceHeader, encodingTypeQuery, flagHeader, textHeader, invalidArgument } from '../parse/arguments.ts'
import { contentLength, contentMd5 } from '../parse/body-headers.ts'
import { malformedCompletion, parseCompletedParts } from '../parse/completed-parts.ts'
import { refuseUnbuiltWriteHeaders } from '../parse/object-attributes.ts'
import { uploadIdQuery } from '../parse/upload-query.ts'
import { xmlReply } from '../reply.ts'
import type { RequestContext } from '../request-context.ts'
import { versionHeader } from '../version-header.ts'
import { readDocument } from '../xml-body.ts'
import { element, keyWriter, optionalElement, xmlDeclaration } from '../xml/write-xml.ts'

/** CompleteMultipartUpload. The body names the parts, or `x-oss-complete-all` takes all of them and there is no body. */
export const completeMultipartUpload = operation({
  name: 'CompleteMultipartUpload',
  match: { method: 'POST', scope: 'object', subResource: 'uploadId' },
  action: 'oss:PutObject',
  parse({ headers, query, allowLocalCallbacks }) {
    refuseUnbuiltWriteHeaders(headers, { callsBack: true })
    const callback = parseCallback(headers, query, { allowLocal: allowLocalCallbacks })
    const all = textHeader(headers, 'x-oss-complete-all')
    if (all !== undefined && all.toLowerCase() !== 'yes') throw invalidArgument('x-oss-complete-all', all)
    if (all !== undefined && (contentLength(headers) ?? 0) > 0) throw allWithBody()
    if ((contentLength(headers) ?? 0) > limits.xmlBodyMaxBytes) throw malformedCompletion()
    const acl = choiceHeader(headers, 'x-oss-object-acl', ObjectAcl.options)
    return {
      callback,
      uploadId: uploadIdQuery(query),
      completeAll: all !== undefined,
      md5: contentMd5(headers),
      forbidOverwrite: flagHeader(headers, 'x-oss-forbid-overwrite'),
      encodingType: encodingTypeQuery(query),
      ...(acl === undefined ? {} : { acl }),
    }
  },
  async run(context, { callback, uploadId, completeAll, md5, forbidOverwrite, acl }) {
    if (acl !== undefined) await authorizeAttributes(context, { acl, tags: {} })
    const document = await readDocument(context.body(), { maxBytes: limits.xmlBodyMaxBytes, md5 }).catch(withCause)
    if (completeAll && document.length > 0) throw allWithBody()
    const { engine, bucket, identity, key } = context
    const output = await engine.completeMultipartUpload({
      bucket,
      key,
      uploadId,
      parts: completeAll ? 'all' : await parseCompletedParts(document),
      forbidOverwrite,
      ...writtenBy(identity),
      ...(acl === undefined ? {} : { acl }),
    })
    return { output, answer: callback === undefined ? undefined : await callBack(context, callback, output) }
  },
  serialize({ bucket, key, endpoint }, { output, answer }, { encodingType }) {
    const reply = xmlReply(
      `${xmlDeclaration}<CompleteMultipartUploadResult>${optionalElement('EncodingType', encodingType)}` +
        // In path style, which this endpoint always understands; a bucket in the host needs a name that resolves.
        element('Location', `http://${endpoint}/${bucket}/${percentEncodePath(key)}`) +
        `${element('Bucket', bucket)}<Key>${keyWriter(encodingType)(key)}</Key>` +
        `<ETag>"${output.etag}"</ETag></CompleteMultipartUploadResult>\n`,
    )
    const checksums = ['ETag', `"${output.etag}"`, 'x-oss-hash-crc64ecma', output.crc64.toString()]
    if (answer !== undefined) return callbackReply(answer, [...checksums, ...versionHeader(output)])
    return { ...reply, headers: [...reply.headers, ...checksums, ...versionHeader(output)] }
  },
})

async function callBack(context: RequestContext, callback: Callback, output: CompleteMultipartUploadOutput): Promise<Buffer> {
  const { engine, bucket, key } = context
  const version = output.versionId === undefined ? {} : { versionId: output.versionId }
  // The type was named when the upload began.
  const { head } = await engine.headObject({ bucket, key, ...version, conditions: {} })
  const mimeType = head.headers['content-type'] ?? ''
  return runCallback(context, callback, { ...output, key, mimeType, contentMd5: '', operation: 'CompleteMultipartUpload' })
}

function allWithBody(): OssError {
  return ossError('InvalidArgument', {
    message: 'The request body must be empty when x-oss-complete-all is specified.',
    details: { ArgumentName: 'x-oss-complete-all', ArgumentValue: 'yes' },
    ec: '0042-00000216',
  })
}

function withCause(error: unknown): never {
  throw isOssError(error, 'MalformedXML') ? malformedCompletion(error) : error
}
