import { deleteInOneCommit } from './delete-object.ts'
import type { EngineDependencies } from './dependencies.ts'
import type { DeletedObject, DeleteMultipleObjectsInput } from './object-engine.ts'

/**
 * Removes up to 1,000 objects and versions in one commit (OSS documentation, "DeleteMultipleObjects").
 * @returns one answer for each, in the order they were given, also for those that did not exist.
 * @throws OssError NoSuchBucket
 */
export async function deleteMultipleObjects(
  deps: EngineDependencies,
  input: DeleteMultipleObjectsInput,
): Promise<readonly DeletedObject[]> {
  const deleted = await deleteInOneCommit(deps, input)
  return input.objects.map((object, index) => {
    const { versionId, deleteMarker } = deleted[index] ?? { deleteMarker: false }
    return deleteMarker && versionId !== undefined ? { ...object, deleteMarkerVersionId: versionId } : object
  })
}
