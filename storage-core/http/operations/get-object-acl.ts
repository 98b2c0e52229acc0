import { operation } from '../operation.ts'
import { assertVersionId } from '../parse/version-id.ts'
import { xmlReply } from '../reply.ts'
import { versionHeader } from '../version-header.ts'
import { aclXml } from '../xml/acl-xml.ts'

/** GetObjectACL. */
export const getObjectAcl = operation({
  name: 'GetObjectAcl',
  match: { method: 'GET', scope: 'object', subResource: 'acl' },
  action: 'oss:GetObjectAcl',
  parse({ query }) {
    assertVersionId(query, 'NoSuchVersion')
  },
  run: ({ engine, bucket, key }) => engine.getObjectAcl({ bucket, key }),
  serialize: (_, output) => xmlReply(aclXml(output), versionHeader(output)),
})
