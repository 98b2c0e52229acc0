import type { MetadataWriter, ObjectRow } from '../metadata/metadata-store.ts'
import type { EngineDependencies, FailpointName } from './dependencies.ts'
import type { VersionAddress, VersionOutput } from './object-engine.ts'
import { requireObject, rewriteVersion, shownVersion } from './versions.ts'

interface ChangeFailpoints {
  readonly inTransaction: FailpointName
  readonly committed: FailpointName
}

/**
 * Changes what is recorded of an existing version without touching its bytes, its ETag or its time of modification. `change`
 * sees the record as it is inside the transaction.
 * @throws OssError NoSuchBucket, NoSuchKey, NoSuchVersion, and whatever `change` throws
 */
export async function changeObject(
  deps: EngineDependencies,
  address: VersionAddress,
  change: (row: ObjectRow, tx: MetadataWriter) => ObjectRow,
  failpoints: ChangeFailpoints = { inTransaction: 'change.in-transaction', committed: 'change.committed' },
): Promise<VersionOutput> {
  const output = await deps.metadata.write((tx) => {
    const { bucket, row } = requireObject(tx, address, 'NoSuchKey')
    rewriteVersion(tx, bucket, address.key, row, change(row, tx), deps.clock.now())
    deps.failpoint?.(failpoints.inTransaction)
    return shownVersion(bucket, row.versionId)
  })
  deps.failpoint?.(failpoints.committed)
  return output
}
