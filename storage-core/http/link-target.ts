import type { HeadObjectOutput } from '../engine/object-engine.ts'
import type { RequestContext } from './request-context.ts'

/**
 * Whoever reads through a link needs the right to read its target as well (OSS documentation, "PutSymlink").
 * @throws OssError AccessDenied
 */
export async function authorizeLinkTarget(context: RequestContext, { linkTarget }: Pick<HeadObjectOutput, 'linkTarget'>): Promise<void> {
  if (linkTarget !== undefined) await context.authorize('oss:GetObject', { bucket: context.bucket, key: linkTarget })
}
