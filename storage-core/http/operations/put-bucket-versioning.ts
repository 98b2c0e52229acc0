import { limits } from '../../model/limits.ts'
import { ossError } from '../../model/oss-error.ts'
import { operation } from '../operation.ts'
import { invalidArgument } from '../parse/arguments.ts'
import { contentMd5 } from '../parse/body-headers.ts'
import { emptyReply } from '../reply.ts'
import { readXmlBody } from '../xml-body.ts'
import { childText, type XmlElement } from '../xml/parse-xml.ts'

/** PutBucketVersioning: `Enabled` or `Suspended`; there is no way back to a bucket without versioning. */
export const putBucketVersioning = operation({
  name: 'PutBucketVersioning',
  match: { method: 'PUT', scope: 'bucket', subResource: 'versioning' },
  action: 'oss:PutBucketVersioning',
  parse: ({ headers }) => ({ md5: contentMd5(headers) }),
  async run(context, { md5 }) {
    const root = await readXmlBody(context.body(), { root: 'VersioningConfiguration', maxBytes: limits.xmlBodyMaxBytes, md5 })
    if (root === undefined) throw ossError('MalformedXML')
    await context.engine.putBucketVersioning({ bucket: context.bucket, status: readStatus(root) })
  },
  serialize: () => emptyReply(200),
})

function readStatus(root: XmlElement): 'Enabled' | 'Suspended' {
  const status = childText(root, 'Status')?.trim()
  if (status === 'Enabled' || status === 'Suspended') return status
  throw invalidArgument('Status', status ?? '')
}
