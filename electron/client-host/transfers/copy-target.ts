import type { ObjectHeadView } from '../../contract/objects.ts'
import { codeOf, localError } from '../errors.ts'
import type { Batch, CopySpec } from './batch.ts'
import type { VerifiedObject } from './complete-parts.ts'
import { keptAttributes, withoutRefused } from './copy-source.ts'
import type { CopyWrite } from './copy-request.ts'
import { needsParts, writeCopy } from './copy-write.ts'
import type { JobContext } from './job-context.ts'

/** Everything the copy of one item works with. */
export interface CopyItem {
  readonly context: JobContext
  readonly batch: Batch<CopySpec>
  readonly item: number
  readonly sourceKey: string
  /** Where it is this version that is copied, and not what is current. */
  readonly versionId?: string | undefined
  /** ETags of what earlier tries stored and found to be wrong, by key of the target. */
  readonly spoiled: Map<string, string>
}

/** The target's head, or undefined when there is none; a broken link is there as well. */
export async function targetHead({ batch, context }: CopyItem, key: string): Promise<ObjectHeadView | undefined> {
  const address = { bucket: batch.spec.target.bucket, key, signal: context.signal }
  try {
    return await context.target.headObject(address)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'SymlinkTargetNotExist') return (await context.target.getSymlink(address)).head
    if (code !== 'NoSuchKey') throw error
    return undefined
  }
}

/** Writes the copy with all it can keep, and with less where the target refuses some of it. */
export async function write(input: CopyItem, head: ObjectHeadView, keyName: string, forbidOverwrite: boolean): Promise<VerifiedObject> {
  const { batch, context, item } = input
  const { spec, items } = batch
  const { versionId } = input
  // Onto the key it had OSS copies no headers, metadata or tags of a version by itself ("CopyObject").
  const whole = spec.relayed || versionId !== undefined || needsParts(context, head.sizeBytes, false)
  let kept = await keptAttributes(context, spec.bucket, head, whole, versionId)
  const common: Omit<CopyWrite, 'attributes'> = {
    context,
    batch,
    item,
    source: { bucket: spec.bucket, head, ...(versionId === undefined ? {} : { versionId }) },
    target: { bucket: spec.target.bucket, key: spec.target.prefix + keyName },
    keyName,
    relayed: spec.relayed,
    forbidOverwrite,
    onSpoiled: (etag) => input.spoiled.set(spec.target.prefix + keyName, etag),
  }
  for (;;) {
    try {
      const found = await writeCopy({ ...common, attributes: kept.attributes })
      items.setLost(item, kept.lost)
      return found
    } catch (error) {
      if (codeOf(error) === 'PreconditionFailed') throw localError('SourceObjectChanged', { Key: head.key }, error)
      const less = withoutRefused(kept, error)
      if (less === undefined) throw error
      kept = less
    }
  }
}
