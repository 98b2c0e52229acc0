import type { EngineDependencies } from './dependencies.ts'
import type { VersionAddress, VersionOutput } from './object-engine.ts'
import { putObjectTagging } from './put-object-tagging.ts'

/**
 * Removes all tags of an object; fine when it has none (OSS documentation, "DeleteObjectTagging").
 * @throws OssError NoSuchBucket, NoSuchKey, NoSuchVersion
 */
export function deleteObjectTagging(deps: EngineDependencies, input: VersionAddress): Promise<VersionOutput> {
  return putObjectTagging(deps, { ...input, tags: {} })
}
