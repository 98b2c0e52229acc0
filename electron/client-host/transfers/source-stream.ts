import { Readable } from 'node:stream'
import type { Stats } from 'node:fs'
import { localError } from '../errors.ts'
import type { ContentDigest } from './content-digest.ts'
import { unreadable, type FileHandle } from './local-files.ts'

const chunkBytes = 256 * 1024

export interface SourceStreamInput {
  readonly handle: FileHandle
  /** The file as it was when its upload began. */
  readonly identity: Stats
  readonly name: string
  /** The part of the file to read, `end` exclusive; all of it when absent. */
  readonly bounds?: { readonly start: number; readonly end: number }
  /** Sees the bytes as they are handed over. */
  readonly digest: Pick<ContentDigest, 'update'>
  /** Most bytes to hand over at once, for slow rates. */
  readonly pieceBytes: (most: number) => number
  /** Asked before bytes are handed over. */
  readonly pace: (bytes: number) => Promise<void> | undefined
  readonly onProgress: (bytes: number) => void
  /** All bytes were handed over. */
  readonly onEnd: () => void
}

/**
 * Exactly the bytes the file had at the start. Whether it is still the same file is asked before its last chunk is let go,
 * so that an upload of a file that changes meanwhile is never completed with a mixture.
 */
export function sourceStream(input: SourceStreamInput): Readable {
  return Readable.from(readSource(input), { objectMode: false, highWaterMark: chunkBytes * 2 })
}

async function* readSource(input: SourceStreamInput): AsyncGenerator<Buffer> {
  const { handle, identity, name, digest, onProgress, onEnd } = input
  const { start, end } = input.bounds ?? { start: 0, end: identity.size }
  for (let position = start; position < end; ) {
    const length = Math.min(input.pieceBytes(chunkBytes), end - position)
    const buffer = Buffer.allocUnsafe(length)
    await fill(handle, buffer, position, name)
    position += length
    await input.pace(length)
    if (position === end) await assertUnchanged(handle, identity, name)
    digest.update(buffer)
    onProgress(position - start)
    yield buffer
  }
  onEnd()
}

/** Files up to this size are read and sent in one piece. Bytes. */
export const wholeBytes = chunkBytes

/** All of a small file, which was the same file before and after it was read. @throws OssError SourceFileChanged */
export async function readWhole(handle: FileHandle, identity: Stats, name: string): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(identity.size)
  await fill(handle, buffer, 0, name)
  await assertUnchanged(handle, identity, name)
  return buffer
}

async function fill(handle: FileHandle, buffer: Buffer, position: number, name: string): Promise<void> {
  for (let filled = 0; filled < buffer.length; ) {
    let bytesRead: number
    try {
      ;({ bytesRead } = await handle.read(buffer, filled, buffer.length - filled, position + filled))
    } catch (error) {
      throw unreadable(error, name)
    }
    if (bytesRead === 0) throw localError('SourceFileChanged', { Name: name })
    filled += bytesRead
  }
}

/** @throws OssError SourceFileChanged */
export async function assertUnchanged(handle: FileHandle, identity: Stats, name: string): Promise<void> {
  const now = await handle.stat()
  if (!isSameFile(now, { sizeBytes: identity.size, modifiedMs: identity.mtimeMs, inode: identity.ino })) throw localError('SourceFileChanged', { Name: name })
}

/** The three that tell one content of a file from another. */
export function isSameFile(found: Pick<Stats, 'size' | 'mtimeMs' | 'ino'>, known: { readonly sizeBytes: number; readonly modifiedMs: number; readonly inode: number }): boolean {
  return found.size === known.sizeBytes && found.mtimeMs === known.modifiedMs && found.ino === known.inode
}
