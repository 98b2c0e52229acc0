import { BucketAcl } from '../../../model/acl.ts'
import { limits } from '../../../model/limits.ts'
import { ossError } from '../../../model/oss-error.ts'
import { putBucketAcl as ossPutBucketAcl } from '../../operations/put-bucket-acl.ts'
import { putObjectAcl as ossPutObjectAcl } from '../../operations/put-object-acl.ts'
import { choiceHeader } from '../../parse/arguments.ts'
import { contentMd5 } from '../../parse/body-headers.ts'
import { versionIdQuery } from '../../parse/version-id.ts'
import { emptyReply } from '../../reply.ts'
import type { RequestContext } from '../../request-context.ts'
import { requireBucket } from '../../require-bucket.ts'
import { versionHeader } from '../../version-header.ts'
import { readXmlBody } from '../../xml-body.ts'
import { readAcl } from '../canned-acl.ts'
import { s3Operation } from '../s3-operation.ts'

/** PutBucketAcl: by header, or by grants that amount to a canned ACL. */
export const putBucketAcl = s3Operation({
  name: 'PutBucketAcl',
  match: ossPutBucketAcl.match,
  action: ossPutBucketAcl.action,
  parse: ({ headers }) => ({ acl: choiceHeader(headers, 'x-oss-acl', BucketAcl.options) }),
  async run(context, { acl }) {
    // OSS would create a bucket that is not there; S3 does not.
    requireBucket(context)
    await ossPutBucketAcl.run(context, { acl: acl ?? (await grantedAcl(context)) })
  },
  serialize: () => emptyReply(200),
})

/** PutObjectAcl: by header, or by grants that amount to a canned ACL. */
export const putObjectAcl = s3Operation({
  name: 'PutObjectAcl',
  match: ossPutObjectAcl.match,
  action: 'oss:PutObjectAcl',
  versionAction: 'oss:PutObjectVersionAcl',
  parse: ({ headers, query }) => ({ version: versionIdQuery(query), acl: choiceHeader(headers, 'x-oss-object-acl', BucketAcl.options) }),
  run: async (context, { version, acl }) =>
    ossPutObjectAcl.run(context, { ...version, acl: acl ?? (await grantedAcl(context)) }),
  serialize: (_, output) => emptyReply(200, versionHeader(output)),
})

async function grantedAcl(context: RequestContext): Promise<BucketAcl> {
  const md5 = contentMd5(context.headers)
  const root = await readXmlBody(context.body(), { root: 'AccessControlPolicy', maxBytes: limits.xmlBodyMaxBytes, md5, allowEmpty: true })
  if (root === undefined) {
    throw ossError('InvalidRequest', { message: 'Your request was missing a required header: x-amz-acl, or a document of grants.' })
  }
  return readAcl(root, requireBucket(context).owner)
}
