import { changeObject } from './change-object.ts'
import type { EngineDependencies } from './dependencies.ts'
import type { VersionAddress, VersionOutput } from './object-engine.ts'

/**
 * Replaces all tags of an object; the time of its last change stays (OSS documentation, "PutObjectTagging"). The caller has
 * checked the tags.
 * @throws OssError NoSuchBucket, NoSuchKey, NoSuchVersion
 */
export function putObjectTagging(
  deps: EngineDependencies,
  input: VersionAddress & { readonly tags: Readonly<Record<string, string>> },
): Promise<VersionOutput> {
  return changeObject(deps, input, (row) => ({ ...row, tags: input.tags }))
}
