import { deleteInOneCommit } from './delete-object.ts'
import type { EngineDependencies } from './dependencies.ts'
import type { DeletedObject, DeleteMultipleObjectsInput } from './object-engine.ts'

/**
 * Removes up to 1,000 objects and versions in one commit (OSS documentation, "DeleteMultipleObjects").
 * @returns one answer for each, in the order they were given, also for those that did not exist, but none for those that a
 * retention policy protects
 * @throws OssError NoSuchBucket
 */
export async function deleteMultipleObjects(
  deps: EngineDependencies,
  input: DeleteMultipleObjectsInput,
): Promise<readonly DeletedObject[]> {
  const deleted = await deleteInOneCommit(deps, input)
  return input.objects.flatMap((object, index) => {
    const outcome = deleted[index] ?? { deleteMarker: false }
    if (outcome === 'immutable') return []
    const { versionId, deleteMarker } = outcome
    return [deleteMarker && versionId !== undefined ? { ...object, deleteMarkerVersionId: versionId } : object]
  })
}
