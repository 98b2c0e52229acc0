import type { BucketRow, VersionRow } from '../metadata/metadata-store.ts'
import { isRetained } from '../model/bucket-worm.ts'
import { ossError } from '../model/oss-error.ts'

/**
 * A version that the bucket's retention policy protects must neither go nor change (OSS documentation, "Bucket-level
 * retention policy (BucketWorm)"). Delete markers are no data: they may go.
 * @throws OssError FileImmutable
 */
export function assertNotRetained(bucket: BucketRow, key: string, row: VersionRow, nowMs: number): void {
  if (isImmutable(bucket, row, nowMs)) throw ossError('FileImmutable', { details: { Key: key } })
}

export function isImmutable({ worm }: BucketRow, row: VersionRow, nowMs: number): boolean {
  return worm !== undefined && row.type !== 'DeleteMarker' && isRetained(worm, row.lastModifiedMs, nowMs)
}
