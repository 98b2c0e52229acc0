import { limits } from '../../model/limits.ts'
import { ossError } from '../../model/oss-error.ts'
import { operation } from '../operation.ts'
import { contentMd5 } from '../parse/body-headers.ts'
import { readTagging } from '../parse/tags.ts'
import { versionIdQuery } from '../parse/version-id.ts'
import { emptyReply } from '../reply.ts'
import { versionHeader } from '../version-header.ts'
import { readXmlBody } from '../xml-body.ts'

/** PutObjectTagging. An empty set removes all tags. */
export const putObjectTagging = operation({
  name: 'PutObjectTagging',
  match: { method: 'PUT', scope: 'object', subResource: 'tagging' },
  action: 'oss:PutObjectTagging',
  versionAction: 'oss:PutObjectVersionTagging',
  authorizesItself: true,
  parse({ headers, query }) {
    return { version: versionIdQuery(query), md5: contentMd5(headers) }
  },
  async run(context, { version, md5 }) {
    const root = await readXmlBody(context.body(), { root: 'Tagging', maxBytes: limits.xmlBodyMaxBytes, md5 })
    if (root === undefined) throw ossError('MalformedXML')
    const { engine, bucket, key } = context
    const address = { bucket, key, ...version }
    const tags = readTagging(root)
    const action = version.versionId === undefined ? 'oss:PutObjectTagging' : 'oss:PutObjectVersionTagging'
    await context.authorize(action, address, { requestObjectTags: tags })
    return engine.putObjectTagging({ ...address, tags })
  },
  serialize: (_, output) => emptyReply(200, versionHeader(output)),
})
