import type { BucketRow, MetadataWriter, ObjectRow } from '../metadata/metadata-store.ts'
import type { EngineDependencies } from './dependencies.ts'
import type { ObjectAddress, VersionOutput } from './object-engine.ts'
import { requireObject } from './rows.ts'

/**
 * Changes what is recorded of an existing object without touching its bytes, its ETag or its time of modification. `change`
 * sees the record as it is inside the transaction.
 * @throws OssError NoSuchBucket, NoSuchKey, and whatever `change` throws
 */
export async function changeObject(
  deps: EngineDependencies,
  address: ObjectAddress,
  change: (row: ObjectRow, tx: MetadataWriter) => ObjectRow,
): Promise<VersionOutput> {
  const output = await deps.metadata.write((tx) => {
    const { bucket, row } = requireObject(tx, address)
    tx.putObject(bucket.bucketId, address.key, change(row, tx))
    deps.failpoint?.('change.in-transaction')
    return shownVersion(bucket, row)
  })
  deps.failpoint?.('change.committed')
  return output
}

export function shownVersion(bucket: BucketRow, row: ObjectRow): VersionOutput {
  return bucket.versioning === undefined ? {} : { versionId: row.versionId }
}
