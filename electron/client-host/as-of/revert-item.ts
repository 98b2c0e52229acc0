import type { ObjectHeadView } from '../../contract/objects.ts'
import { codeOf, localError } from '../errors.ts'
import type { Provider } from '../providers/object-provider.ts'
import type { Batch, RevertSpec } from '../transfers/batch.ts'
import { headIfThere, mayBeThere, withAttempts, type ItemOutcome, type JobContext } from '../transfers/job-context.ts'
import { restoreVersion } from '../versions/restore-version.ts'
import { listVersionsOfKey } from '../versions/walk-versions.ts'
import { takeBackItem, takesBack } from './take-back.ts'
import { endOfSecond, nullVersionId } from './version-fold.ts'

/**
 * Nothing is written into a bucket that would not keep what it takes the place of.
 * @throws OssError VersioningNotEnabled
 */
export async function assertKeepsVersions(provider: Pick<Provider, 'getBucketSetting'>, bucket: string, signal?: AbortSignal): Promise<void> {
  const { setting } = await provider.getBucketSetting({ bucket, name: 'versioning', signal })
  if (setting.status !== 'Enabled') throw localError('VersioningNotEnabled', { Bucket: bucket, Status: setting.status })
}

/** How an item of the batch says what it is about, in the column that uploads keep their source in. */
export const putsMarker = 0
export const putsVersion = 1

/**
 * Brings one key back to what it was: by a copy of that version, or by a delete marker where nothing was. Both are new versions
 * themselves. What changed since the preview is left alone: nobody has seen it.
 * @throws OssError ChangedSincePreview, RemoteError NoSuchVersion, InvalidObjectState for an archived version
 */
export async function revertItem(context: JobContext, batch: Batch<RevertSpec>, item: number): Promise<ItemOutcome> {
  const { items, spec } = batch
  const key = spec.prefix + items.nameOf(item)
  if (items.sourceOf(item) === takesBack) return takeBackItem(context, batch, item)
  if (items.sourceOf(item) === putsMarker) return withAttempts(context, batch, item, (attempt) => markDeleted(context, batch, item, { key, isRepeated: attempt > 1 }))
  const versionId = items.versionOf(item)
  // A journal that lost it must never turn a restore into something else.
  if (versionId === undefined) throw localError('InvalidInput', { Argument: 'versionId', Key: key })
  const outcome = await restoreVersion({
    context,
    batch,
    item,
    key,
    versionId,
    assertReplaceable: (current) => {
      if (current !== undefined) assertSeen(spec, current)
    },
  })
  if (outcome === 'done') await assertWasVersion(context, spec.bucket, items.resultOf(item)?.versionId)
  return outcome
}

/** @throws OssError ChangedSincePreview for what was written after the version listing was read */
function assertSeen({ beforeMs }: RevertSpec, { key, lastModifiedMs }: ObjectHeadView): void {
  if (lastModifiedMs > endOfSecond(beforeMs)) throw localError('ChangedSincePreview', { Key: key })
}

async function markDeleted(context: JobContext, batch: Batch<RevertSpec>, item: number, { key, isRepeated }: { readonly key: string; readonly isRepeated: boolean }): Promise<ItemOutcome> {
  const { bucket } = batch.spec
  const current = await headOrLink(context, bucket, key)
  if (current === undefined) {
    if (!isRepeated && !mayBeThere(batch, item)) return 'skipped'
    const { versions } = await listVersionsOfKey(context.provider, { bucket, key, maxKeys: 1, signal: context.signal })
    batch.items.setResult(item, { versionId: versions[0]?.versionId })
    return 'done'
  }
  assertSeen(batch.spec, current)
  const { versionId } = await context.provider.deleteObject({ bucket, key, signal: context.signal })
  batch.items.setResult(item, { versionId })
  context.landed(key)
  return 'done'
}

async function headOrLink(context: JobContext, bucket: string, key: string): Promise<ObjectHeadView | undefined> {
  try {
    return await headIfThere(context, bucket, key)
  } catch (error) {
    // A link whose target is gone has no head, but is still there.
    if (codeOf(error) === 'SymlinkTargetNotExist') return (await context.provider.getSymlink({ bucket, key, signal: context.signal })).head
    throw error
  }
}

/** Somebody may have suspended versioning meanwhile; one object is then enough. @throws OssError VersioningNotEnabled */
async function assertWasVersion({ provider, signal }: JobContext, bucket: string, versionId: string | undefined): Promise<void> {
  if (versionId === nullVersionId) throw localError('VersioningNotEnabled', { Bucket: bucket, Status: 'Suspended' })
  // Not every service says so with every write.
  if (versionId === undefined) await assertKeepsVersions(provider, bucket, signal)
}
