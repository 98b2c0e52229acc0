import type { ObjectReader } from '../object-reader.ts'
import type { ByteSource } from './tar.ts'

const windowBytes = 64 * 1024
/** What one look at a compressed archive inflates at most, so that a small file cannot become a day's work. */
export const maxInflatedBytes = 64 * 1024 * 1024

/** What one look at an archive takes at most: a member may be anywhere, and a million of them are a million reads. */
const longestMs = 5000

/** Says that an archive goes on further than one looks. */
export class LookedEnough extends Error {
  override readonly name = 'LookedEnough'
}

/** An object as a source: what is skipped is never read. @throws LookedEnough after `longestMs` */
export function rangeSource(reader: ObjectReader, signal: AbortSignal, nowMs: () => number = () => performance.now()): ByteSource {
  const endMs = nowMs() + longestMs
  let at = 0
  let held = { start: 0, bytes: new Uint8Array(0) }
  return {
    take: async (length) => {
      if (nowMs() > endMs) throw new LookedEnough()
      const inside = at - held.start
      if (inside < 0 || inside + length > held.bytes.length) held = { start: at, bytes: await reader.read(at, at + Math.max(length, windowBytes), signal) }
      const from = at - held.start
      const taken = held.bytes.subarray(from, from + length)
      at += taken.length
      return taken
    },
    skip: (length) => {
      at += length
      return Promise.resolve()
    },
  }
}

/** A gzip object as a source: inflated as it arrives and never kept. @throws LookedEnough after `maxInflatedBytes` */
export async function gzipSource(reader: ObjectReader, signal: AbortSignal): Promise<ByteSource> {
  const stream = (await reader.stream(0, signal)).pipeThrough(new DecompressionStream('gzip'))
  const pieces = stream.getReader()
  let held = new Uint8Array(0)
  let inflated = 0
  let ended = false
  async function more(): Promise<Uint8Array<ArrayBuffer>> {
    if (inflated > maxInflatedBytes) {
      await pieces.cancel()
      throw new LookedEnough()
    }
    const { done, value } = await pieces.read()
    ended = done
    inflated += value?.length ?? 0
    return value === undefined ? new Uint8Array(0) : new Uint8Array(value)
  }
  return {
    take: async (length) => {
      while (held.length < length && !ended) {
        const piece = await more()
        const joined = new Uint8Array(held.length + piece.length)
        joined.set(held)
        joined.set(piece, held.length)
        held = joined
      }
      const taken = held.subarray(0, length)
      held = held.slice(length)
      return taken
    },
    skip: async (length) => {
      let left = length
      while (left > held.length && !ended) {
        left -= held.length
        held = await more()
      }
      held = held.slice(left)
    },
  }
}
