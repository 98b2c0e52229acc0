import type { ObjectReader } from '../object-reader.ts'
import type { ByteSource } from './tar.ts'

const windowBytes = 64 * 1024
/** What one look at a compressed archive inflates at most, so that a small file cannot become a day's work. */
export const maxInflatedBytes = 64 * 1024 * 1024

/** An object as a source: what is skipped is never read. */
export function rangeSource(reader: ObjectReader, signal: AbortSignal): ByteSource {
  let at = 0
  let held = { start: 0, bytes: new Uint8Array(0) }
  return {
    take: async (length) => {
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

/** Says that a compressed archive goes on further than one looks. */
export class InflatedEnough extends Error {
  override readonly name = 'InflatedEnough'
}

/** A gzip object as a source: inflated as it arrives and never kept. @throws InflatedEnough after `maxInflatedBytes` */
export async function gzipSource(reader: ObjectReader, signal: AbortSignal): Promise<ByteSource> {
  const stream = (await reader.stream(0, signal)).pipeThrough(new DecompressionStream('gzip'))
  const pieces = stream.getReader()
  let held = new Uint8Array(0)
  let inflated = 0
  let ended = false
  async function more(): Promise<Uint8Array<ArrayBuffer>> {
    if (inflated > maxInflatedBytes) {
      await pieces.cancel()
      throw new InflatedEnough()
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
