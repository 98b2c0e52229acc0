import { percentEncode } from '../../signature/percent.ts'
import { operation } from '../operation.ts'
import { versionIdQuery } from '../parse/version-id.ts'
import { emptyReply } from '../reply.ts'
import { attributeHeaders, notModifiedHeaders } from '../serialize-object.ts'
import { versionHeader } from '../version-header.ts'

/** GetSymlink: about the link itself, whether or not its target exists. */
export const getSymlink = operation({
  name: 'GetSymlink',
  match: { method: 'GET', scope: 'object', subResource: 'symlink' },
  action: 'oss:GetObject',
  versionAction: 'oss:GetObjectVersion',
  parse: ({ query }) => versionIdQuery(query),
  run: ({ engine, bucket, key }, version) => engine.getSymlink({ bucket, key, ...version }),
  serialize: (_, output) =>
    emptyReply(200, [
      'x-oss-symlink-target',
      percentEncode(output.target),
      ...notModifiedHeaders(output),
      ...attributeHeaders(output),
      ...versionHeader(output),
    ]),
})
