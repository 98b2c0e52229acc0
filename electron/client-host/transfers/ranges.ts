/** Numbers as ranges, `end` exclusive. */
export function toRanges(items: readonly number[]): [number, number][] {
  const ranges: [number, number][] = []
  for (const item of items.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last?.[1] === item) last[1] = item + 1
    else ranges.push([item, item + 1])
  }
  return ranges
}
