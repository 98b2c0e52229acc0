import { operation } from '../operation.ts'
import { versionIdQuery } from '../parse/version-id.ts'
import { xmlReply } from '../reply.ts'
import { versionHeader } from '../version-header.ts'
import { taggingXml } from '../xml/tagging-xml.ts'

/** GetObjectTagging. An object without tags answers an empty set. */
export const getObjectTagging = operation({
  name: 'GetObjectTagging',
  match: { method: 'GET', scope: 'object', subResource: 'tagging' },
  action: 'oss:GetObjectTagging',
  versionAction: 'oss:GetObjectVersionTagging',
  parse: ({ query }) => versionIdQuery(query),
  run: ({ engine, bucket, key }, version) => engine.getObjectTagging({ bucket, key, ...version }),
  serialize: (_, output) => xmlReply(taggingXml(output.tags), versionHeader(output)),
})
