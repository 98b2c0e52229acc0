import type { BucketRow, MetadataWriter } from '../../metadata/metadata-store.ts'
import type { EngineDependencies } from '../dependencies.ts'
import { requireBucket } from '../rows.ts'

/**
 * Changes what the bucket's own record says. `change` sees the record as it is inside the transaction.
 * @throws OssError NoSuchBucket, and whatever `change` throws
 */
export async function changeBucket(deps: EngineDependencies, name: string, change: (row: BucketRow, tx: MetadataWriter) => BucketRow): Promise<void> {
  await deps.metadata.write((tx) => {
    tx.putBucket(change(requireBucket(tx, name), tx))
    deps.failpoint?.('setting.in-transaction')
  })
  deps.failpoint?.('setting.committed')
}
