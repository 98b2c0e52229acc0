import { ObjectAcl } from '../../model/acl.ts'
import { assertMayPublish } from '../authorize-attributes.ts'
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
  async run(context, input) {
    assertMayPublish(context, input.acl)
    return context.engine.putObjectAcl({ bucket: context.bucket, key: context.key, ...input })
  },
  serialize: (_, output) => emptyReply(200, versionHeader(output)),
})
