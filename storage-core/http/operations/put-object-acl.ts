import { ObjectAcl } from '../../model/acl.ts'
import { operation } from '../operation.ts'
import { requiredChoiceHeader } from '../parse/arguments.ts'
import { versionIdQuery } from '../parse/version-id.ts'
import { emptyReply } from '../reply.ts'
import { versionHeader } from '../version-header.ts'

/** PutObjectACL. */
export const putObjectAcl = operation({
  name: 'PutObjectAcl',
  match: { method: 'PUT', scope: 'object', subResource: 'acl' },
  action: 'oss:PutObjectAcl',
  versionAction: 'oss:PutObjectVersionAcl',
  parse({ headers, query }) {
    return { ...versionIdQuery(query), acl: requiredChoiceHeader(headers, 'x-oss-object-acl', ObjectAcl.options) }
  },
  run: ({ engine, bucket, key }, input) => engine.putObjectAcl({ bucket, key, ...input }),
  serialize: (_, output) => emptyReply(200, versionHeader(output)),
})
