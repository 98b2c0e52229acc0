import type { ObjectHeadView } from '../../contract/objects.ts'
import { codeOf, localError } from '../errors.ts'
import type { Batch, CopySpec } from './batch.ts'
import type { CopyCheckpoint } from './checkpoint.ts'
import type { VerifiedObject } from './complete-parts.ts'
import { decide, md5Etag } from './conflict.ts'
import { copyLink, readLink } from './copy-link.ts'
import { isOntoItself, targetName } from './copy-names.ts'
import { isSameBytes } from './copy-source.ts'
import { targetHead, write, type CopyItem } from './copy-target.ts'
import { discardCopy, isSameSource } from './copy-write.ts'
import { isFolderMarker } from './download-job.ts'
import { headIfThere, withAttempts, type ItemOutcome, type JobContext } from './job-context.ts'
import { isMovedAlready, removeSource } from './move-source.ts'
import { numberedName } from './walk-sources.ts'

const maxNumberedNames = 1000
const looksAtOurs = 6

/** What stands at the target after a copy: `undefined` for a source that is skipped. */
export interface Copied {
  readonly keyName: string
  readonly found: VerifiedObject
}

/**
 * Copies one object of a batch, and of a move takes its source away afterwards. What is about to be written is remembered
 * first, so that after a lost answer or a kill what is there already is recognised and nothing is written twice.
 */
export async function copyItem(context: JobContext, batch: Batch<CopySpec>, item: number): Promise<ItemOutcome> {
  const { items, spec } = batch
  const input: CopyItem = { context, batch, item, sourceKey: spec.prefix + items.nameOf(item), versionId: items.versionOf(item), spoiled: new Map() }
  return withAttempts(context, batch, item, async () => {
    const source = await readSource(input)
    if (source === undefined) {
      if (await isMovedAlready(input)) return 'done'
      throw localError('NoSuchKey', { Key: input.sourceKey })
    }
    if (source.kind === 'link') return copyLink(input, source)
    const { head } = source
    items.setSize(item, head.sizeBytes)
    await forgetOtherSource(input, head)
    const copied = await copyUnderFreeName(input, head)
    if (copied === undefined) return 'skipped'
    const { keyName, found } = copied
    if (found.verified) items.setVerified(item)
    items.setResult(item, found)
    if (keyName !== targetName(spec, items.nameOf(item))) items.setKeyName(item, keyName)
    context.landed(spec.target.prefix + keyName)
    if (spec.kind === 'move') await removeSource(input, head, spec.target.prefix + keyName)
    batch.checkpoints.delete(item)
    items.setBytesDone(item, head.sizeBytes)
    return 'done'
  })
}

type Source = { readonly kind: 'object'; readonly head: ObjectHeadView } | { readonly kind: 'link'; readonly target: string; readonly head: ObjectHeadView }

async function readSource({ batch, context, sourceKey, versionId }: CopyItem): Promise<Source | undefined> {
  const address = { bucket: batch.spec.bucket, key: sourceKey, versionId, signal: context.signal }
  try {
    const head = await context.provider.headObject(address)
    return head.type === 'Symlink' ? await readLink(context, address) : { kind: 'object', head }
  } catch (error) {
    const code = codeOf(error)
    // A link whose target is gone has no head, but is still a link.
    if (code === 'SymlinkTargetNotExist') return readLink(context, address)
    if (code !== 'NoSuchKey') throw error
    return undefined
  }
}

/** Parts of another object must never be put together with these. */
async function forgetOtherSource({ batch, context, item }: CopyItem, head: ObjectHeadView): Promise<void> {
  const known = batch.checkpoints.get(item) as CopyCheckpoint | undefined
  if (known?.start.uploadId === undefined || isSameSource(known, head)) return
  const { bucket, prefix } = batch.spec.target
  await discardCopy(context, batch, item, bucket, prefix + known.start.keyName)
  throw localError('SourceObjectChanged', { Key: head.key })
}

