import type { SortKeys } from './natural-order.ts'

/** Rows that one pass may touch before the caller gets a chance to let others run. */
const yieldEvery = 50_000
const insertionSortBelow = 24

/**
 * Sorts positions by their byte keys: radix sort from the most significant byte, stable, with insertion sort for short
 * ranges. Names of a bucket arrive in byte order, so the work is mostly where the natural order differs from it.
 * @param positions sorted in place; each is an index into `keys`
 */
export function* sortByKeys(positions: Uint32Array, keys: SortKeys): Generator<undefined, void> {
  const { bytes, ends } = keys
  if (isSorted(positions, keys)) return
  const spare = new Uint32Array(positions.length)
  const counts = new Uint32Array(258)
  const stack: number[] = [0, positions.length, 0]
  let touched = 0
  while (stack.length > 0) {
    const depth = stack.pop() ?? 0
    const end = stack.pop() ?? 0
    const start = stack.pop() ?? 0
    if (end - start < insertionSortBelow) {
      insertionSort(positions, start, end, depth, keys)
      continue
    }
    // Bucket 0 is for keys that end here, which come first.
    counts.fill(0)
    for (let i = start; i < end; i++) {
      const position = positions[i] ?? 0
      const at = (position === 0 ? 0 : (ends[position - 1] ?? 0)) + depth
      const bucket = at < (ends[position] ?? 0) ? (bytes[at] ?? 0) + 1 : 0
      counts[bucket + 1] = (counts[bucket + 1] ?? 0) + 1
    }
    touched += end - start
    let buckets = 0
    let only = 0
    for (let bucket = 0; bucket < 257; bucket++) {
      if ((counts[bucket + 1] ?? 0) > 0) {
        buckets++
        only = bucket
      }
    }
    if (buckets === 1) {
      if (only !== 0) stack.push(start, end, depth + 1)
    } else {
      for (let bucket = 1; bucket < 258; bucket++) counts[bucket] = (counts[bucket] ?? 0) + (counts[bucket - 1] ?? 0)
      for (let bucket = 256; bucket >= 1; bucket--) {
        const from = start + (counts[bucket] ?? 0)
        const to = start + (counts[bucket + 1] ?? 0)
        if (to - from > 1) stack.push(from, to, depth + 1)
      }
      for (let i = start; i < end; i++) {
        const position = positions[i] ?? 0
        const at = (position === 0 ? 0 : (ends[position - 1] ?? 0)) + depth
        const bucket = at < (ends[position] ?? 0) ? (bytes[at] ?? 0) + 1 : 0
        const target = counts[bucket] ?? 0
        counts[bucket] = target + 1
        spare[target] = position
      }
      positions.set(spare.subarray(0, end - start), start)
      touched += end - start
    }
    if (touched > yieldEvery) {
      touched = 0
      yield
    }
  }
}

function compareKeys(a: number, b: number, depth: number, { bytes, ends }: SortKeys): number {
  const startA = (a === 0 ? 0 : (ends[a - 1] ?? 0)) + depth
  const startB = (b === 0 ? 0 : (ends[b - 1] ?? 0)) + depth
  const lengthA = (ends[a] ?? 0) - startA
  const lengthB = (ends[b] ?? 0) - startB
  const length = Math.min(lengthA, lengthB)
  for (let i = 0; i < length; i++) {
    const difference = (bytes[startA + i] ?? 0) - (bytes[startB + i] ?? 0)
    if (difference !== 0) return difference
  }
  return lengthA - lengthB
}

function isSorted(positions: Uint32Array, keys: SortKeys): boolean {
  for (let i = 1; i < positions.length; i++) {
    if (compareKeys(positions[i - 1] ?? 0, positions[i] ?? 0, 0, keys) > 0) return false
  }
  return true
}

function insertionSort(positions: Uint32Array, start: number, end: number, depth: number, keys: SortKeys): void {
  for (let i = start + 1; i < end; i++) {
    const moving = positions[i] ?? 0
    let at = i
    while (at > start && compareKeys(positions[at - 1] ?? 0, moving, depth, keys) > 0) {
      positions[at] = positions[at - 1] ?? 0
      at--
    }
    positions[at] = moving
  }
}

/**
 * Sorts rows by a whole number each, keeping the order of equal ones: radix sort by 16 bits from the least significant
 * end, passing over digits that are the same everywhere.
 * @param valueOf from 0 to 2^53
 */
export function* sortByNumber(rows: Uint32Array, valueOf: (row: number) => number): Generator<undefined, Uint32Array> {
  const length = rows.length
  let current = rows
  let low = new Uint32Array(length)
  let high = new Uint32Array(length)
  for (let i = 0; i < length; i++) {
    const value = valueOf(rows[i] ?? 0)
    low[i] = value % 0x1_0000_0000
    high[i] = Math.floor(value / 0x1_0000_0000)
    if (i % yieldEvery === 0) yield
  }
  const counts = new Uint32Array(0x1_0001)
  for (let pass = 0; pass < 4; pass++) {
    const shift = (pass & 1) * 16
    const digits = pass < 2 ? low : high
    counts.fill(0)
    for (let i = 0; i < length; i++) {
      const digit = ((digits[i] ?? 0) >>> shift) & 0xffff
      counts[digit + 1] = (counts[digit + 1] ?? 0) + 1
    }
    const first = length === 0 ? 0 : ((digits[0] ?? 0) >>> shift) & 0xffff
    if ((counts[first + 1] ?? 0) === length) continue
    for (let digit = 1; digit < 0x1_0001; digit++) counts[digit] = (counts[digit] ?? 0) + (counts[digit - 1] ?? 0)
    yield
    const nextRows = new Uint32Array(length)
    const nextLow = new Uint32Array(length)
    const nextHigh = new Uint32Array(length)
    for (let i = 0; i < length; i++) {
      const digit = ((digits[i] ?? 0) >>> shift) & 0xffff
      const target = counts[digit] ?? 0
      counts[digit] = target + 1
      nextRows[target] = current[i] ?? 0
      nextLow[target] = low[i] ?? 0
      nextHigh[target] = high[i] ?? 0
    }
    current = nextRows
    low = nextLow
    high = nextHigh
    yield
  }
  return current
}
