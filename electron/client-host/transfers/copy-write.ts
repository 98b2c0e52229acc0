import type { ObjectHeadView } from '../../contract/objects.ts'
import type { Batch } from './batch.ts'
import { bytesOfParts, crc64OfParts, type CopyCheckpoint } from './checkpoint.ts'
import { completeParts, type VerifiedObject } from './complete-parts.ts'
import { codeOf, localError } from '../errors.ts'
import { isSameBytes } from './copy-source.ts'
import { headIfThere, retrying, type JobContext } from './job-context.ts'
import { weightOf } from './limiter.ts'
import { partBounds, planParts } from './part-plan.ts'
import { partProgress, runParts } from './part-streams.ts'
import type { CopyWrite } from './copy-request.ts'
import { relayObject, relayPart } from './relay.ts'

/** Whether an object of this size is written in parts, and then needs all its attributes said. */
export function needsParts({ sizes }: Pick<JobContext, 'sizes'>, sizeBytes: number, relayed: boolean): boolean {
  return sizeBytes >= (relayed ? sizes.partsFromBytes : sizes.copyPartsFromBytes)
}

/** Writes the copy, in parts from where an earlier run stopped when the source is still the same. */
export async function writeCopy(input: CopyWrite): Promise<VerifiedObject> {
  const { context, source, relayed, keyName, item } = input
  const { head } = source
  if (input.inOneRequest !== true && needsParts(context, head.sizeBytes, relayed)) return writeInParts(input)
  await context.checkpointNow(item, startOf(keyName, head))
  if (relayed) return relayObject(input)
  const { attributes, forbidOverwrite, target } = input
  const answer = await context.target.copyObject({
    ...target,
    source: sourceOf(source),
    ifMatch: head.etag,
    attributes,
    forbidOverwrite,
    signal: context.signal,
  })
  if (head.crc64 !== undefined && answer.crc64 !== undefined && head.crc64 !== answer.crc64) {
    input.onSpoiled?.(answer.etag)
    throw localError('ChecksumMismatch', { Key: target.key, Expected: head.crc64, Received: answer.crc64 })
  }
  const verified = answer.crc64 === undefined ? answer.etag.toLowerCase() === head.etag.toLowerCase() : head.crc64 !== undefined
  return { ...answer, verified }
}

const startOf = (keyName: string, { sizeBytes, etag, crc64, versionId, lastModifiedMs }: ObjectHeadView) =>
  ({ kind: 'copy', keyName, sizeBytes, partBytes: Math.max(1, sizeBytes), etag, modifiedMs: lastModifiedMs, ...(crc64 === undefined ? {} : { crc64 }), ...(versionId === undefined ? {} : { versionId }) }) as const

export function sourceOf({ bucket, head, versionId }: CopyWrite['source']): { readonly bucket: string; readonly key: string; readonly versionId?: string | undefined } {
  if (versionId !== undefined) return { bucket, key: head.key, versionId }
  return { bucket, key: head.key, ...(head.versionId === undefined || head.versionId === 'null' ? {} : { versionId: head.versionId }) }
}

/** Whether what a checkpoint remembers is about this very source. */
export function isSameSource({ start }: CopyCheckpoint, head: ObjectHeadView): boolean {
  return start.etag === head.etag && start.sizeBytes === head.sizeBytes && start.versionId === head.versionId && start.modifiedMs === head.lastModifiedMs
}

async function writeInParts(input: CopyWrite): Promise<VerifiedObject> {
  const { batch, context, item } = input
  const known = batch.checkpoints.get(item) as CopyCheckpoint | undefined
  const resumes = known?.start.kind === 'copy' && known.start.uploadId !== undefined && known.start.keyName === input.keyName && isSameSource(known, input.source.head)
  try {
    return await finishParts(input, resumes ? known : await begin(input), resumes)
  } catch (error) {
    if (!resumes || codeOf(error) !== 'NoSuchUpload') throw error
    // An earlier run made the object of them, and what it wrote down of the last of them was lost with the power.
    const made = await headIfThere({ provider: context.target, signal: context.signal }, input.target.bucket, input.target.key)
    if (made !== undefined && isSameBytes(made, input.source.head) === true) return { etag: made.etag, crc64: made.crc64, versionId: made.versionId, verified: true }
    // The service gave the parts up meanwhile (a lifecycle rule, another program): start over, once.
    context.checkpoint(item, undefined)
    return finishParts(input, await begin(input), false)
  }
}

