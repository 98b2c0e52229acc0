import { Readable } from 'node:stream'
import type { Stats } from 'node:fs'
import type { Crc64 } from '../crc64.ts'
import { localError } from '../errors.ts'
import { unreadable, type FileHandle } from './local-files.ts'

const chunkBytes = 256 * 1024

export interface SourceStreamInput {
  readonly handle: FileHandle
  /** The file as it was when its upload began. */
  readonly identity: Stats
  readonly name: string
  readonly crc: Crc64
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

async function* readSource({ handle, identity, name, crc, onProgress, onEnd }: SourceStreamInput): AsyncGenerator<Buffer> {
  const total = identity.size
  for (let position = 0; position < total; ) {
    const length = Math.min(chunkBytes, total - position)
    const buffer = Buffer.allocUnsafe(length)
    let filled = 0
    while (filled < length) {
      let bytesRead: number
      try {
        ;({ bytesRead } = await handle.read(buffer, filled, length - filled, position + filled))
      } catch (error) {
        throw unreadable(error, name)
      }
      if (bytesRead === 0) throw localError('SourceFileChanged', { Name: name })
      filled += bytesRead
    }
    position += length
    if (position === total) await assertUnchanged(handle, identity, name)
    crc.update(buffer)
    onProgress(position)
    yield buffer
  }
  onEnd()
}

/** @throws OssError SourceFileChanged */
export async function assertUnchanged(handle: FileHandle, identity: Stats, name: string): Promise<void> {
  const now = await handle.stat()
  if (now.size !== identity.size || now.mtimeMs !== identity.mtimeMs || now.ino !== identity.ino) throw localError('SourceFileChanged', { Name: name })
}
