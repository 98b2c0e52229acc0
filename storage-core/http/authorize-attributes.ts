import type { ObjectAttributes } from '../engine/object-engine.ts'
import type { RequestContext } from './request-context.ts'

/** Tags and ACLs given with a write are actions of their own. @throws OssError AccessDenied */
export async function authorizeAttributes(
  context: RequestContext,
  { tags, acl }: Pick<ObjectAttributes, 'tags' | 'acl'>,
): Promise<void> {
  for (const _ in tags) {
    await context.authorize('oss:PutObjectTagging', context)
    break
  }
  if (acl !== 'default') await context.authorize('oss:PutObjectAcl', context)
}
