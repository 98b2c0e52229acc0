import { constants } from 'node:fs'
import type { ObjectHeadView } from '../../contract/objects.ts'
import { startCrc64 } from '../crc64.ts'
import { asError, codeOf, localError } from '../errors.ts'
import type { Batch, DownloadSpec } from './batch.ts'
import { bytesOfParts, crc64OfParts, type DownloadCheckpoint } from './checkpoint.ts'
import { crc64OfFile, isSameContent } from './conflict.ts'
import { giveBack } from '../remote/landing-blocks.ts'
import { gatheredBytes, networkPieces, openPart, writeAll } from './download-parts.ts'
import { retrying, type JobContext } from './job-context.ts'
import { weightOf } from './limiter.ts'
import { errnoOf, type FileHandle } from './local-files.ts'
import { partBounds, planParts } from './part-plan.ts'
import { proveFile } from './stored-checksum.ts'
import { partProgress, runParts } from './part-streams.ts'
import type { FolderAt } from './safe-folder.ts'

export interface FetchRanges {
  readonly context: JobContext
  readonly batch: Batch<DownloadSpec>
  readonly item: number
  readonly at: FolderAt
  /** Name of the temporary file in that folder, and its path below the chosen one. */
  readonly part: string
  readonly partPath: string
  readonly head: ObjectHeadView
}

/**
 * Fetches a large object into its temporary file by ranges side by side, going on where an earlier run stopped when the
 * object is still the same. What is on disk from before is read again and compared before it counts. The file is complete,
 * verified and synced afterwards.
 * @throws OssError SourceObjectChanged, ChecksumMismatch, or what a range met when its tries were used up
 */
export async function fetchRanges(input: FetchRanges): Promise<void> {
  const { context, batch, item, head } = input
  const { items } = batch
  const { handle, checkpoint } = await openFile(input)
  const { start, parts } = checkpoint
  const early = earlySync(handle)
  try {
    items.setBytesDone(item, bytesOfParts(checkpoint))
    const progress = partProgress(bytesOfParts(checkpoint), (bytesDone) => {
      if (context.signal.aborted) return
      items.setBytesDone(item, bytesDone)
      context.changed()
    })
    const count = Math.max(1, Math.ceil(start.sizeBytes / start.partBytes))
    const missing = Array.from({ length: count }, (_, index) => index + 1).filter((number) => !parts.has(number))
    const fetchPart = async (number: number): Promise<void> => {
      await retrying(context, batch, item, () => fetchRange({ ...input, handle, checkpoint, number, progress }))
      early.begin()
    }
    await runParts({ context, batch, numbers: missing, weight: weightOf(start.partBytes), streams: context.sizes.streamsPerFile, run: fetchPart })
    items.setState(item, 'verifying')
    const actual = crc64OfParts(checkpoint)
    if (head.crc64 !== undefined && head.crc64 !== actual) {
      // Which range is wrong cannot be told, so all of them are of no use.
      context.checkpoint(item, undefined)
      throw localError('ChecksumMismatch', { Key: head.key, Expected: head.crc64, Received: actual })
    }
    if (head.crc64 !== undefined) items.setVerified(item)
    else await proveWhole(input, handle)
    items.setResult(item, { crc64: actual, etag: head.etag, versionId: head.versionId })
    try {
      await early.over()
      if (head.lastModifiedMs > 0) await handle.utimes(new Date(), new Date(head.lastModifiedMs))
      await handle.sync()
    } catch (error) {
      // Linux shows bytes it could not write as if they were there, until it forgets them: none of them may count later.
      context.checkpoint(item, undefined)
      throw error
    }
  } finally {
    // The file must not be closed under a sync.
    await early.over().catch(() => undefined)
    await handle.close()
  }
}

/**
 * Brings to the disk what has arrived while more arrives, so that the end waits for the last of it and not for all. Linux
 * tells an open file only once that its bytes could not be written: a failure is kept for whoever asks at the end.
 */
function earlySync(handle: FileHandle): { begin(): void; over(): Promise<void> } {
  let running: Promise<void> | undefined
  let failure: unknown
  return {
    begin: () => {
      running ??= handle
        .sync()
        .catch((error: unknown) => {
          failure ??= error
        })
        .finally(() => {
          running = undefined
        })
    },
    over: async () => {
      await running
      if (failure !== undefined) throw asError(failure)
    },
  }
}

