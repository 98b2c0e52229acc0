import { limits } from '../../model/limits.ts'
import { queryValue } from '../../signature/request.ts'
import { operation } from '../operation.ts'
import { flagHeader, unsupportedHeader } from '../parse/arguments.ts'
import { bodyClaims } from '../parse/body-headers.ts'
import { objectAttributes, refuseUnbuiltWriteHeaders } from '../parse/object-attributes.ts'
import { emptyReply } from '../reply.ts'
import { authorizeAttributes } from '../authorize-attributes.ts'
import { versionHeader } from '../version-header.ts'

/** PutObject. */
export const putObject = operation({
  name: 'PutObject',
  match: { method: 'PUT', scope: 'object' },
  action: 'oss:PutObject',
  parse({ headers, query }) {
    refuseUnbuiltWriteHeaders(headers)
    if (query.length > 0 && queryValue(query, 'callback') !== undefined) throw unsupportedHeader('callback')
    return {
      claims: bodyClaims(headers, limits.putObjectMaxBytes),
      attributes: objectAttributes(headers),
      forbidOverwrite: flagHeader(headers, 'x-oss-forbid-overwrite'),
    }
  },
  async run(context, { claims, attributes, forbidOverwrite }) {
    await authorizeAttributes(context, attributes)
    const { bucket, key } = context
    return context.engine.putObject({
      bucket,
      key,
      ...attributes,
      claims,
      forbidOverwrite,
      signal: context.signal,
      body: context.body(),
    })
  },
  serialize: (_, output) =>
    emptyReply(200, [
      'ETag',
      `"${output.etag}"`,
      'Content-MD5',
      Buffer.from(output.md5).toString('base64'),
      'x-oss-hash-crc64ecma',
      output.crc64.toString(),
      ...versionHeader(output),
    ]),
})
