/** A run that is the same on both sides, or was replaced: `before` items from `a` by `after` items from `b`. Either may be none. */
export interface Run {
  readonly same: boolean
  readonly a: number
  readonly before: number
  readonly b: number
  readonly after: number
}

/** Middles up to this many pairs are compared item by item; larger ones by what is unique in them. */
const exactPairs = 1_000_000

/**
 * What differs between two sequences of ids. Short differences are found exactly; long ones by the items that occur once on
 * either side, so that no input takes more than a moment, however different the two are.
 */
export function diffSequences(a: readonly number[], b: readonly number[]): Run[] {
  const runs: Run[] = []
  const put = (same: boolean, from: number, before: number, to: number, after: number): void => {
    if (before === 0 && after === 0) return
    const last = runs.at(-1)
    if (last?.same === same) runs[runs.length - 1] = { ...last, before: last.before + before, after: last.after + after }
    else runs.push({ same, a: from, before, b: to, after })
  }
  // A stack of its own: a file of a million lines must not run out of the program's.
  const pending: [number, number, number, number][] = [[0, a.length, 0, b.length]]
  for (let job = pending.pop(); job !== undefined; job = pending.pop()) {
    let [from, end, to, stop] = job
    if (from < 0) {
      // A run that was set aside until everything before it was told.
      put(true, -from - 1, end, to, end)
      continue
    }
    let head = 0
    while (from < end && to < stop && a[from] === b[to]) {
      from++
      to++
      head++
    }
    put(true, from - head, head, to - head, head)
    let tail = 0
    while (from < end && to < stop && a[end - 1] === b[stop - 1]) {
      end--
      stop--
      tail++
    }
    if (tail > 0) pending.push([-end - 1, tail, stop, stop + tail])
    if (from === end || to === stop) put(false, from, end - from, to, stop - to)
    else if ((end - from) * (stop - to) <= exactPairs) exactRuns(a, b, [from, end, to, stop], put)
    else {
      const anchors = uniqueAnchors(a, b, [from, end, to, stop])
      if (anchors.length === 0) put(false, from, end - from, to, stop - to)
      else {
        const pieces: [number, number, number, number][] = []
        let [atA, atB] = [from, to]
        for (const [inA, inB] of anchors) {
          pieces.push([atA, inA, atB, inB], [-inA - 1, 1, inB, inB + 1])
          ;[atA, atB] = [inA + 1, inB + 1]
        }
        pieces.push([atA, end, atB, stop])
        for (const piece of pieces.toReversed()) {
          const [first, last, begin, over] = piece
          if (first < 0 || last > first || over > begin) pending.push(piece)
        }
      }
    }
  }
  return runs
}

type Range = readonly [from: number, end: number, to: number, stop: number]
type Put = (same: boolean, a: number, before: number, b: number, after: number) => void

/** The longest common subsequence, by the table of all pairs. */
function exactRuns(a: readonly number[], b: readonly number[], [from, end, to, stop]: Range, put: Put): void {
  const width = stop - to + 1
  const lengths = new Uint32Array((end - from + 1) * width)
  for (let i = end - from - 1; i >= 0; i--) {
    for (let j = stop - to - 1; j >= 0; j--) {
      lengths[i * width + j] = a[from + i] === b[to + j] ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0)
    }
  }
  let [i, j] = [0, 0]
  while (from + i < end || to + j < stop) {
    if (from + i < end && to + j < stop && a[from + i] === b[to + j]) {
      put(true, from + i, 1, to + j, 1)
      i++
      j++
    } else if (to + j >= stop || (from + i < end && (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0))) {
      put(false, from + i, 1, to + j, 0)
      i++
    } else {
      put(false, from + i, 0, to + j, 1)
      j++
    }
  }
}

/** Pairs of items that occur exactly once on either side, as many as keep their order on both. */
function uniqueAnchors(a: readonly number[], b: readonly number[], [from, end, to, stop]: Range): [number, number][] {
  const places = new Map<number, { inA: number; inB: number }>()
  for (let at = from; at < end; at++) {
    const id = a[at] ?? -1
    const known = places.get(id)
    if (known === undefined) places.set(id, { inA: at, inB: -1 })
    else known.inA = -1
  }
  for (let at = to; at < stop; at++) {
    const known = places.get(b[at] ?? -1)
    if (known !== undefined) known.inB = known.inB === -1 ? at : -2
  }
  const pairs = [...places.values()].filter(({ inA, inB }) => inA >= 0 && inB >= 0).map(({ inA, inB }): [number, number] => [inA, inB])
  return longestAscending(pairs)
}

/** Of pairs in the order of the first, the most that ascend in the second as well (patience sorting). */
function longestAscending(pairs: readonly [number, number][]): [number, number][] {
  const tops: number[] = []
  const previous = new Int32Array(pairs.length).fill(-1)
  for (const [at, [, value]] of pairs.entries()) {
    let low = 0
    let high = tops.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((pairs[tops[middle] ?? 0]?.[1] ?? 0) < value) low = middle + 1
      else high = middle
    }
    previous[at] = low === 0 ? -1 : (tops[low - 1] ?? -1)
    tops[low] = at
  }
  const chosen: [number, number][] = []
  for (let at = tops.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) {
    const pair = pairs[at]
    if (pair !== undefined) chosen.push(pair)
  }
  return chosen.toReversed()
}

/** The same number for the same text, over any number of lists. */
export function numbering(): (texts: readonly string[]) => number[] {
  const ids = new Map<string, number>()
  return (texts) =>
    texts.map((text) => {
      const known = ids.get(text)
      if (known !== undefined) return known
      ids.set(text, ids.size)
      return ids.size - 1
    })
}
