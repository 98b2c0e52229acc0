import { runInSlices } from '../aborts.ts'
import type { ListingSession } from './listing-session.ts'
import type { ViewOrder } from './listing-views.ts'
import type { PackedIndex } from './packed-index.ts'

export type Ranges = readonly (readonly [number, number])[]

export interface RebindInput {
  readonly from: { readonly session: ListingSession; readonly order: ViewOrder }
  readonly to: { readonly session: ListingSession; readonly order: ViewOrder }
  readonly ranges: Ranges
  readonly focus: number
}
export interface Rebound {
  /** Null when the choice cannot be told in ranges any more. */
  readonly ranges: [number, number][] | null
  readonly focus: number | null
}

/** A choice scattered more than this is no use as ranges. */
const rangesAtMost = 100_000
/** Rows of another reading of the place are found by name; beyond this many it would take too long and too much memory. */
const namesAtMost = 200_000
const sliceRows = 50_000

/**
 * The chosen rows of one order as ranges of another: by row number within one reading of a place, by name across two. Rows
 * that the new order does not show are dropped.
 */
export async function rebindSelection({ from, to, ranges, focus }: RebindInput, signal?: AbortSignal): Promise<Rebound> {
  const focusRow = focus < 0 ? undefined : from.order.rows[focus]
  if (from.session === to.session) {
    const chosen = new Uint8Array(from.session.index.rows)
    for (const at of positionsOf(ranges, from.order)) chosen[from.order.rows[at] ?? 0] = 1
    const found = await runInSlices(rangesWhere(to.order, (row) => chosen[row] === 1), signal)
    const at = focusRow === undefined ? -1 : to.order.rows.indexOf(focusRow)
    return { ranges: found, focus: at < 0 ? null : at }
  }
  const fromIndex = from.session.index
  const focusName = focusRow === undefined ? undefined : fromIndex.nameOf(focusRow)
  const names = new Set<string>()
  for (const at of positionsOf(ranges, from.order)) {
    names.add(fromIndex.nameOf(from.order.rows[at] ?? 0))
    if (names.size > namesAtMost) return { ranges: null, focus: focusName === undefined ? null : positionOfName(to.session.index, to.order, focusName) }
  }
  const { index } = to.session
  const found = names.size === 0 ? [] : await runInSlices(rangesWhere(to.order, (row) => names.has(index.nameOf(row))), signal)
  return { ranges: found, focus: focusName === undefined ? null : positionOfName(index, to.order, focusName) }
}

function* positionsOf(ranges: Ranges, order: ViewOrder): Generator<number> {
  for (const [start, end] of ranges) for (let at = start; at < Math.min(end, order.rows.length); at++) yield at
}

function positionOfName(index: PackedIndex, order: ViewOrder, name: string): number | null {
  const row = index.findKey(index.prefix + name)
  const at = row < 0 ? -1 : order.rows.indexOf(row)
  return at < 0 ? null : at
}

function* rangesWhere(order: ViewOrder, isChosen: (row: number) => boolean): Generator<undefined, [number, number][] | null> {
  const ranges: [number, number][] = []
  for (let at = 0; at < order.rows.length; at++) {
    if (at % sliceRows === 0) yield
    if (!isChosen(order.rows[at] ?? 0)) continue
    const last = ranges.at(-1)
    if (last?.[1] === at) last[1]++
    else if (ranges.length === rangesAtMost) return null
    else ranges.push([at, at + 1])
  }
  return ranges
}
