import { ossError } from '../../model/oss-error.ts'
import { authorizeAttributes } from '../authorize-attributes.ts'
import { writtenBy } from '../author.ts'
import { operation } from '../operation.ts'
import { flagHeader, invalidArgument, textHeader } from '../parse/arguments.ts'
import { objectAttributes, refuseUnbuiltWriteHeaders } from '../parse/object-attributes.ts'
import { emptyReply } from '../reply.ts'
import { decodePathText } from '../target.ts'
import { versionHeader } from '../version-header.ts'

const targetHeader = 'x-oss-symlink-target'

/** PutSymlink. The target's name comes URL-encoded. */
export const putSymlink = operation({
  name: 'PutSymlink',
  match: { method: 'PUT', scope: 'object', subResource: 'symlink' },
  action: 'oss:PutObject',
  parse({ headers }) {
    refuseUnbuiltWriteHeaders(headers)
    const encoded = textHeader(headers, targetHeader)
    if (encoded === undefined) throw ossError('MissingArgument', { details: { ArgumentName: targetHeader } })
    const target = decodePathText(encoded)
    if (target === undefined) throw invalidArgument(targetHeader, encoded)
    return { target, attributes: objectAttributes(headers), forbidOverwrite: flagHeader(headers, 'x-oss-forbid-overwrite') }
  },
  async run(context, { target, attributes, forbidOverwrite }) {
    await authorizeAttributes(context, attributes)
    const { engine, bucket, identity, key } = context
    return engine.putSymlink({ bucket, key, target, forbidOverwrite, ...attributes, ...writtenBy(identity) })
  },
  serialize: (_, output) => emptyReply(200, ['ETag', `"${output.etag}"`, ...versionHeader(output)]),
})
