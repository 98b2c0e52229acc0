import { limits } from '../../model/limits.ts'
import { isOssError, ossError } from '../../model/oss-error.ts'
import { parsePolicy } from '../../policy/parse-policy.ts'
import { policyCauses } from '../../policy/policy-problems.ts'
import { isPublic } from '../../policy/public-access.ts'
import { operation } from '../operation.ts'
import { contentMd5 } from '../parse/body-headers.ts'
import { emptyReply } from '../reply.ts'
import { requireRules } from '../require-bucket.ts'
import { publicAccessBlocked } from '../settings/public-access-block.ts'
import type { RequestContext } from '../request-context.ts'
import { readDocument, type XmlBodyOptions } from '../xml-body.ts'

/** Room for a document that is too long, so that the answer can say so. */
const maxBytes = 4 * limits.bucketPolicyMaxBytes

/** PutBucketPolicy. What is wrong with a document is in the message. */
export const putBucketPolicy = operation({
  name: 'PutBucketPolicy',
  match: { method: 'PUT', scope: 'bucket', subResource: 'policy' },
  action: 'oss:PutBucketPolicy',
  parse: ({ headers }) => ({ md5: contentMd5(headers), maxBytes }),
  run: async (context, input) => storePolicy(context, await readPolicyDocument(context, input)),
  serialize: () => emptyReply(200),
})

export function readPolicyDocument(context: RequestContext, input: Pick<XmlBodyOptions, 'md5' | 'maxBytes'>): Promise<Buffer> {
  return readDocument(context.body(), input).catch(withCause)
}

/**
 * @param source in OSS's language
 * @param s3Text the same in S3's, where it was put in that
 * @throws OssError InvalidPolicyDocument, AccessDenied where nothing may be opened to everyone
 */
export async function storePolicy(context: RequestContext, source: Buffer, s3Text?: string): Promise<void> {
  const { bucket, blocksPublicAccess } = requireRules(context)
  const document = parsePolicy(source, { kind: 'bucket', bucket: { name: bucket.name, ownerId: bucket.owner.id } })
  if (blocksPublicAccess && isPublic(document)) throw publicAccessBlocked('bucket policy')
  const value = { text: source.toString('utf8'), ...(s3Text === undefined ? {} : { s3Text }) }
  await context.engine.putBucketSetting({ bucket: context.bucket, name: 'policy', value })
}

function withCause(error: unknown): never {
  if (!isOssError(error, 'MalformedXML')) throw error
  throw ossError('InvalidPolicyDocument', { message: `The policy document is longer than ${limits.bucketPolicyMaxBytes} bytes.`, ec: policyCauses.tooLarge, cause: error })
}
