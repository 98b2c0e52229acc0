import type { ObjectHeadView } from '../../contract/objects.ts'
import { codeOf, localError } from '../errors.ts'
import type { Batch } from '../transfers/batch.ts'
import { isSameBytes, keptAttributes, withoutRefused } from '../transfers/copy-source.ts'
import { writeCopy } from '../transfers/copy-write.ts'
import { headIfThere, mayBeThere, withAttempts, type ItemOutcome, type JobContext } from '../transfers/job-context.ts'

/** One version to be put in place of what is current. */
export interface RestoreVersion {
  readonly context: JobContext
  readonly batch: Batch
  readonly item: number
  readonly key: string
  readonly versionId: string
  /** The version that is current and is to be replaced: as long as it is, nothing was written yet. */
  readonly replaces?: string
  /** Asked before anything is written over what is current; throws where that must stay. */
  readonly assertReplaceable?: (current: ObjectHeadView | undefined) => void
}

/**
 * Makes a new current version of an earlier one by copying it inside the service, with its headers, metadata, tags, ACL, class
 * and encryption; what it takes the place of stays a version as well. The current version itself is left alone. After a lost
 * answer or a kill what is there already is recognised, so that nothing is written twice.
 * @throws RemoteError NoSuchVersion, InvalidObjectState for an archived version
 */
export async function restoreVersion(input: RestoreVersion): Promise<ItemOutcome> {
  const { batch, context, item, key, versionId } = input
  const { items, spec } = batch
  const at = { bucket: spec.bucket, key, signal: context.signal }
  return withAttempts(context, batch, item, async (attempt) => {
    const head = await headOfVersion(context, { ...at, versionId })
    items.setSize(item, head.sizeBytes)
    const current = await headIfThere(context, spec.bucket, key)
    // A service that does not say which version is current is asked to write it anew.
    if (current?.versionId === versionId) return 'skipped'
    const isUncertain = attempt > 1 || mayBeThere(batch, item) || batch.checkpoints.has(item)
    const isThere = isUncertain && current !== undefined && (input.replaces === undefined || current.versionId !== input.replaces) && current.lastModifiedMs >= batch.createdMs - clockToleranceMs && isSameBytes(current, head) === true
    if (isThere) items.setResult(item, current)
    else {
      input.assertReplaceable?.(current)
      await (head.type === 'Symlink' ? writeLink(input, head) : writeVersion(input, head))
    }
    batch.checkpoints.delete(item)
    context.landed(key)
    return 'done'
  })
}

/** The service's clock may be behind ours by this much and what it wrote still count as written since. */
const clockToleranceMs = 60_000

async function headOfVersion(context: JobContext, address: Parameters<JobContext['provider']['headObject']>[0]): Promise<ObjectHeadView> {
  try {
    return await context.provider.headObject(address)
  } catch (error) {
    // A link whose target is gone has no head, but is still a link.
    if (codeOf(error) === 'SymlinkTargetNotExist') return (await context.provider.getSymlink(address)).head
    throw error
  }
}

async function writeVersion({ batch, context, item, key, versionId }: RestoreVersion, head: ObjectHeadView): Promise<void> {
  const { items, spec } = batch
  // Onto itself OSS copies no headers, metadata or tags by itself ("CopyObject"), so all of them are said.
  let kept = await keptAttributes(context, spec.bucket, head, true, versionId)
  for (;;) {
    try {
      const found = await writeCopy({
        context,
        batch,
        item,
        source: { bucket: spec.bucket, head, versionId },
        target: { bucket: spec.bucket, key },
        keyName: items.nameOf(item),
        relayed: false,
        attributes: kept.attributes,
        forbidOverwrite: false,
      })
      if (found.verified) items.setVerified(item)
      items.setResult(item, found)
      items.setLost(item, kept.lost)
      return
    } catch (error) {
      const less = withoutRefused(kept, error)
      if (less === undefined) throw error
      kept = less
    }
  }
}

async function writeLink({ batch, context, item, key, versionId }: RestoreVersion, head: ObjectHeadView): Promise<void> {
  const { bucket } = batch.spec
  const { target, head: link } = await context.provider.getSymlink({ bucket, key, versionId, signal: context.signal })
  const { attributes, lost } = await keptAttributes(context, bucket, { ...link, key: head.key }, true, versionId)
  const { storageClass: _, encryption: __, ...kept } = attributes
  batch.items.setResult(item, await context.provider.putSymlink({ bucket, key, target, attributes: kept, forbidOverwrite: false, signal: context.signal }))
  batch.items.setLost(item, lost)
}

/** The item of a batch that restores versions. */
export function restoreVersionItem(context: JobContext, batch: Batch, item: number): Promise<ItemOutcome> {
  const versionId = batch.items.versionOf(item)
  if (versionId === undefined) throw localError('InvalidInput', { Argument: 'versionIds', Key: batch.items.nameOf(item) })
  return restoreVersion({ context, batch, item, key: batch.spec.prefix + batch.items.nameOf(item), versionId })
}
