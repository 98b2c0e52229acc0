import type { BucketRow, MetadataLookups, ObjectRow, VersionRow } from '../../metadata/metadata-store.ts'
import { actionOnVersion, ruleForLoneMarker } from '../../model/lifecycle-action.ts'
import type { LifecycleRule } from '../../model/lifecycle.ts'
import type { StorageClass } from '../../model/storage-class.ts'

/** What is to become of one version or delete marker. */
export type VersionVerdict =
  | { readonly kind: 'expire'; readonly row: ObjectRow; readonly ruleId: string }
  | { readonly kind: 'expireNoncurrent'; readonly row: ObjectRow }
  | { readonly kind: 'removeMarker'; readonly row: VersionRow }
  | { readonly kind: 'transition'; readonly row: ObjectRow; readonly storageClass: StorageClass }

export interface VersionPlace {
  readonly key: string
  readonly sequence: number
  /** When what came after it was written; absent for the newest of its key. */
  readonly supersededMs: number | undefined
}

/**
 * Judges a version as it is now, which may be another state than that in which it was found to be due. When it stopped
 * being current stays as it was found: should the version after it be gone since, the outcome is that of the other order.
 */
export function judgeVersion(
  lookups: MetadataLookups,
  { bucketId }: BucketRow,
  { key, sequence, supersededMs }: VersionPlace,
  rules: readonly LifecycleRule[],
  asOfMs: number,
): VersionVerdict | undefined {
  const current = lookups.object(bucketId, key)
  const isCurrent = current?.sequence === sequence
  const row = isCurrent ? current : lookups.historyRow(bucketId, key, sequence)
  if (row === undefined) return undefined
  if (row.type === 'DeleteMarker') {
    if (current !== undefined || ruleForLoneMarker(rules, key) === undefined) return undefined
    const isAlone = lookups.newestHistoryRow(bucketId, key)?.sequence === sequence && lookups.olderHistoryRow(bucketId, key, sequence) === undefined
    return isAlone ? { kind: 'removeMarker', row } : undefined
  }
  // Found as the newest and not it any more: its days as an old version begin with what took its place.
  if (!isCurrent && supersededMs === undefined) return undefined
  const action = actionOnVersion(
    rules,
    {
      key,
      sizeBytes: row.sizeBytes,
      storageClass: row.storageClass,
      lastModifiedMs: row.lastModifiedMs,
      isLink: row.type === 'Symlink',
      tags: () => row.tags,
      ...(isCurrent || supersededMs === undefined ? {} : { noncurrentSinceMs: supersededMs }),
    },
    asOfMs,
  )
  if (action === undefined) return undefined
  if (action.kind === 'transition') return { kind: 'transition', row, storageClass: action.storageClass }
  return isCurrent ? { kind: 'expire', row, ruleId: action.ruleId } : { kind: 'expireNoncurrent', row }
}
