/**
 * One short text per row, packed: a million version ids as JavaScript strings would take a hundred megabytes more. Rows may be
 * left out; they read as empty.
 */
export interface TextColumn {
  /** Rows in ascending order. */
  set(row: number, text: string): void
  get(row: number): string
}

const segmentBits = 12
const segmentRows = 1 << segmentBits

interface Segment {
  bytes: Uint8Array
  used: number
  /** Where each row's text ends. */
  readonly ends: Uint32Array
  rows: number
}

export function createTextColumn(): TextColumn {
  const segments: Segment[] = []
  const fillTo = (segment: Segment, rows: number): void => {
    segment.ends.fill(segment.used, segment.rows, rows)
    segment.rows = rows
  }
  return {
    set: (row, text) => {
      while (segments.length <= row >>> segmentBits) segments.push({ bytes: new Uint8Array(0), used: 0, ends: new Uint32Array(segmentRows), rows: 0 })
      const segment = segments[row >>> segmentBits]
      const at = row & (segmentRows - 1)
      if (segment === undefined || at < segment.rows) throw new RangeError(`Row ${String(row)} is written already`)
      fillTo(segment, at)
      const needed = segment.used + text.length * 3
      if (needed > segment.bytes.length) {
        const grown = new Uint8Array(Math.max(needed, segment.bytes.length * 2, 1024))
        grown.set(segment.bytes)
        segment.bytes = grown
      }
      segment.used += Buffer.from(segment.bytes.buffer).write(text, segment.used)
      fillTo(segment, at + 1)
    },
    get: (row) => {
      const segment = segments[row >>> segmentBits]
      const at = row & (segmentRows - 1)
      if (segment === undefined || at >= segment.rows) return ''
      return Buffer.from(segment.bytes.buffer).toString('utf8', at === 0 ? 0 : segment.ends[at - 1], segment.ends[at])
    },
  }
}
