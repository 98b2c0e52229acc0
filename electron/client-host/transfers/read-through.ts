import type { FileHandle } from './local-files.ts'

/** Reads a stretch of a file in pieces, or as far as it reaches. */
export async function readThrough(handle: FileHandle, sizeBytes: number, signal: AbortSignal, use: (bytes: Buffer) => unknown, startBytes = 0): Promise<void> {
  const buffer = Buffer.allocUnsafe(Math.min(1024 * 1024, Math.max(1, sizeBytes)))
  for (let read = 0; read < sizeBytes; ) {
    signal.throwIfAborted()
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, sizeBytes - read), startBytes + read)
    if (bytesRead === 0) return
    use(buffer.subarray(0, bytesRead))
    read += bytesRead
  }
}
