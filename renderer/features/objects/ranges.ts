/** Indexes as `[start, end)` pairs: ascending, apart from each other, none empty. */
export type Ranges = readonly (readonly [number, number])[]

export const noRanges: Ranges = []

export function countOf(ranges: Ranges): number {
  return ranges.reduce((sum, [start, end]) => sum + end - start, 0)
}

export function includes(ranges: Ranges, index: number): boolean {
  let low = 0
  let high = ranges.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const range = ranges[middle]
    if (range === undefined) return false
    if (index < range[0]) high = middle - 1
    else if (index >= range[1]) low = middle + 1
    else return true
  }
  return false
}

export function addRange(ranges: Ranges, start: number, end: number): Ranges {
  if (end <= start) return ranges
  const result: [number, number][] = []
  let merged: [number, number] = [start, end]
  for (const [from, to] of ranges) {
    if (to < merged[0]) result.push([from, to])
    else if (from > merged[1]) {
      result.push(merged)
      merged = [from, to]
    } else merged = [Math.min(from, merged[0]), Math.max(to, merged[1])]
  }
  result.push(merged)
  return result
}

export function removeRange(ranges: Ranges, start: number, end: number): Ranges {
  if (end <= start) return ranges
  return ranges.flatMap(([from, to]) => {
    const left: [number, number] = [from, Math.min(to, start)]
    const right: [number, number] = [Math.max(from, end), to]
    return [left, right].filter((part) => part[1] > part[0])
  })
}

export function rangesOf(indexes: readonly number[]): Ranges {
  return indexes.reduce<Ranges>((ranges, index) => addRange(ranges, index, index + 1), noRanges)
}

/** Each index, lazily: a selection may hold a million. */
export function* indexesOf(ranges: Ranges): Generator<number> {
  for (const [start, end] of ranges) for (let index = start; index < end; index++) yield index
}
