import { getBucketAcl as ossGetBucketAcl } from '../../operations/get-bucket-acl.ts'
import { getObjectAcl as ossGetObjectAcl } from '../../operations/get-object-acl.ts'
import { requireBucket } from '../../require-bucket.ts'
import { versionHeader } from '../../version-header.ts'
import { aclContent } from '../canned-acl.ts'
import { asS3, s3Xml } from '../s3-operation.ts'

/** GetBucketAcl: the grants that the canned ACL stands for. */
export const getBucketAcl = asS3(ossGetBucketAcl, {
  name: 'GetBucketAcl',
  serialize: (_, { owner, acl }) => s3Xml('AccessControlPolicy', aclContent(owner, acl)),
})

/** GetObjectAcl. An object without an ACL of its own shows what holds for it, its bucket's. */
export const getObjectAcl = asS3(ossGetObjectAcl, {
  name: 'GetObjectAcl',
  serialize: (context, output) =>
    s3Xml(
      'AccessControlPolicy',
      aclContent(output.owner, output.acl === 'default' ? requireBucket(context).acl : output.acl),
      versionHeader(output),
    ),
})
