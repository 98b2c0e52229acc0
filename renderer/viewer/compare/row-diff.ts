import { diffSequences, numbering } from './sequence-diff.ts'

/** One line of a comparison of tables. Cells of a changed row are named by their index. */
export type RowDifference =
  | { readonly kind: 'same' | 'added' | 'removed'; readonly cells: readonly string[]; readonly before?: number; readonly after?: number }
  | { readonly kind: 'changed'; readonly cells: readonly string[]; readonly former: readonly string[]; readonly changed: readonly number[]; readonly before: number; readonly after: number }
  | { readonly kind: 'skipped'; readonly count: number }

const separator = '\u0001'
/** Equal rows shown around what differs. */
const contextRows = 2

/** Two tables row by row; a row whose first cell stayed, or that stands in place of one, is told with the cells that changed. */
export function diffRows(before: readonly (readonly string[])[], after: readonly (readonly string[])[]): RowDifference[] {
  const idsOf = numbering()
  const runs = diffSequences(idsOf(before.map((row) => row.join(separator))), idsOf(after.map((row) => row.join(separator))))
  const told: RowDifference[] = []
  for (const [place, run] of runs.entries()) {
    if (run.same) {
      const head = place === 0 ? 0 : Math.min(contextRows, run.after)
      const tail = place === runs.length - 1 ? 0 : Math.min(contextRows, run.after - head)
      const same = (from: number, count: number): void => {
        for (let at = from; at < from + count; at++) told.push({ kind: 'same', cells: after[run.b + at] ?? [], before: run.a + at, after: run.b + at })
      }
      same(0, head)
      if (run.after > head + tail) told.push({ kind: 'skipped', count: run.after - head - tail })
      same(run.after - tail, tail)
    } else {
      // One by one: a call with a million arguments has no room on the stack.
      for (const row of replaced(before.slice(run.a, run.a + run.before), after.slice(run.b, run.b + run.after), run.a, run.b)) told.push(row)
    }
  }
  return told
}

function replaced(gone: readonly (readonly string[])[], come: readonly (readonly string[])[], a: number, b: number): RowDifference[] {
  const byKey = new Map<string, number>()
  for (const [at, row] of come.entries()) if (!byKey.has(row[0] ?? '')) byKey.set(row[0] ?? '', at)
  const isAligned = gone.length === come.length
  const partners = new Map<number, number>()
  for (const [at, row] of gone.entries()) {
    const found = byKey.get(row[0] ?? '') ?? (isAligned ? at : undefined)
    if (found !== undefined && !partners.has(found)) partners.set(found, at)
  }
  const paired = new Set(partners.values())
  const told: RowDifference[] = gone.flatMap((cells, at): RowDifference[] => (paired.has(at) ? [] : [{ kind: 'removed', cells, before: a + at }]))
  for (const [at, cells] of come.entries()) {
    const from = partners.get(at)
    const former = from === undefined ? undefined : gone[from]
    if (from === undefined || former === undefined) told.push({ kind: 'added', cells, after: b + at })
    else {
      const width = Math.max(cells.length, former.length)
      const changed = Array.from({ length: width }, (_, column) => column).filter((column) => (cells[column] ?? '') !== (former[column] ?? ''))
      told.push({ kind: 'changed', cells, former, changed, before: a + from, after: b + at })
    }
  }
  return told
}
