import type { BucketRow, MetadataWriter } from '../../metadata/metadata-store.ts'
import { isOssError } from '../../model/oss-error.ts'
import { isImmutable } from '../retention.ts'
import { deleteLatest, deleteVersion, rewriteVersion } from '../versions.ts'
import type { VersionVerdict } from './judge-version.ts'
import type { LifecycleTally } from './lifecycle-run.ts'

/** What a verdict counts as. */
export function outcomeOf(verdict: VersionVerdict): keyof LifecycleTally {
  switch (verdict.kind) {
    case 'expire':
      return 'expired'
    case 'expireNoncurrent':
      return 'noncurrentExpired'
    case 'removeMarker':
      return 'deleteMarkersRemoved'
    case 'transition':
      return 'transitioned'
  }
}

/** Whether a retention policy forbids it. Where there is versioning, an expired object stays beneath its delete marker. */
export function isProtected(bucket: BucketRow, { kind, row }: VersionVerdict, nowMs: number): boolean {
  if (kind === 'transition' || kind === 'removeMarker') return false
  return (kind === 'expireNoncurrent' || bucket.versioning === undefined) && isImmutable(bucket, row, nowMs)
}

/**
 * Does it. A move to another class is no change of the object: its time, ETag and id stay, and a retention policy does not
 * mind (OSS documentation, "Bucket-level retention policy (BucketWorm)"); a restored copy of the class before is given up.
 */
export function applyVerdict(tx: MetadataWriter, bucket: BucketRow, key: string, verdict: VersionVerdict, nowMs: number): keyof LifecycleTally {
  if (isProtected(bucket, verdict, nowMs)) return 'retained'
  switch (verdict.kind) {
    case 'expire':
      return deleteUnlessRetained(() => deleteLatest(tx, bucket, key, nowMs, { kind: 'lifecycle', ruleId: verdict.ruleId })) ? 'expired' : 'retained'
    case 'expireNoncurrent':
    case 'removeMarker':
      deleteVersion(tx, bucket, key, verdict.row.versionId, nowMs)
      break
    case 'transition': {
      const { restore: _, ...row } = verdict.row
      rewriteVersion(tx, bucket, key, verdict.row, { ...row, storageClass: verdict.storageClass, transitionedMs: nowMs }, nowMs)
    }
  }
  return outcomeOf(verdict)
}

/** With suspended versioning a delete replaces the `null` version, wherever it is: that may be what is to be kept. */
function deleteUnlessRetained(remove: () => unknown): boolean {
  try {
    remove()
    return true
  } catch (error) {
    if (!isOssError(error, 'FileImmutable')) throw error
    return false
  }
}
