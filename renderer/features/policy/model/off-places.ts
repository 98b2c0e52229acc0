import type { DisabledStatement } from '../../../../electron/contract/policy-notes.ts'
import type { JsonObject } from '../../../../storage-core/policy/strict-json.ts'
import { printJson } from './raw-policy.ts'

type Same = (before: JsonObject, after: JsonObject) => boolean

/** For statements that a change took over as they are. */
export const sameObject: Same = (before, after) => before === after

/** For statements that were read from two texts. */
export const sameText: Same = (before, after) => printJson(before, '') === printJson(after, '')

/** A statement of before, and where it is after. */
type Pair = readonly [before: number, after: number]

/** Larger tables than of a few hundred statements, which OSS takes in no policy, are not compared. */
const mostCompared = 250_000

/**
 * Where statements that are switched off stand after the others were changed: between the same statements as before. Of those
 * added where one stands, copies of the statement above come before it, as they come right behind their original, and all others
 * behind it.
 */
export function placedAgain(disabled: readonly DisabledStatement[], before: readonly JsonObject[], after: readonly JsonObject[], same: Same): readonly DisabledStatement[] {
  // Those that were edited or moved leave as many before each.
  if (before.length === after.length || disabled.length === 0) return disabled
  const kept = keptStatements(before, after, same)
  return disabled.map((each) => {
    const at = Math.min(each.at, before.length)
    const [above, aboveAfter] = kept.findLast(([place]) => place < at) ?? [-1, -1]
    const [below, belowAfter] = kept.find(([place]) => place >= at) ?? [before.length, after.length]
    const [gone, come] = [below - above - 1, belowAfter - aboveAfter - 1]
    const original = before[above]
    const start = aboveAfter + 1
    if (gone === 0) {
      const other = after.slice(start, belowAfter).findIndex((statement) => original === undefined || !same(original, statement))
      return { ...each, at: start + (other === -1 ? (original === undefined ? 0 : come) : other) }
    }
    // Behind all that went, it stays behind what came in their place.
    return { ...each, at: at === below ? belowAfter : start + Math.min(at - above - 1, come) }
  })
}

/** Statements that are there before and after, in the order of both. */
function keptStatements(before: readonly JsonObject[], after: readonly JsonObject[], same: Same): readonly Pair[] {
  const isSame = (at: number, place: number): boolean => {
    const [left, right] = [before[at], after[place]]
    return left !== undefined && right !== undefined && same(left, right)
  }
  const shorter = Math.min(before.length, after.length)
  let head = 0
  while (head < shorter && isSame(head, head)) head += 1
  let tail = 0
  while (tail < shorter - head && isSame(before.length - 1 - tail, after.length - 1 - tail)) tail += 1
  const ends = (count: number, from: number, to: number): Pair[] => Array.from({ length: count }, (_, at) => [from + at, to + at] as const)
  const [beforeEnd, afterEnd] = [before.length - tail, after.length - tail]
  return [...ends(head, 0, 0), ...between(head, beforeEnd, afterEnd, isSame), ...ends(tail, beforeEnd, afterEnd)]
}

/** The longest run of pairs between two ends that differ, each pair behind the one before it. */
function between(from: number, beforeEnd: number, afterEnd: number, isSame: (at: number, place: number) => boolean): Pair[] {
  const [rows, columns] = [beforeEnd - from, afterEnd - from]
  if (rows === 0 || columns === 0 || rows * columns > mostCompared) return []
  const width = columns + 1
  /** How many pairs there can be from a place on. */
  const most = new Uint16Array((rows + 1) * width)
  const mostAt = (row: number, column: number): number => most[row * width + column] ?? 0
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      most[row * width + column] = isSame(from + row, from + column) ? mostAt(row + 1, column + 1) + 1 : Math.max(mostAt(row + 1, column), mostAt(row, column + 1))
    }
  }
  const pairs: Pair[] = []
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    if (isSame(from + row, from + column)) {
      pairs.push([from + row, from + column])
      row += 1
      column += 1
    } else if (mostAt(row + 1, column) >= mostAt(row, column + 1)) row += 1
    else column += 1
  }
  return pairs
}
