import { deleteKeys } from './delete-object.ts'
import type { EngineDependencies } from './dependencies.ts'

/**
 * Removes up to 1,000 objects in one commit (OSS documentation, "DeleteMultipleObjects").
 * @returns the keys in the order they were given, also those that did not exist.
 * @throws OssError NoSuchBucket
 */
export async function deleteMultipleObjects(
  deps: EngineDependencies,
  input: { readonly bucket: string; readonly keys: readonly string[] },
): Promise<readonly string[]> {
  await deleteKeys(deps, input.bucket, input.keys)
  return input.keys
}
