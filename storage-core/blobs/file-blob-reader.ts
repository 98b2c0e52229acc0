import type { OpenFile } from '../platform/platform.ts'
import { blobFailure, fileStep } from './blob-failure.ts'
import type { BlobReader, ByteSink } from './blob-store.ts'

/**
 * Half of what one copy holds in memory. Reading the next half while the sink takes the last keeps disk and socket busy
 * together; measured at twice the speed of a stream pipeline with default settings.
 */
const bufferBytes = 256 * 1024
// Two for each of 32 downloads at once: 16 MiB. What is not pooled is allocated, zeroed and collected for each download.
const pooledBuffersMax = 64
const pool: Uint8Array[] = []

function takeBuffer(neededBytes: number): Uint8Array {
  if (neededBytes < bufferBytes) return new Uint8Array(neededBytes)
  return pool.pop() ?? new Uint8Array(bufferBytes)
}

function giveBack(buffer: Uint8Array): void {
  if (buffer.length === bufferBytes && pool.length < pooledBuffersMax) pool.push(buffer)
}

async function readFully(file: OpenFile, buffer: Uint8Array, position: number, length: number): Promise<Uint8Array> {
  let filled = 0
  while (filled < length) {
    const count = await fileStep('reading a blob failed', () => file.read(buffer, filled, length - filled, position + filled))
    if (count === 0) throw blobFailure(`a blob ended at byte ${position + filled}, before its recorded size`)
    filled += count
  }
  return buffer.subarray(0, length)
}

/** Rejects with the signal's reason as soon as it aborts, else settles as `step` does. */
async function orAborted<T>(step: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: (() => void) | undefined
  try {
    return await new Promise<T>((resolve, reject) => {
      onAbort = () => reject(signal.reason as Error)
      if (signal.aborted) onAbort()
      else signal.addEventListener('abort', onAbort, { once: true })
      step.then(resolve, reject)
    })
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort)
  }
}

async function copyRange(
  file: OpenFile,
  sink: ByteSink,
  range: { readonly start: number; readonly end: number },
  signal: AbortSignal,
): Promise<void> {
  const total = range.end - range.start + 1
  let current = takeBuffer(total)
  let other = total > current.length ? takeBuffer(total - current.length) : current
  let sent = 0
  let chunk = await orAborted(readFully(file, current, range.start, Math.min(total, current.length)), signal)
  for (;;) {
    const after = sent + chunk.length
    const nextLength = Math.min(total - after, other.length)
    const reading = nextLength > 0 ? readFully(file, other, range.start + after, nextLength) : undefined
    // Without this, a read that fails while the sink is still busy would count as unhandled.
    reading?.catch(() => undefined)
    await orAborted(sink.write(chunk), signal)
    sent = after
    if (reading === undefined) break
    chunk = await orAborted(reading, signal)
    ;[current, other] = [other, current]
  }
  // Only here: after a failure the sink or a read may still be holding them.
  giveBack(current)
  if (other !== current) giveBack(other)
}

/** Reads one blob file, which the reader owns. */
export function fileBlobReader(file: OpenFile, sizeBytes: number): BlobReader {
  let closing: Promise<void> | undefined
  return {
    sizeBytes,
    copyTo: async (sink, range, signal) => {
      signal.throwIfAborted()
      if (range.end < range.start) return
      if (range.start < 0 || range.end >= sizeBytes) throw blobFailure('a range beyond the end of a blob was asked for')
      await copyRange(file, sink, range, signal)
    },
    close: () => {
      closing ??= fileStep('closing a blob failed', () => file.close())
      return closing
    },
  }
}
