import { limits } from '../../model/limits.ts'
import { parseCallback } from '../callback/parse-callback.ts'
import { callbackReply, runCallback } from '../callback/run-callback.ts'
import { writtenBy } from '../author.ts'
import { operation } from '../operation.ts'
import { flagHeader } from '../parse/arguments.ts'
import { bodyClaims } from '../parse/body-headers.ts'
import { objectAttributes, refuseUnbuiltWriteHeaders } from '../parse/object-attributes.ts'
import { authorizeAttributes } from '../authorize-attributes.ts'
import { expirationOfPut } from '../expiration-header.ts'
import { versionHeader } from '../version-header.ts'

/** PutObject. */
export const putObject = operation({
  name: 'PutObject',
  match: { method: 'PUT', scope: 'object' },
  action: 'oss:PutObject',
  parse({ headers, query, allowLocalCallbacks }) {
    refuseUnbuiltWriteHeaders(headers, { callsBack: true })
    return {
      callback: parseCallback(headers, query, { allowLocal: allowLocalCallbacks }),
      claims: bodyClaims(headers, limits.putObjectMaxBytes),
      attributes: objectAttributes(headers),
      forbidOverwrite: flagHeader(headers, 'x-oss-forbid-overwrite'),
    }
  },
  async run(context, { callback, claims, attributes, forbidOverwrite }) {
    await authorizeAttributes(context, attributes)
    const { bucket, key } = context
    const output = await context.engine.putObject({
      bucket,
      key,
      ...attributes,
      ...writtenBy(context.identity),
      claims,
      forbidOverwrite,
      ...(context.writeCondition === undefined ? {} : { condition: context.writeCondition }),
      ...(context.checksums === undefined ? {} : { checksum: context.checksums.ofBody }),
      signal: context.signal,
      body: context.body(),
    })
    if (callback === undefined) return { output, answer: undefined }
    const contentMd5 = Buffer.from(output.md5).toString('base64')
    const mimeType = attributes.headers['content-type'] ?? ''
    return { output, answer: await runCallback(context, callback, { ...output, key, contentMd5, mimeType, operation: 'PutObject' }) }
  },
  serialize: (context, { output, answer }, { attributes }) =>
    callbackReply(answer, [
      'ETag',
      `"${output.etag}"`,
      'Content-MD5',
      Buffer.from(output.md5).toString('base64'),
      'x-oss-hash-crc64ecma',
      output.crc64.toString(),
      ...versionHeader(output),
      ...expirationOfPut(context, output, attributes),
    ]),
})