/** Ranges come in any order, so the checksums of S3 need the file once more. @throws OssError ChecksumMismatch */
async function proveWhole({ context, batch, item, head }: FetchRanges, handle: FileHandle): Promise<void> {
  const { items, spec } = batch
  const told = await proveFile({ provider: context.provider, bucket: spec.bucket, handle, head, signal: context.signal })
  if (told === 'differs') {
    context.checkpoint(item, undefined)
    throw localError('ChecksumMismatch', { Key: head.key, Expected: head.checksum?.value ?? '' })
  }
  if (told === 'same') items.setVerified(item, head.checksum?.algorithm)
  else if (head.checksum === undefined && (await isSameContent(handle, head.sizeBytes, head, context.signal))) items.setVerified(item, 'md5')
}

interface OpenFile {
  readonly handle: FileHandle
  readonly checkpoint: DownloadCheckpoint
}

async function openFile(input: FetchRanges): Promise<OpenFile> {
  const { context, batch, item, at, part, partPath, head } = input
  const known = batch.checkpoints.get(item) as DownloadCheckpoint | undefined
  if (known !== undefined) {
    if (known.start.etag !== head.etag || known.start.versionId !== head.versionId || known.start.sizeBytes !== head.sizeBytes) {
      context.checkpoint(item, undefined)
      throw localError('SourceObjectChanged', { Key: head.key })
    }
    const handle = known.start.path === partPath ? await openKnown(context, at, part, known) : undefined
    if (handle !== undefined) return { handle, checkpoint: known }
  }
  const handle = await openPart(context, at, part)
  try {
    const { ino } = await handle.stat()
    const { partBytes } = planParts(head.sizeBytes, context.sizes)
    const { etag, versionId, sizeBytes } = head
    context.checkpoint(item, { kind: 'download', etag, sizeBytes, partBytes, path: partPath, inode: ino, ...(versionId === undefined ? {} : { versionId }) })
    return { handle, checkpoint: batch.checkpoints.get(item) as DownloadCheckpoint }
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** The temporary file of an earlier run, its ranges compared with what they were; undefined when it is not that file. */
async function openKnown(context: JobContext, at: FolderAt, part: string, { start, parts }: DownloadCheckpoint): Promise<FileHandle | undefined> {
  let handle: FileHandle
  try {
    handle = await context.files.open(at.child(part), constants.O_RDWR | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    const code = errnoOf(error)
    if (code === 'ENOENT' || code === 'ELOOP') return undefined
    throw error
  }
  try {
    const found = await handle.stat()
    // Another name for the same bytes could be somebody's own file.
    if (!found.isFile() || found.nlink !== 1 || found.ino !== start.inode) {
      await handle.close()
      return undefined
    }
    // A power cut may have kept the journal and lost the bytes.
    for (const [number, { crc64 }] of parts) {
      const bounds = partBounds(start.sizeBytes, start.partBytes, number)
      if ((await crc64OfFile(handle, bounds.end - bounds.start, context.signal, bounds.start)) !== crc64) parts.delete(number)
    }
    return handle
  } catch (error) {
    await handle.close()
    throw error
  }
}

interface FetchRange extends FetchRanges, OpenFile {
  readonly number: number
  readonly progress: (number: number, bytes: number) => void
}

async function fetchRange({ context, batch, item, head, handle, checkpoint, number, progress }: FetchRange): Promise<void> {
  const { start, end } = partBounds(checkpoint.start.sizeBytes, checkpoint.start.partBytes, number)
  const { signal } = context
  progress(number, 0)
  let object
  try {
    object = await context.provider.openObject({
      bucket: batch.spec.bucket,
      key: head.key,
      range: { start, end: end - 1 },
      ifMatch: head.etag,
      ...(head.versionId === undefined ? {} : { versionId: head.versionId }),
      signal,
    })
  } catch (error) {
    if (codeOf(error) !== 'PreconditionFailed') throw error
    context.checkpoint(item, undefined)
    throw localError('SourceObjectChanged', { Key: head.key }, error)
  }
  try {
    const crc = await startCrc64()
    let received = 0
    for await (const piece of networkPieces(object.body, context.pieceBytes(gatheredBytes))) {
      const from = start + received
      for (const chunk of piece) {
        // More than was asked for must not run into the next range.
        if (received + chunk.length > end - start) throw localError('ChecksumMismatch', { Key: head.key, Range: `${String(start)}-${String(end - 1)}` })
        await context.pace(chunk.length, signal)
        crc.update(chunk)
        received += chunk.length
      }
      await writeAll(handle, piece, from)
      for (const chunk of piece) giveBack(chunk)
      progress(number, received)
    }
    signal.throwIfAborted()
    if (received !== end - start) throw localError('ChecksumMismatch', { Key: head.key, ExpectedBytes: String(end - start), ReceivedBytes: String(received) })
    await context.partDone(item, number, { crc64: crc.finish(), etag: head.etag })
  } finally {
    object.body.destroy()
  }
}
