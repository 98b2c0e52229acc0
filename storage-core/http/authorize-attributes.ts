import type { ObjectAttributes } from '../engine/object-engine.ts'
import type { BucketAcl, ObjectAcl } from '../model/acl.ts'
import { isPublicAcl } from '../policy/public-access.ts'
import type { RequestContext } from './request-context.ts'
import { publicAccessBlocked } from './settings/public-access-block.ts'

/**
 * Tags and ACLs given with a write are actions of their own. A form says itself who sent it and for which key.
 * @throws OssError AccessDenied
 */
export async function authorizeAttributes(
  context: RequestContext,
  { tags, acl }: Pick<ObjectAttributes, 'tags' | 'acl'>,
  { identity, key }: Pick<RequestContext, 'identity' | 'key'> = context,
): Promise<void> {
  const address = { bucket: context.bucket, key }

  for (const _ in tags) {
    await context.authorizeAs(identity, 'oss:PutObjectTagging', address, { requestObjectTags: tags })
    break
  }
  if (acl === 'default') return
  await context.authorizeAs(identity, 'oss:PutObjectAcl', address, { requestedObjectAcl: acl })
  assertMayPublish(context, acl)
}

/**
 * Nothing can be opened to everyone while that is blocked (OSS documentation, "Block public access").
 * @throws OssError AccessDenied
 */
export function assertMayPublish({ rules }: Pick<RequestContext, 'rules'>, acl: ObjectAcl | BucketAcl, what: 'object acl' | 'bucket acl' = 'object acl'): void {
  if (rules?.blocksPublicAccess === true && isPublicAcl(acl)) throw publicAccessBlocked(what)
}
