import type { EngineDependencies } from './dependencies.ts'
import type { ObjectAddress, VersionOutput } from './object-engine.ts'
import { putObjectTagging } from './put-object-tagging.ts'

/**
 * Removes all tags of an object; fine when it has none (OSS documentation, "DeleteObjectTagging").
 * @throws OssError NoSuchBucket, NoSuchKey
 */
export function deleteObjectTagging(deps: EngineDependencies, input: ObjectAddress): Promise<VersionOutput> {
  return putObjectTagging(deps, { ...input, tags: {} })
}
