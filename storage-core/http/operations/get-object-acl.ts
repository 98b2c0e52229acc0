import { operation } from '../operation.ts'
import { versionIdQuery } from '../parse/version-id.ts'
import { xmlReply } from '../reply.ts'
import { versionHeader } from '../version-header.ts'
import { aclXml } from '../xml/acl-xml.ts'

/** GetObjectACL. */
export const getObjectAcl = operation({
  name: 'GetObjectAcl',
  match: { method: 'GET', scope: 'object', subResource: 'acl' },
  action: 'oss:GetObjectAcl',
  versionAction: 'oss:GetObjectVersionAcl',
  parse: ({ query }) => versionIdQuery(query),
  run: ({ engine, bucket, key }, version) => engine.getObjectAcl({ bucket, key, ...version }),
  serialize: (_, output) => xmlReply(aclXml(output), versionHeader(output)),
})
