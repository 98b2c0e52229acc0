import type { MetadataWriter, ObjectRow } from '../metadata/metadata-store.ts'
import type { EngineDependencies } from './dependencies.ts'
import type { VersionAddress, VersionOutput } from './object-engine.ts'
import { requireObject, rewriteVersion, shownVersion } from './versions.ts'

/**
 * Changes what is recorded of an existing version without touching its bytes, its ETag or its time of modification. `change`
 * sees the record as it is inside the transaction.
 * @throws OssError NoSuchBucket, NoSuchKey, NoSuchVersion, and whatever `change` throws
 */
export async function changeObject(
  deps: EngineDependencies,
  address: VersionAddress,
  change: (row: ObjectRow, tx: MetadataWriter) => ObjectRow,
): Promise<VersionOutput> {
  const output = await deps.metadata.write((tx) => {
    const { bucket, row } = requireObject(tx, address, 'NoSuchKey')
    rewriteVersion(tx, bucket, address.key, row, change(row, tx), deps.clock.now())
    deps.failpoint?.('change.in-transaction')
    return shownVersion(bucket, row.versionId)
  })
  deps.failpoint?.('change.committed')
  return output
}
