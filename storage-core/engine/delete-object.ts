import type { EngineDependencies } from './dependencies.ts'
import type { DeleteMultipleObjectsInput, DeleteObjectOutput, VersionAddress } from './object-engine.ts'
import { requireBucket } from './rows.ts'
import { deleteLatest, deleteVersion } from './versions.ts'

/**
 * Removes an object, or marks it as deleted where its bucket has versioning, or removes one version for good; what does not
 * exist is fine (OSS documentation, "DeleteObject").
 * @throws OssError NoSuchBucket
 */
export async function deleteObject(deps: EngineDependencies, input: VersionAddress): Promise<DeleteObjectOutput> {
  const [deleted] = await deleteInOneCommit(deps, { bucket: input.bucket, objects: [input] })
  return deleted ?? { deleteMarker: false }
}

/** All in one commit, so that either all are gone or none. One answer for each, in their order. */
export async function deleteInOneCommit(
  deps: EngineDependencies,
  { bucket: bucketName, objects }: DeleteMultipleObjectsInput,
): Promise<readonly DeleteObjectOutput[]> {
  const deleted = await deps.metadata.write((tx) => {
    const bucket = requireBucket(tx, bucketName)
    const nowMs = deps.clock.now()
    const outputs = objects.map(({ key, versionId }) =>
      versionId === undefined ? deleteLatest(tx, bucket, key, nowMs) : deleteVersion(tx, bucket, key, versionId, nowMs),
    )
    deps.failpoint?.('delete.in-transaction')
    return outputs
  })
  deps.failpoint?.('delete.committed')
  return deleted
}