async function begin(input: CopyWrite): Promise<CopyCheckpoint> {
  const { attributes, batch, context, forbidOverwrite, item, relayed, target, source } = input
  await discardCopy(context, batch, item, target.bucket, target.key)
  const { uploadId } = await context.target.initiateMultipartUpload({ ...target, attributes, forbidOverwrite, signal: context.signal })
  const { sizeBytes } = source.head
  const { partBytes } = planParts(sizeBytes, { partBytes: relayed ? context.sizes.partBytes : context.sizes.copyPartBytes })
  await context.checkpointNow(item, { ...startOf(input.keyName, source.head), partBytes, uploadId })
  return batch.checkpoints.get(item) as CopyCheckpoint
}

async function finishParts(input: CopyWrite, checkpoint: CopyCheckpoint, resumed: boolean): Promise<VerifiedObject> {
  const { batch, context, item, relayed, source, target } = input
  const { start, parts } = checkpoint
  const { uploadId = '' } = start
  const { items } = batch
  const progress = partProgress(bytesOfParts(checkpoint), (bytesDone) => {
    if (context.signal.aborted) return
    items.setBytesDone(item, bytesDone)
    context.changed()
  })
  items.setBytesDone(item, bytesOfParts(checkpoint))
  const count = Math.max(1, Math.ceil(start.sizeBytes / start.partBytes))
  const missing = Array.from({ length: count }, (_, index) => index + 1).filter((number) => !parts.has(number))
  const sendPart = (partNumber: number): Promise<void> =>
    retrying(context, batch, item, async () => {
      const bounds = partBounds(start.sizeBytes, start.partBytes, partNumber)
      const range = { start: bounds.start, end: bounds.end - 1 }
      progress(partNumber, 0)
      if (relayed) {
        const part = await relayPart({ ...input, uploadId, partNumber, range, onProgress: (bytes) => { progress(partNumber, bytes) } })
        await context.partDone(item, partNumber, part)
        return
      }
      const { etag, crc64 } = await context.target.uploadPartCopy({ ...target, uploadId, source: sourceOf(source), ifMatch: source.head.etag, partNumber, range, signal: context.signal })
      progress(partNumber, bounds.end - bounds.start)
      await context.partDone(item, partNumber, { etag, crc64: crc64 ?? '' })
    })
  await runParts({ context, batch, numbers: missing, weight: weightOf(relayed ? start.partBytes : 0), streams: context.sizes.streamsPerFile, run: sendPart })
  items.setState(item, 'verifying')
  const joined = [...parts.values()].every((part) => part.crc64 !== '') ? crc64OfParts(checkpoint) : undefined
  const expected = source.head.crc64
  if (expected !== undefined && joined !== undefined && expected !== joined) {
    await discardCopy(context, batch, item, target.bucket, target.key)
    throw localError('ChecksumMismatch', { Key: source.head.key, Expected: expected, Received: joined })
  }
  return completeParts({
    context,
    provider: context.target,
    batch,
    item,
    ...target,
    uploadId,
    sizeBytes: start.sizeBytes,
    parts,
    crc64: expected ?? joined,
    acl: input.attributes.acl,
    forbidOverwrite: input.forbidOverwrite,
    uncertain: resumed && missing.length === 0,
  })
}

/** Gives up the parts that an earlier run stored at the target. */
export async function discardCopy(context: Pick<JobContext, 'signal' | 'checkpoint' | 'target'>, batch: Batch, item: number, bucket: string, key: string): Promise<void> {
  const known = batch.checkpoints.get(item)
  if (known?.start.kind !== 'copy') return
  const { uploadId } = known.start
  if (uploadId !== undefined) await context.target.abortMultipartUpload({ bucket, key, uploadId, signal: context.signal })
  context.checkpoint(item, undefined)
}
