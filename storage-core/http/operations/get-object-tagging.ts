import { operation } from '../operation.ts'
import { versionIdQuery } from '../parse/version-id.ts'
import { xmlReply } from '../reply.ts'
import { versionHeader } from '../version-header.ts'
import { element, xmlDeclaration } from '../xml/write-xml.ts'

/** GetObjectTagging. An object without tags answers an empty set. */
export const getObjectTagging = operation({
  name: 'GetObjectTagging',
  match: { method: 'GET', scope: 'object', subResource: 'tagging' },
  action: 'oss:GetObjectTagging',
  versionAction: 'oss:GetObjectVersionTagging',
  parse: ({ query }) => versionIdQuery(query),
  run: ({ engine, bucket, key }, version) => engine.getObjectTagging({ bucket, key, ...version }),
  serialize(_, output) {
    const tags = Object.entries(output.tags).map(([key, value]) => `<Tag>${element('Key', key)}${element('Value', value)}</Tag>`)
    return xmlReply(`${xmlDeclaration}<Tagging><TagSet>${tags.join('')}</TagSet></Tagging>\n`, versionHeader(output))
  },
})
