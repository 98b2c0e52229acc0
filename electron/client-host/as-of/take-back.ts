import { localError } from '../errors.ts'
import type { ListedVersion } from '../providers/versions-provider.ts'
import { isUndoable, type Batch, type RevertSpec } from '../transfers/batch.ts'
import { mayBeThere, retrying, withAttempts, type ItemOutcome, type JobContext } from '../transfers/job-context.ts'
import { restoreVersion } from '../versions/restore-version.ts'
import { listVersionsOfKey } from '../versions/walk-versions.ts'

/** Says that an item takes back what its version did, in the column that tells copies and delete markers of a restore apart. */
export const takesBack = 2

/**
 * The batch that takes a restore back: what each object was before is put in place again, as a version or delete marker of its
 * own. So nothing is removed, and this can be taken back as well. @throws OssError InvalidInput
 */
export function planTakeBack(batch: Batch): { readonly spec: RevertSpec; readonly fill: (undo: Batch) => void } {
  const { spec, items } = batch
  if (!isUndoable(batch) || (spec.kind !== 'revert' && spec.kind !== 'restoreVersion')) throw localError('InvalidInput', { Argument: 'batchId', BatchId: batch.batchId })
  const { profileId, bucket, prefix, title } = spec
  const at = spec.kind === 'revert' ? { place: spec.place, momentMs: spec.beforeMs } : { place: prefix, momentMs: batch.createdMs }
  const fill = (undo: Batch): void => {
    for (let item = 0; item < items.length; item++) {
      if (items.stateOf(item) !== 'done') continue
      undo.items.add({ name: items.nameOf(item), sizeBytes: 0, modifiedMs: 0, source: takesBack, versionId: items.resultOf(item)?.versionId })
    }
  }
  return { spec: { kind: 'revert', profileId, bucket, prefix, title, prefixes: [], ...at, beforeMs: at.momentMs, takesBack: true }, fill }
}

/** What is to be put in place of the version that a restore wrote. */
type Step = { readonly kind: 'there' } | { readonly kind: 'nothing' } | { readonly kind: 'marker' } | { readonly kind: 'version'; readonly versionId: string }

/**
 * Puts back what was there before the version that the item names was written. Where something else is current by now, or that
 * version is not known, it is left alone.
 * @throws OssError ChangedSinceRestore, RemoteError InvalidObjectState for an archived version
 */
export async function takeBackItem(context: JobContext, batch: Batch<RevertSpec>, item: number): Promise<ItemOutcome> {
  const { items, spec } = batch
  const key = spec.prefix + items.nameOf(item)
  const written = items.versionOf(item)
  const at = { bucket: spec.bucket, key, signal: context.signal }
  const stepNow = async (attempt: number): Promise<Step> => {
    const { versions } = await listVersionsOfKey(context.provider, { ...at, maxKeys: looksAt })
    const isUncertain = attempt > 1 || mayBeThere(batch, item) || batch.checkpoints.has(item)
    const step = stepFor(versions, written, isUncertain)
    if (step === undefined) throw localError('ChangedSinceRestore', { Key: key })
    return step
  }
  const step = await retrying(context, batch, item, stepNow)
  if (step.kind === 'nothing') return 'skipped'
  if (step.kind === 'there') return 'done'
  if (step.kind === 'version') {
    return restoreVersion({
      context,
      batch,
      item,
      key,
      versionId: step.versionId,
      ...(written === undefined ? {} : { replaces: written }),
      assertReplaceable: (current) => {
        if (current?.versionId !== undefined && current.versionId !== written) throw localError('ChangedSinceRestore', { Key: key })
      },
    })
  }
  return withAttempts(context, batch, item, async (attempt) => {
    // The answer of the try before may have been lost.
    if (attempt > 1 && (await stepNow(attempt)).kind === 'there') return 'done'
    const { versionId } = await context.provider.deleteObject(at)
    items.setResult(item, { versionId })
    context.landed(key)
    return 'done'
  })
}

/** What a restore wrote, what was there before, and what the two became if this was done already. */
const looksAt = 3

/** @param versions the newest of the key, newest first @returns undefined where something else is current */
export function stepFor(versions: readonly ListedVersion[], written: string | undefined, isUncertain: boolean): Step | undefined {
  const [current, before, beneath] = versions
  if (written === undefined || current === undefined) return undefined
  if (current.versionId === written) {
    if (before !== undefined && !before.isDeleteMarker) return { kind: 'version', versionId: before.versionId }
    return { kind: current.isDeleteMarker ? 'nothing' : 'marker' }
  }
  const isTakenBack = isUncertain && before?.versionId === written && (beneath === undefined || beneath.isDeleteMarker ? current.isDeleteMarker : isSameContent(current, beneath))
  return isTakenBack ? { kind: 'there' } : undefined
}

/** A copy made in parts has another ETag than a whole one. */
function isSameContent(a: ListedVersion, b: ListedVersion): boolean {
  return !a.isDeleteMarker && a.sizeBytes === b.sizeBytes && (a.etag === b.etag || a.etag.includes('-') || b.etag.includes('-'))
}
