import type { HeadObjectOutput, VersionAddress } from '../engine/object-engine.ts'
import { isOssError } from '../model/oss-error.ts'
import type { RequestContext } from './request-context.ts'

/**
 * Whoever reads through a link needs the right to read its target as well (OSS documentation, "PutSymlink").
 * @throws OssError AccessDenied
 */
export async function authorizeLinkTarget(context: RequestContext, { linkTarget }: Pick<HeadObjectOutput, 'linkTarget'>): Promise<void> {
  if (linkTarget !== undefined) await context.authorize('oss:GetObject', { bucket: context.bucket, key: linkTarget })
}

/**
 * Reads an object, maybe through a link. How reading through a link fails is told only to who may read where it leads: links
 * could be used to find out which keys there are, and what they hold.
 */
export async function readThroughLink<T>(context: RequestContext, address: VersionAddress, read: () => Promise<T>): Promise<T> {
  if (context.isUnquestioned) return read()
  try {
    return await read()
  } catch (error) {
    const linkTarget = isOssError(error) ? await targetOf(context, address) : undefined
    await authorizeLinkTarget(context, linkTarget === undefined ? {} : { linkTarget })
    throw error
  }
}

async function targetOf({ engine }: RequestContext, address: VersionAddress): Promise<string | undefined> {
  try {
    return (await engine.getSymlink(address)).target
  } catch (error) {
    if (isOssError(error)) return undefined
    throw error
  }
}
