import type { HeadObjectOutput, VersionAddress } from '../engine/object-engine.ts'
import { isOssError } from '../model/oss-error.ts'
import type { RequestContext } from './request-context.ts'

export interface HiddenTags {
  /** The object has tags that the sender may not know of, so nothing is told that follows from them. */
  readonly hidesTags?: true
}

/** How many tags an object has is told only to who may read them (OSS documentation, "GetObject", x-oss-tagging-count). */
export async function withReadableTags<Output extends HeadObjectOutput>(context: RequestContext, address: VersionAddress, output: Output): Promise<Output & HiddenTags> {
  if (context.isUnquestioned || Object.keys(output.head.tags).length === 0) return output
  try {
    await context.authorize(address.versionId === undefined ? 'oss:GetObjectTagging' : 'oss:GetObjectVersionTagging', address)
    return output
  } catch (error) {
    if (!isOssError(error, 'AccessDenied')) throw error
    return { ...output, head: { ...output.head, tags: {} }, hidesTags: true }
  }
}
