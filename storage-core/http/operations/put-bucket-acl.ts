import { BucketAcl } from '../../model/acl.ts'
import { ossError } from '../../model/oss-error.ts'
import { assertMayPublish } from '../authorize-attributes.ts'
import { assertMayCreate } from '../new-bucket.ts'
import { operation } from '../operation.ts'
import { requiredChoiceHeader } from '../parse/arguments.ts'
import { emptyReply } from '../reply.ts'

/** PutBucketAcl. A bucket that does not exist is created with that ACL, as OSS documents it. */
export const putBucketAcl = operation({
  name: 'PutBucketAcl',
  match: { method: 'PUT', scope: 'bucket', subResource: 'acl' },
  action: 'oss:PutBucketAcl',
  parse: ({ headers }) => ({ acl: requiredChoiceHeader(headers, 'x-oss-acl', BucketAcl.options, '0015-00000204') }),
  async run(context, { acl }) {
    const { engine, bucket, identity, region } = context
    if (context.rules !== undefined) {
      assertMayPublish(context, acl, 'bucket acl')
      await engine.putBucketAcl({ bucket, acl })
      return
    }
    if (identity.kind === 'anonymous') throw ossError('AccessDenied')
    await assertMayCreate(context, acl, identity.owner.id)
    await engine.putBucket({ bucket, acl, owner: identity.owner, region })
  },
  serialize: () => emptyReply(200),
})
