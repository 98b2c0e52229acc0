import { limits } from '../../model/limits.ts'
import { authorizeAttributes } from '../authorize-attributes.ts'
import { writtenBy } from '../author.ts'
import { operation } from '../operation.ts'
import { bodyClaims } from '../parse/body-headers.ts'
import { objectAttributes, refuseUnbuiltWriteHeaders } from '../parse/object-attributes.ts'
import { positionQuery } from '../parse/position.ts'
import { emptyReply } from '../reply.ts'
import { versionHeader } from '../version-header.ts'

/** AppendObject. */
export const appendObject = operation({
  name: 'AppendObject',
  match: { method: 'POST', scope: 'object', subResource: 'append', companions: ['position'] },
  action: 'oss:PutObject',
  parse({ headers, query }) {
    refuseUnbuiltWriteHeaders(headers)
    return {
      position: positionQuery(query),
      claims: bodyClaims(headers, limits.putObjectMaxBytes),
      attributes: objectAttributes(headers),
    }
  },
  async run(context, { position, claims, attributes }) {
    await authorizeAttributes(context, attributes)
    const { engine, bucket, identity, key, signal } = context
    return engine.appendObject({ bucket, key, position, ...attributes, ...writtenBy(identity), claims, signal, body: context.body() })
  },
  serialize: (_, output) =>
    emptyReply(200, [
      'ETag',
      `"${output.etag}"`,
      'x-oss-next-append-position',
      String(output.nextPosition),
      'x-oss-hash-crc64ecma',
      output.crc64.toString(),
      ...versionHeader(output),
    ]),
})
