import { limits } from '../../model/limits.ts'
import { isOssError, ossError } from '../../model/oss-error.ts'
import { parsePolicy } from '../../policy/parse-policy.ts'
import { isPublic } from '../../policy/public-access.ts'
import { operation } from '../operation.ts'
import { contentMd5 } from '../parse/body-headers.ts'
import { emptyReply } from '../reply.ts'
import { requireRules } from '../require-bucket.ts'
import { publicAccessBlocked } from '../settings/public-access-block.ts'
import { readDocument } from '../xml-body.ts'

/** Room for a document that is too long, so that the answer can say so. */
const maxBytes = 4 * limits.bucketPolicyMaxBytes

/** PutBucketPolicy. What is wrong with a document is in the message. */
export const putBucketPolicy = operation({
  name: 'PutBucketPolicy',
  match: { method: 'PUT', scope: 'bucket', subResource: 'policy' },
  action: 'oss:PutBucketPolicy',
  parse: ({ headers }) => ({ md5: contentMd5(headers), maxBytes }),
  async run(context, input) {
    const { bucket, blocksPublicAccess } = requireRules(context)
    const source = await readDocument(context.body(), input).catch(withCause)
    const document = parsePolicy(source, { kind: 'bucket', bucket: { name: bucket.name, ownerId: bucket.owner.id } })
    if (blocksPublicAccess && isPublic(document)) throw publicAccessBlocked('bucket policy')
    await context.engine.putBucketSetting({ bucket: context.bucket, name: 'policy', value: { text: source.toString('utf8') } })
  },
  serialize: () => emptyReply(200),
})

function withCause(error: unknown): never {
  if (!isOssError(error, 'MalformedXML')) throw error
  throw ossError('InvalidPolicyDocument', { message: `The policy document is longer than ${limits.bucketPolicyMaxBytes} bytes.`, cause: error })
}
