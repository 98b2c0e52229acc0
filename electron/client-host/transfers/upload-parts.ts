import type { Stats } from 'node:fs'
import { codeOf, localError } from '../errors.ts'
import type { Batch, UploadSpec } from './batch.ts'
import { bytesOfParts, crc32OfParts, crc64OfParts, type UploadCheckpoint } from './checkpoint.ts'
import { completeParts, type VerifiedObject } from './complete-parts.ts'
import { compareSums, startDigest } from './content-digest.ts'
import { retrying, type JobContext } from './job-context.ts'
import { weightOf } from './limiter.ts'
import type { FileHandle } from './local-files.ts'
import { partBounds, planParts } from './part-plan.ts'
import { partProgress, runParts } from './part-streams.ts'
import { crc32OfFile } from './stored-checksum.ts'
import { assertUnchanged, isSameFile, sourceStream } from './source-stream.ts'

export interface PutInParts {
  readonly context: JobContext
  readonly batch: Batch<UploadSpec>
  readonly item: number
  readonly handle: FileHandle
  readonly identity: Stats
  readonly keyName: string
  readonly contentType: string | undefined
  readonly forbidOverwrite: boolean
}

/**
 * Uploads a large file in parts (OSS documentation, "Multipart upload"), going on where an earlier run stopped when the file
 * is still the same. Each part's CRC64 is compared as it arrives and the whole object's at the end.
 * @throws OssError SourceFileChanged, ChecksumMismatch, or what a part met when its tries were used up
 */
export async function putInParts(input: PutInParts): Promise<VerifiedObject> {
  const resumed = knownUpload(input)
  const checkpoint = resumed ?? (await begin(input))
  try {
    return await finish(input, checkpoint, resumed !== undefined)
  } catch (error) {
    // The service gave the parts up meanwhile (a lifecycle rule, another program): start over, once.
    if (resumed === undefined || codeOf(error) !== 'NoSuchUpload') throw error
    input.context.checkpoint(input.item, undefined)
    return finish(input, await begin(input), false)
  }
}

function knownUpload({ batch, item, keyName, identity }: PutInParts): UploadCheckpoint | undefined {
  const known = batch.checkpoints.get(item) as UploadCheckpoint | undefined
  return known !== undefined && known.start.keyName === keyName && isSameFile(identity, known.start) ? known : undefined
}

async function begin(input: PutInParts): Promise<UploadCheckpoint> {
  const { context, batch, item, identity, keyName, contentType, forbidOverwrite } = input
  await discardUpload(context, batch, item)
  const { bucket, prefix } = batch.spec
  const { uploadId, keepsCrc32 } = await context.provider.initiateMultipartUpload({ bucket, key: prefix + keyName, contentType, forbidOverwrite, wantsCrc32: context.provider.service === 's3', signal: context.signal })
  const { partBytes } = planParts(identity.size, context.sizes)
  context.checkpoint(item, { kind: 'upload', keyName, uploadId, partBytes, sizeBytes: identity.size, modifiedMs: identity.mtimeMs, inode: identity.ino, ...(keepsCrc32 === true ? { keepsCrc32 } : {}) })
  return batch.checkpoints.get(item) as UploadCheckpoint
}

async function finish(input: PutInParts, checkpoint: UploadCheckpoint, resumed: boolean): Promise<VerifiedObject> {
  const { context, batch, item, handle, identity } = input
  const { items, spec } = batch
  const { start, parts } = checkpoint
  const name = items.nameOf(item)
  const key = spec.prefix + input.keyName
  const progress = partProgress(bytesOfParts(checkpoint), (bytesDone) => {
    // A read that was under way when the batch was stopped: the item has been counted back already.
    if (context.signal.aborted) return
    items.setBytesDone(item, bytesDone)
    context.changed()
  })
  items.setBytesDone(item, bytesOfParts(checkpoint))
  const count = Math.max(1, Math.ceil(start.sizeBytes / start.partBytes))
  const missing = Array.from({ length: count }, (_, index) => index + 1).filter((number) => !parts.has(number))

  // Of parts of an earlier run only the CRC64 is remembered.
  let unproven = context.provider.service === 's3' && parts.size > 0
  const sendPart = (partNumber: number): Promise<void> =>
    retrying(
      context,
      batch,
      item,
      async () => {
        const bounds = partBounds(start.sizeBytes, start.partBytes, partNumber)
        const crc32 = start.keepsCrc32 === true ? await crc32OfFile(handle, { startBytes: bounds.start, sizeBytes: bounds.end - bounds.start }, context.signal) : undefined
        // The service holds the one against the bytes, so nobody needs the other.
        const digest = await startDigest(crc32 === undefined ? context.provider.service : 'oss')
        progress(partNumber, 0)
        const answer = await context.provider.uploadPart({
          bucket: spec.bucket,
          key,
          uploadId: start.uploadId,
          partNumber,
          sizeBytes: bounds.end - bounds.start,
          crc32,
          body: () =>
            sourceStream({
              handle,
              identity,
              name,
              bounds,
              digest,
              pieceBytes: context.pieceBytes,
              pace: (bytes) => context.pace(bytes, context.signal),
              onProgress: (bytes) => {
                progress(partNumber, bytes)
              },
              onEnd: () => undefined,
            }),
          signal: context.signal,
        })
        const sums = digest.finish()
        const proof = crc32 === undefined ? compareSums(sums, answer) : answer.checksum?.value === crc32 ? 'crc32' : undefined
        if (proof === 'differs') throw localError('ChecksumMismatch', { Key: key, PartNumber: String(partNumber), Expected: sums.crc64, Received: answer.crc64 ?? '' })
        if (proof === undefined) unproven = true
        await context.partDone(item, partNumber, { crc64: sums.crc64, etag: answer.etag, ...(crc32 === undefined ? {} : { crc32 }) })
      },
    )
  try {
    await runParts({ context, batch, numbers: missing, weight: weightOf(start.partBytes), streams: context.sizes.streamsPerFile, run: sendPart })
    items.setState(item, 'verifying')
    await assertUnchanged(handle, identity, name)
  } catch (error) {
    // Its parts are of a file that is no more.
    if (codeOf(error) === 'SourceFileChanged') await discardUpload(context, batch, item)
    throw error
  }
  const { bucket, prefix } = spec
  const written = await completeParts({
    context,
    provider: context.provider,
    batch,
    item,
    bucket,
    key: prefix + start.keyName,
    uploadId: start.uploadId,
    sizeBytes: start.sizeBytes,
    parts,
    crc64: crc64OfParts(checkpoint),
    crc32: crc32OfParts(checkpoint),
    forbidOverwrite: input.forbidOverwrite,
    uncertain: resumed && missing.length === 0,
  })
  context.checkpoint(item, undefined)
  // What the service says of the whole counts for parts of an earlier run as well.
  return { ...written, verified: written.verified && (!unproven || written.verifiedBy === 'crc32') }
}

/** Gives up what an earlier run stored of an item's parts. */
export async function discardUpload(context: Pick<JobContext, 'provider' | 'signal' | 'checkpoint'>, batch: Batch<UploadSpec>, item: number): Promise<void> {
  const known = batch.checkpoints.get(item) as UploadCheckpoint | undefined
  if (known === undefined) return
  const { keyName, uploadId } = known.start
  await context.provider.abortMultipartUpload({ bucket: batch.spec.bucket, key: batch.spec.prefix + keyName, uploadId, signal: context.signal })
  context.checkpoint(item, undefined)
}