async function copyUnderFreeName(input: CopyItem, head: ObjectHeadView): Promise<Copied | undefined> {
  const { batch, context, item } = input
  const { spec, items } = batch
  const name = items.nameOf(item)
  const wanted = items.keyNameOf(item) === name ? targetName(spec, name) : items.keyNameOf(item)
  const conflict = spec.choices?.find((choice) => choice.name === name)?.conflict ?? spec.conflict
  let lost = 0
  for (let number = 1; number <= maxNumberedNames; ) {
    const keyName = number === 1 ? wanted : numberedName(wanted, number)
    // A version of the past is put beside what its key shows now, or in its place where that is nothing.
    if (input.versionId === undefined && isOntoItself(spec, name, keyName)) {
      if (conflict !== 'keepBoth') throw localError('CopyOntoItself', { Key: input.sourceKey })
      number++
      continue
    }
    const begun = batch.checkpoints.get(item)?.start
    const mayBeOurs = begun?.kind === 'copy' && begun.keyName === keyName
    const inParts = mayBeOurs && begun.uploadId !== undefined
    const key = spec.target.prefix + keyName
    const present = (conflict !== 'overwrite' || mayBeOurs) && !inParts ? await targetHead(input, key) : undefined
    if (present !== undefined) {
      const isSame = mayBeOurs ? await isOurs(input, present, head) : isSameBytes(present, head)
      // A folder that is there already is all that its marker asks for.
      const isFolder = isFolderMarker(keyName, head.sizeBytes)
      if ((mayBeOurs || isFolder) && isSame === true) return { keyName, found: { ...resultOf(present), verified: present.crc64 !== undefined } }
      // What this copy spoiled itself is replaced, whatever is to become of other people's objects.
      const isSpoiled = input.spoiled.get(key) === present.etag
      const decision = isSpoiled ? 'replace' : await decide({ conflict, isIdentical: () => Promise.resolve(isSame === true), sourceModifiedMs: head.lastModifiedMs, targetModifiedMs: present.lastModifiedMs })
      if (decision === 'skip') return undefined
      if (decision === 'number') {
        number++
        continue
      }
    }
    try {
      return { keyName, found: await write(input, head, keyName, conflict !== 'overwrite' && present === undefined) }
    } catch (error) {
      // Somebody was faster: what is there now is looked at like what was there before.
      if (codeOf(error) !== 'FileAlreadyExists' || ++lost > maxNumberedNames) throw error
      if (batch.checkpoints.get(item)?.start.kind === 'copy' && inParts) await discardCopy(context, batch, item, spec.target.bucket, key)
    }
  }
  throw localError('FileAlreadyExists', { Key: spec.target.prefix + wanted })
}

/**
 * Whether what stands at the target is this copy. A size or checksum that differs is asked for again, on both sides: it may have
 * been falsified on its way, and taking our own copy for somebody else's would copy twice.
 */
async function isOurs(input: CopyItem, present: ObjectHeadView, head: ObjectHeadView): Promise<boolean | undefined> {
  const { batch, context, sourceKey, versionId } = input
  let [source, found]: (ObjectHeadView | undefined)[] = [head, present]
  for (let look = 1; ; look++) {
    if (source === undefined || found === undefined) return false
    const isSame = isSameBytes(found, source)
    // Two checksums that contradict each other cannot both be right; the same MD5 on both sides is no chance.
    if (isSame !== false) return isSame
    if (look === looksAtOurs) return found.sizeBytes === source.sizeBytes && md5Etag.test(found.etag) && found.etag.toLowerCase() === source.etag.toLowerCase()
    ;[source, found] = await Promise.all([headIfThere(context, batch.spec.bucket, sourceKey, versionId), targetHead(input, present.key)])
  }
}

const resultOf = ({ etag, crc64, versionId }: ObjectHeadView) => ({ etag, crc64, versionId })
