import type { UploadPartCopyInput } from '../../engine/multipart/multipart-engine.ts'
import { operation } from '../operation.ts'
import { textHeader } from '../parse/arguments.ts'
import { parseConditions, parseRange } from '../parse/conditions.ts'
import { parseCopySource } from '../parse/copy-source.ts'
import { refuseUnbuiltWriteHeaders } from '../parse/object-attributes.ts'
import { partNumberQuery, uploadIdQuery } from '../parse/upload-query.ts'
import { emptyReply, xmlReply } from '../reply.ts'
import { element, xmlDeclaration, xmlTime } from '../xml/write-xml.ts'

/** UploadPartCopy. A range that is none, or that the source does not have, means the whole source, as OSS documents it. */
export const uploadPartCopy = operation({
  name: 'UploadPartCopy',
  match: { method: 'PUT', scope: 'object', subResource: 'uploadId', companions: ['partNumber'], header: 'x-oss-copy-source' },
  action: 'oss:PutObject',
  parse({ headers, query }) {
    refuseUnbuiltWriteHeaders(headers)
    const partNumber = partNumberQuery(query)
    const range = parseRange(textHeader(headers, 'x-oss-copy-source-range'))
    return {
      partNumber,
      uploadId: uploadIdQuery(query),
      source: parseCopySource(textHeader(headers, 'x-oss-copy-source') ?? ''),
      sourceConditions: parseConditions(headers, 'x-oss-copy-source-'),
      // S3's own: it has the part's checksum computed.
      withChecksum: undefined as UploadPartCopyInput['withChecksum'] | undefined,
      ...(range === undefined ? {} : { sourceRange: range }),
    }
  },
  async run(context, { withChecksum, ...input }) {
    await context.authorize(input.source.versionId === undefined ? 'oss:GetObject' : 'oss:GetObjectVersion', input.source)
    const { engine, bucket, key, signal } = context
    return engine.uploadPartCopy({ bucket, key, signal, ...input, ...(withChecksum === undefined ? {} : { withChecksum }) })
  },
  serialize(_, output) {
    const { etag, crc64, range, sourceVersionId, sourceSizeBytes } = output
    const version = sourceVersionId === undefined ? [] : ['x-oss-copy-source-version-id', sourceVersionId]
    if (output.notModified) return emptyReply(304, version)
    const reply = xmlReply(
      `${xmlDeclaration}<CopyPartResult>${element('LastModified', xmlTime(output.lastModifiedMs))}` +
        `<ETag>"${etag}"</ETag></CopyPartResult>\n`,
    )
    const copied = range === undefined ? [] : ['Content-Range', `bytes ${range.start}-${range.end}/${sourceSizeBytes}`]
    return { ...reply, headers: [...reply.headers, 'ETag', `"${etag}"`, 'x-oss-hash-crc64ecma', crc64.toString(), ...copied, ...version] }
  },
})
