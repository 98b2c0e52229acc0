import { ossError } from '../../model/oss-error.ts'
import { restoreStatus } from '../../model/restore.ts'
import { isArchived } from '../../model/storage-class.ts'
import { changeObject } from '../change-object.ts'
import type { EngineDependencies } from '../dependencies.ts'
import type { VersionAddress, VersionOutput } from '../object-engine.ts'

/**
 * Ends the life of a restored copy early (OSS documentation, "CleanRestoredObject").
 * @throws OssError NoSuchBucket, NoSuchKey, NoSuchVersion, OperationNotSupported for a class without restores,
 * ArchiveRestoreNotFinished while it is under way, ArchiveRestoreFileStale when there is no copy
 */
export function cleanRestoredObject(deps: EngineDependencies, input: VersionAddress): Promise<VersionOutput> {
  return changeObject(
    deps,
    input,
    (row) => {
      if (!isArchived(row.storageClass)) throw ossError('OperationNotSupported', { ec: '0016-00000702' })
      const status = restoreStatus(row.restore, deps.clock.now())
      if (status === undefined) throw ossError('ArchiveRestoreFileStale')
      if (status.isOngoing) throw ossError('ArchiveRestoreNotFinished')
      const { restore: _, ...rest } = row
      return rest
    },
    { inTransaction: 'restore.in-transaction', committed: 'restore.committed' },
  )
}
