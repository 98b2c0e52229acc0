import type { SeededRandom } from '../../platform/test-support/seeded-random.ts'

/**
 * Everything a block device was asked to do, in order. Per entry: kind (1 byte: 1 write, 2 flush), offset (8) and length (4),
 * little-endian, then the bytes of a write. A write with "force unit access" is followed by a flush.
 */
export type LogEntry =
  | { readonly kind: 'write'; readonly offset: number; readonly bytes: Uint8Array; readonly endOfEntry: number }
  | { readonly kind: 'flush'; readonly endOfEntry: number }

const headerBytes = 13
const sectorBytes = 512

/** @throws Error for bytes that are no log. An entry that is cut off at the end is left out. */
export function parseWriteLog(log: Buffer): LogEntry[] {
  const entries: LogEntry[] = []
  for (let at = 0; at + headerBytes <= log.length;) {
    const kind = log.readUInt8(at)
    if (kind !== 1 && kind !== 2) throw new Error(`not a write log: kind ${kind} at byte ${at}`)
    const offset = Number(log.readBigUInt64LE(at + 1))
    const length = log.readUInt32LE(at + 9)
    const endOfEntry = at + headerBytes + length
    if (endOfEntry > log.length) break
    if (kind === 1) entries.push({ kind: 'write', offset, bytes: log.subarray(at + headerBytes, endOfEntry), endOfEntry })
    else entries.push({ kind: 'flush', endOfEntry })
    at = endOfEntry
  }
  return entries
}

/** A device being replayed: `settled` holds what the last flush made certain. */
export interface Replay {
  /** Goes on to the entry with this index, exclusive. Never backwards. */
  advanceTo(index: number): void
  /** What the device may hold if its power went now: everything flushed, and of the rest each write wholly, in part or not. */
  crashImage(random: SeededRandom): Buffer
}

export function replay(entries: readonly LogEntry[], deviceBytes: number): Replay {
  const settled = Buffer.alloc(deviceBytes)
  let unsettled: (LogEntry & { kind: 'write' })[] = []
  let next = 0
  return {
    advanceTo: (index) => {
      for (; next < Math.min(index, entries.length); next++) {
        const entry = entries[next]
        if (entry === undefined) break
        if (entry.kind === 'write') unsettled.push(entry)
        else {
          for (const { bytes, offset } of unsettled) settled.set(bytes, offset)
          unsettled = []
        }
      }
    },
    crashImage: (random) => {
      const image = Buffer.from(settled)
      for (const { bytes, offset } of unsettled) {
        const fate = random.below(4)
        if (fate === 0 || fate === 1) continue
        const sectors = Math.ceil(bytes.length / sectorBytes)
        image.set(fate === 2 ? bytes : bytes.subarray(0, random.below(sectors + 1) * sectorBytes), offset)
      }
      return image
    },
  }
}
