import type { TransferItem } from '../../contract/transfer-items.ts'
import { isCopySpec, writtenPlace, type Batch } from './batch.ts'
import { targetName } from './copy-names.ts'

/** One item of a batch as the window sees it; of copies with the key at the target. */
export function itemRow({ items, spec }: Batch, item: number): TransferItem {
  const row = items.row(item, writtenPlace(spec).prefix)
  if (spec.kind === 'deleteVersions') return { ...row, key: spec.key, versionId: row.name }
  return isCopySpec(spec) && items.keyNameOf(item) === row.name ? { ...row, key: spec.target.prefix + targetName(spec, row.name) } : row
}
