import { changeObject } from './change-object.ts'
import type { EngineDependencies } from './dependencies.ts'
import type { ObjectAddress, VersionOutput } from './object-engine.ts'

/**
 * Replaces all tags of an object; the time of its last change stays (OSS documentation, "PutObjectTagging"). The caller has
 * checked the tags.
 * @throws OssError NoSuchBucket, NoSuchKey
 */
export function putObjectTagging(
  deps: EngineDependencies,
  input: ObjectAddress & { readonly tags: Readonly<Record<string, string>> },
): Promise<VersionOutput> {
  return changeObject(deps, input, (row) => ({ ...row, tags: input.tags }))
}
