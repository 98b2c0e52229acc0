import type { EngineDependencies } from './dependencies.ts'
import type { ObjectAddress } from './object-engine.ts'
import { removeObject, requireBucket } from './rows.ts'

/**
 * Removes an object; a key that does not exist is fine (OSS documentation, "DeleteObject").
 * @throws OssError NoSuchBucket
 */
export async function deleteObject(deps: EngineDependencies, input: ObjectAddress): Promise<void> {
  await deleteKeys(deps, input.bucket, [input.key])
}

/** All keys in one commit, so that either all are gone or none. */
export async function deleteKeys(deps: EngineDependencies, bucketName: string, keys: readonly string[]): Promise<void> {
  await deps.metadata.write((tx) => {
    const bucket = requireBucket(tx, bucketName)
    const nowMs = deps.clock.now()
    for (const key of keys) removeObject(tx, bucket, key, nowMs)
    deps.failpoint?.('delete.in-transaction')
  })
  deps.failpoint?.('delete.committed')
}
