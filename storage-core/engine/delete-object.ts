import type { BucketRow, MetadataWriter } from '../metadata/metadata-store.ts'
import { isOssError, ossError } from '../model/oss-error.ts'
import type { VersionAuthor } from '../model/version-author.ts'
import type { EngineDependencies } from './dependencies.ts'
import type { Authored, DeleteMultipleObjectsInput, DeleteObjectOutput, VersionAddress } from './object-engine.ts'
import { requireBucket } from './rows.ts'
import { deleteLatest, deleteVersion } from './versions.ts'

/**
 * Removes an object, or marks it as deleted where its bucket has versioning, or removes one version for good; what does not
 * exist is fine (OSS documentation, "DeleteObject").
 * @throws OssError NoSuchBucket, FileImmutable
 */
export async function deleteObject(deps: EngineDependencies, { author, ...object }: VersionAddress & Authored): Promise<DeleteObjectOutput> {
  const [deleted] = await deleteInOneCommit(deps, { bucket: object.bucket, objects: [object], ...(author === undefined ? {} : { author }) })
  if (deleted === 'immutable') throw ossError('FileImmutable', { details: { Key: object.key } })
  return deleted ?? { deleteMarker: false }
}

/**
 * All in one commit, so that either all are gone or none, but for those that a retention policy protects: they stay. One
 * answer for each, in their order.
 */
export async function deleteInOneCommit(
  deps: EngineDependencies,
  { bucket: bucketName, objects, author }: DeleteMultipleObjectsInput,
): Promise<readonly (DeleteObjectOutput | 'immutable')[]> {
  const deleted = await deps.metadata.write((tx) => {
    const bucket = requireBucket(tx, bucketName)
    const nowMs = deps.clock.now()
    const outputs = objects.map((object) => deleteOne(tx, bucket, object, { nowMs, author }))
    deps.failpoint?.('delete.in-transaction')
    return outputs
  })
  deps.failpoint?.('delete.committed')
  return deleted
}

function deleteOne(
  tx: MetadataWriter,
  bucket: BucketRow,
  { key, versionId }: DeleteMultipleObjectsInput['objects'][number],
  { nowMs, author }: { readonly nowMs: number; readonly author: VersionAuthor | undefined },
): DeleteObjectOutput | 'immutable' {
  try {
    return versionId === undefined ? deleteLatest(tx, bucket, key, nowMs, author) : deleteVersion(tx, bucket, key, versionId, nowMs)
  } catch (error) {
    // Nothing of it is written: whether a version may go is checked before anything else is done about it.
    if (isOssError(error, 'FileImmutable')) return 'immutable'
    throw error
  }
}
