import type { FileHandle } from 'node:fs/promises'
import type { OpenFile } from '../platform.ts'

/** The part of Node's FileHandle that an open file needs; narrow, so that tests can hand in a misbehaving one. */
export type PositionedHandle = Pick<FileHandle, 'read' | 'writev' | 'datasync' | 'stat' | 'close'>

/** An OpenFile over a handle it owns: closing the one closes the other. */
export function nodeOpenFile(handle: PositionedHandle): OpenFile {
  return {
    read: async (buffer, offset, length, position) => (await handle.read(buffer, offset, length, position)).bytesRead,
    write: (chunks, position) => writeAll(handle, chunks, position),
    // fdatasync also writes the size, since the data could not be found again without it; libuv asks macOS for F_FULLFSYNC.
    sync: () => handle.datasync(),
    size: async () => (await handle.stat()).size,
    close: () => handle.close(),
  }
}

async function writeAll(handle: PositionedHandle, chunks: readonly Uint8Array[], position: number): Promise<void> {
  let rest = chunks.filter((chunk) => chunk.length > 0)
  let at = position
  while (rest.length > 0) {
    const { bytesWritten } = await handle.writev(rest, at)
    // POSIX allows a short count; writing on tells us why, except when nothing at all moves.
    if (bytesWritten === 0) throw Object.assign(new Error('EIO: the disk accepted no bytes, write'), { code: 'EIO' })
    at += bytesWritten
    rest = dropBytes(rest, bytesWritten)
  }
}

function dropBytes(chunks: readonly Uint8Array[], count: number): Uint8Array[] {
  const rest: Uint8Array[] = []
  let drop = count
  for (const chunk of chunks) {
    if (drop >= chunk.length) drop -= chunk.length
    else {
      rest.push(drop === 0 ? chunk : chunk.subarray(drop))
      drop = 0
    }
  }
  return rest
}
