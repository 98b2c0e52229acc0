import type { ObjectHeadView } from '../../contract/objects.ts'
import { codeOf, localError } from '../errors.ts'
import type { VersionAddress } from '../providers/addresses.ts'
import type { CopySpec } from './batch.ts'
import { targetHead, write, type CopyItem } from './copy-target.ts'
import { decide } from './conflict.ts'
import { isOntoItself, targetName } from './copy-names.ts'
import { keptAttributes } from './copy-source.ts'
import type { ItemOutcome, JobContext } from './job-context.ts'
import { numberedName } from './walk-sources.ts'

export interface Link {
  readonly kind: 'link'
  /** Key that it points to, in its own bucket. */
  readonly target: string
  /** Of the link itself. */
  readonly head: ObjectHeadView
}

const maxNumberedNames = 1000

export async function readLink(context: JobContext, address: VersionAddress): Promise<Link> {
  return { kind: 'link', ...(await context.provider.getSymlink(address)) }
}

/** Where a copied link points to: to the copy of its target when that comes along. Undefined when it would point nowhere. */
export function linkTarget(spec: CopySpec, target: string): string | undefined {
  const name = target.startsWith(spec.prefix) ? target.slice(spec.prefix.length) : undefined
  if (name !== undefined && spec.prefixes.some((prefix) => target.startsWith(prefix))) return spec.target.prefix + targetName(spec, name)
  return spec.profileId === spec.target.profileId && spec.bucket === spec.target.bucket ? target : undefined
}

/**
 * Copies a symbolic link as a link. Where links do not exist, or it would point nowhere, what it points to is copied in its
 * place and the row says so.
 */
export async function copyLink(input: CopyItem, link: Link): Promise<ItemOutcome> {
  const { batch, context, item, sourceKey } = input
  const { spec, items } = batch
  const name = items.nameOf(item)
  const wanted = targetName(spec, name)
  const target = context.target.service === 's3' ? undefined : linkTarget(spec, link.target)
  const conflict = spec.choices?.find((choice) => choice.name === name)?.conflict ?? spec.conflict
  for (let number = 1; number <= maxNumberedNames; number++) {
    const keyName = number === 1 ? wanted : numberedName(wanted, number)
    if (input.versionId === undefined && isOntoItself(spec, name, keyName)) continue
    const key = spec.target.prefix + keyName
    const present = await targetHead(input, key)
    const begun = batch.checkpoints.get(item)?.start
    const isOurs = begun?.kind === 'copy' && begun.keyName === keyName && present !== undefined && (target === undefined || (await pointsTo(context, spec, key)) === target)
    if (present !== undefined && !isOurs) {
      const decision = await decide({ conflict, isIdentical: async () => target !== undefined && (await pointsTo(context, spec, key)) === target, sourceModifiedMs: link.head.lastModifiedMs, targetModifiedMs: present.lastModifiedMs })
      if (decision === 'skip') return 'skipped'
      if (decision === 'number') continue
    }
    if (!isOurs) {
      try {
        await writeLink(input, link, target, keyName, conflict !== 'overwrite' && present === undefined)
      } catch (error) {
        if (codeOf(error) !== 'FileAlreadyExists') throw error
        number--
        continue
      }
    }
    if (keyName !== wanted) items.setKeyName(item, keyName)
    context.landed(key)
    if (spec.kind === 'move') await removeLink(input, link, target, key)
    batch.checkpoints.delete(item)
    return 'done'
  }
  throw localError('FileAlreadyExists', { Key: sourceKey })
}

async function writeLink(input: CopyItem, link: Link, target: string | undefined, keyName: string, forbidOverwrite: boolean): Promise<void> {
  const { batch, context, item } = input
  const { spec, items } = batch
  if (target === undefined) {
    // What it led to then is another object's past, which nobody has looked up.
    if (input.versionId !== undefined) throw localError('OperationNotSupported', { Cause: 'a link of an earlier moment can be copied as a link only', Key: input.sourceKey })
    const pointedTo = await context.provider.headObject({ bucket: spec.bucket, key: link.target, signal: context.signal })
    items.setSize(item, pointedTo.sizeBytes)
    const found = await write(input, pointedTo, keyName, forbidOverwrite)
    if (found.verified) items.setVerified(item)
    items.setLost(item, ['symlink'])
    return
  }
  const { attributes } = await keptAttributes(context, spec.bucket, link.head, true, input.versionId)
  const { storageClass: _, encryption: __, ...kept } = attributes
  await context.checkpointNow(item, { kind: 'copy', keyName, sizeBytes: 0, partBytes: 1, etag: link.head.etag, modifiedMs: link.head.lastModifiedMs })
  await context.target.putSymlink({ bucket: spec.target.bucket, key: spec.target.prefix + keyName, target, attributes: kept, forbidOverwrite, signal: context.signal })
}

async function pointsTo(context: JobContext, spec: CopySpec, key: string): Promise<string | undefined> {
  try {
    return (await context.target.getSymlink({ bucket: spec.target.bucket, key, signal: context.signal })).target
  } catch (error) {
    const code = codeOf(error)
    if (code !== 'NotSymlink' && code !== 'NoSuchKey' && code !== 'NotImplemented') throw error
    return undefined
  }
}

async function removeLink({ batch, context, sourceKey }: CopyItem, link: Link, target: string | undefined, key: string): Promise<void> {
  const { spec } = batch
  if (target !== undefined && (await pointsTo(context, spec, key)) !== target) throw localError('CopyUnverified', { Key: sourceKey, Target: key })
  const now = await context.provider.getSymlink({ bucket: spec.bucket, key: sourceKey, signal: context.signal })
  if (now.target !== link.target || now.head.lastModifiedMs !== link.head.lastModifiedMs) throw localError('SourceObjectChanged', { Key: sourceKey })
  await context.provider.deleteObject({ bucket: spec.bucket, key: sourceKey, signal: context.signal })
  context.removed(sourceKey)
}
