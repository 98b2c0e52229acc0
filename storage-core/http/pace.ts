import type { IncomingHttpHeaders } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ByteSink } from '../blobs/blob-store.ts'
import { ossError } from '../model/oss-error.ts'
import type { Clock } from '../platform/platform.ts'
import { queryValue, type QueryPair } from '../signature/request.ts'

const name = 'x-oss-traffic-limit'
const minBitsPerSecond = 245_760
const maxBitsPerSecond = 838_860_800

/**
 * The rate a request limits itself to, in bits per second, from its header or query (OSS documentation, "Single-connection
 * bandwidth throttling").
 * @throws OssError InvalidArgument outside of 245,760 to 838,860,800
 */
export function trafficLimit(headers: IncomingHttpHeaders, query: readonly QueryPair[]): number | undefined {
  const header = headers[name]
  if (header === undefined && query.length === 0) return undefined
  const text = header === undefined ? queryValue(query, name) : String(header)
  if (text === undefined) return undefined
  const value = /^\d{1,10}$/.test(text) ? Number(text) : 0
  if (value >= minBitsPerSecond && value <= maxBitsPerSecond) return value
  throw ossError('InvalidArgument', {
    message: `The ${name} must be an integer between ${minBitsPerSecond} and ${maxBitsPerSecond}.`,
    details: { ArgumentName: name, ArgumentValue: text },
  })
}

export interface Pacer {
  /** No piece should be larger than this: it keeps the waits short, so that nobody takes one for a stalled connection. */
  readonly pieceBytes: number
  /** Call before each piece. @returns milliseconds to wait before it may pass; 0 for at once */
  delayMs(bytes: number): number
}

/**
 * Spaces pieces evenly, so that over any stretch of time no more passes than the limit and the first piece. A clock that
 * jumps costs at most one piece's time.
 */
export function createPacer(bitsPerSecond: number, clock: Clock): Pacer {
  const costMs = (bytes: number) => (bytes * 8000) / bitsPerSecond
  const pieceBytes = Math.max(1024, Math.floor(bitsPerSecond / 8 / 10))
  const longestMs = costMs(pieceBytes)
  let freeMs = clock.now()
  return {
    pieceBytes,
    delayMs(bytes) {
      const nowMs = clock.now()
      const delay = Math.min(Math.max(0, freeMs - nowMs), longestMs)
      freeMs = nowMs + delay + costMs(bytes)
      return delay
    },
  }
}

function* piecesOf(chunk: Uint8Array, pieceBytes: number): Iterable<Uint8Array> {
  for (let at = 0; at < chunk.byteLength; at += pieceBytes) yield chunk.subarray(at, at + pieceBytes)
}

async function waitFor(pacer: Pacer, bytes: number, signal: AbortSignal): Promise<void> {
  const delay = pacer.delayMs(bytes)
  if (delay > 0) await sleep(delay, undefined, { signal })
}

/** A body that arrives no faster than the pacer lets it: what is not read yet holds the client back. */
export async function* pacedBody(
  body: AsyncIterable<Uint8Array>,
  pacer: Pacer,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of body) {
    for (const piece of piecesOf(chunk, pacer.pieceBytes)) {
      await waitFor(pacer, piece.byteLength, signal)
      yield piece
    }
  }
}

export function pacedSink(sink: ByteSink, pacer: Pacer, signal: AbortSignal): ByteSink {
  return {
    async write(chunk) {
      for (const piece of piecesOf(chunk, pacer.pieceBytes)) {
        await waitFor(pacer, piece.byteLength, signal)
        await sink.write(piece)
      }
    },
  }
}
