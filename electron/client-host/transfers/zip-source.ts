import { crc32 } from 'node:zlib'
import { packContent, type PackedContent } from '../archives/pack-content.ts'
import { codeOf, localError } from '../errors.ts'
import type { OpenedObject } from '../providers/object-provider.ts'
import type { Batch, ZipSpec } from './batch.ts'
import { compareSums, startDigest, type ContentDigest } from './content-digest.ts'
import { gatheredBytes, networkPieces, openPart, writeAll } from './download-parts.ts'
import { retrying, type JobContext } from './job-context.ts'
import type { FileHandle } from './local-files.ts'
import type { FolderAt } from './safe-folder.ts'

/** Larger objects wait for their turn in a file beside the archive, smaller ones in memory. Bytes. */
const inMemoryBytes = 4 * 1024 * 1024
const readBytes = 1024 * 1024

export interface FetchForZip {
  readonly context: JobContext
  readonly batch: Batch<ZipSpec>
  readonly item: number
  readonly at: FolderAt
  /** Name of the temporary file for an object that is too large for memory. */
  readonly part: string
}

/** An object that is here, whole and verified. */
export interface FetchedObject {
  readonly modifiedMs: number
  readonly content: PackedContent
  /** Of the temporary file, if there is one. */
  readonly close: () => Promise<void>
}

/** What has arrived of an object so far; a connection that was cut goes on from there. */
interface Arrived {
  readonly object: OpenedObject
  readonly sizeBytes: number
  readonly digest: ContentDigest
  readonly chunks: Buffer[]
  readonly file: FileHandle | undefined
  received: number
  crc: number
}

/**
 * Fetches one object for the archive and compares it end to end before a byte of it goes in: what has been written to an archive
 * cannot be taken back. @throws what the last try met
 */
export async function fetchForZip(input: FetchForZip): Promise<FetchedObject> {
  const { context, batch, item } = input
  const { items } = batch
  let arrived: Arrived | undefined
  const forget = async (): Promise<void> => {
    await arrived?.file?.close()
    arrived = undefined
    items.setBytesDone(item, 0)
  }
  try {
    const fetched = await retrying(context, batch, item, async (attempt) => {
      items.setState(item, 'running')
      if (attempt === 1) items.addAttempt(item)
      context.changed()
      try {
        arrived = await receive(input, arrived, (begun) => {
          arrived = begun
        })
        return verified(input, arrived)
      } catch (error) {
        // Another object is there by now, or what came is not what the service holds: from the beginning.
        if (arrived !== undefined && ['PreconditionFailed', 'InvalidRange', 'ChecksumMismatch'].includes(codeOf(error) ?? '')) await forget()
        throw error
      }
    })
    const name = items.nameOf(item)
    const { file, chunks, sizeBytes, object } = fetched
    const content = await packContent(name, { sizeBytes, crc32: fetched.crc, bytes: file === undefined ? Buffer.concat(chunks) : () => readBack(file, sizeBytes) })
    return { modifiedMs: object.lastModifiedMs, content, close: async () => file?.close() }
  } catch (error) {
    await forget()
    throw error
  }
}

async function receive({ context, batch, item, at, part }: FetchForZip, before: Arrived | undefined, begin: (arrived: Arrived) => void): Promise<Arrived> {
  const { items, spec } = batch
  const versionId = items.versionOf(item)
  const address = { bucket: spec.bucket, key: spec.prefix + items.nameOf(item), signal: context.signal, ...(versionId === undefined ? {} : { versionId }) }
  const rest = before !== undefined && before.received < before.sizeBytes ? { range: { start: before.received, end: before.sizeBytes - 1 }, ifMatch: before.object.etag } : {}
  if (before !== undefined && before.received === before.sizeBytes) return before
  const object = await context.provider.openObject({ ...address, ...rest })
  try {
    const arrived = before ?? {
      object,
      sizeBytes: object.sizeBytes,
      digest: await startDigest(context.provider.service),
      chunks: [],
      file: object.sizeBytes > inMemoryBytes ? await openPart(context, at, part) : undefined,
      received: 0,
      crc: 0,
    }
    begin(arrived)
    items.setSize(item, arrived.sizeBytes)
    for await (const piece of networkPieces(object.body, context.pieceBytes(gatheredBytes))) {
      for (const chunk of piece) {
        await context.pace(chunk.length, context.signal)
        arrived.digest.update(chunk)
        arrived.crc = crc32(chunk, arrived.crc)
        arrived.received += chunk.length
      }
      if (arrived.file === undefined) arrived.chunks.push(...piece)
      else await writeAll(arrived.file, piece)
      items.setBytesDone(item, Math.min(arrived.received, arrived.sizeBytes))
      context.changed()
    }
    context.signal.throwIfAborted()
    return arrived
  } finally {
    object.body.destroy()
  }
}

function verified({ batch, item }: FetchForZip, arrived: Arrived): Arrived {
  const { items } = batch
  const { object, digest, received, sizeBytes } = arrived
  const key = items.nameOf(item)
  items.setState(item, 'verifying')
  if (received !== sizeBytes) throw localError('ChecksumMismatch', { Key: key, ExpectedBytes: String(sizeBytes), ReceivedBytes: String(received) })
  const sums = digest.finish()
  const proof = compareSums(sums, object)
  if (proof === 'differs') throw localError('ChecksumMismatch', { Key: key, Expected: object.crc64 ?? '', Received: sums.crc64 })
  if (proof !== undefined) items.setVerified(item, proof)
  items.setResult(item, { crc64: sums.crc64, etag: object.etag, versionId: object.versionId })
  return arrived
}

async function* readBack(file: FileHandle, sizeBytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < sizeBytes; ) {
    const buffer = Buffer.allocUnsafe(Math.min(readBytes, sizeBytes - at))
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
    if (bytesRead === 0) throw localError('LocalFileUnreadable', { Cause: 'a temporary file became shorter' })
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}
