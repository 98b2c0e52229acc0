import { PassThrough } from 'node:stream'
import type { ObjectBody } from './object-engine.ts'

const bufferedBytes = 1024 * 1024

/**
 * A body as chunks to be read, for writing it somewhere else. The chunks are the reader's own. Leaving early, or the signal,
 * ends the copy; closing the body remains the caller's.
 */
export function streamBody(body: ObjectBody, signal: AbortSignal): AsyncIterable<Uint8Array> {
  const stream = new PassThrough({ highWaterMark: bufferedBytes })
  const sink = {
    // Copied, because the sender reuses its buffer and the reader may keep the chunk.
    write: (chunk: Uint8Array) =>
      new Promise<void>((resolve, reject) => {
        stream.write(Buffer.from(chunk), (error) => {
          if (error) reject(error)
          else resolve()
        })
      }),
  }
  body.copyTo(sink, signal).then(
    () => {
      stream.end()
    },
    (error: unknown) => {
      stream.destroy(error instanceof Error ? error : new Error(String(error)))
    },
  )
  return stream
}
