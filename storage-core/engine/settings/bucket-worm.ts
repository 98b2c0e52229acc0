import { createHash } from 'node:crypto'
import type { BucketRow } from '../../metadata/metadata-store.ts'
import { activeWorm, type BucketWorm } from '../../model/bucket-worm.ts'
import { ossError, type OssError } from '../../model/oss-error.ts'
import { type EngineDependencies, readMetadata } from '../dependencies.ts'
import { requireBucket } from '../rows.ts'
import { changeBucket } from './bucket-row.ts'
import type { ExtendBucketWormInput } from './settings-engine.ts'

/**
 * Starts a retention policy. It protects objects from now on and lapses after 24 hours unless it is locked (OSS
 * documentation, "InitiateBucketWorm"). Where versioning is suspended, overwriting would destroy versions that the policy is
 * to keep, so OSS refuses.
 * @throws OssError NoSuchBucket, WORMConfigurationAlreadyExists, InvalidRequest with suspended versioning
 */
export async function initiateBucketWorm(
  deps: EngineDependencies,
  { bucket, retentionPeriodDays }: { readonly bucket: string; readonly retentionPeriodDays: number },
): Promise<{ readonly wormId: string }> {
  let wormId = ''
  await changeBucket(deps, bucket, (row, tx) => {
    const nowMs = deps.clock.now()
    if (activeWorm(row.worm, nowMs) !== undefined) throw ossError('WORMConfigurationAlreadyExists', { details: { BucketName: bucket } })
    if (row.versioning === 'Suspended') {
      throw ossError('InvalidRequest', { message: 'A retention policy cannot be set for a bucket whose versioning is suspended.' })
    }
    wormId = makeWormId(deps.metadata.info.storeId, tx.nextSequence())
    return { ...row, worm: { wormId, retentionPeriodDays, createdMs: nowMs } }
  })
  return { wormId }
}

/**
 * OSS documentation, "AbortBucketWorm".
 * @throws OssError NoSuchBucket, NoSuchWORMConfiguration, WORMConfigurationLocked
 */
export function abortBucketWorm(deps: EngineDependencies, { bucket }: { readonly bucket: string }): Promise<void> {
  return changeBucket(deps, bucket, (row) => {
    if (requireWorm(row, deps.clock.now()).lockedMs !== undefined) throw locked(bucket)
    const { worm: _, ...rest } = row
    return rest
  })
}

/**
 * OSS documentation, "CompleteBucketWorm".
 * @throws OssError NoSuchBucket, NoSuchWORMConfiguration for another id as well, WORMConfigurationLocked
 */
export function completeBucketWorm(
  deps: EngineDependencies,
  { bucket, wormId }: { readonly bucket: string; readonly wormId: string },
): Promise<void> {
  return changeBucket(deps, bucket, (row) => {
    const nowMs = deps.clock.now()
    const worm = requireWorm(row, nowMs, wormId)
    if (worm.lockedMs !== undefined) throw locked(bucket)
    return { ...row, worm: { ...worm, lockedMs: nowMs } }
  })
}

/**
 * OSS documentation, "ExtendBucketWorm".
 * @throws OssError NoSuchBucket, NoSuchWORMConfiguration for another id as well, InvalidWORMConfiguration for a policy that is
 * not locked and for a period that is not longer
 */
export function extendBucketWorm(
  deps: EngineDependencies,
  { bucket, wormId, retentionPeriodDays }: ExtendBucketWormInput,
): Promise<void> {
  return changeBucket(deps, bucket, (row) => {
    const worm = requireWorm(row, deps.clock.now(), wormId)
    if (worm.lockedMs === undefined) {
      throw ossError('InvalidWORMConfiguration', { message: 'The retention policy is not locked and cannot be extended.' })
    }
    if (retentionPeriodDays <= worm.retentionPeriodDays) {
      throw ossError('InvalidWORMConfiguration', {
        message: 'The retention period can only be extended.',
        details: { ArgumentName: 'RetentionPeriodInDays', ArgumentValue: String(retentionPeriodDays) },
      })
    }
    return { ...row, worm: { ...worm, retentionPeriodDays } }
  })
}

/** @throws OssError NoSuchBucket, NoSuchWORMConfiguration */
export function getBucketWorm(deps: EngineDependencies, { bucket }: { readonly bucket: string }): BucketWorm {
  return readMetadata(deps.metadata, (reader) => requireWorm(requireBucket(reader, bucket), deps.clock.now()))
}

/** 32 upper-case hex digits, as OSS's. */
function makeWormId(storeId: string, sequence: number): string {
  return createHash('sha256').update(`worm ${storeId} ${sequence}`).digest('hex').slice(0, 32).toUpperCase()
}

function requireWorm(row: BucketRow, nowMs: number, wormId?: string): BucketWorm {
  const worm = activeWorm(row.worm, nowMs)
  if (worm !== undefined && (wormId === undefined || wormId === worm.wormId)) return worm
  throw ossError('NoSuchWORMConfiguration', { details: { BucketName: row.name, ...(wormId === undefined ? {} : { WormId: wormId }) } })
}

function locked(bucket: string): OssError {
  return ossError('WORMConfigurationLocked', { details: { BucketName: bucket } })
}
