import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffSequences, numbering, type Run } from './sequence-diff.ts'

/** What the runs make of `a`, taking from `b` where they say so. */
function applied(runs: readonly Run[], a: readonly number[], b: readonly number[]): number[] {
  return runs.flatMap((run) => (run.same ? a.slice(run.a, run.a + run.before) : b.slice(run.b, run.b + run.after)))
}

function isWhole(runs: readonly Run[], a: readonly number[], b: readonly number[]): void {
  let [atA, atB] = [0, 0]
  for (const [place, run] of runs.entries()) {
    expect([run.a, run.b]).toEqual([atA, atB])
    expect(run.same).not.toBe(runs[place - 1]?.same)
    if (run.same) {
      expect(run.before).toBe(run.after)
      expect(a.slice(run.a, run.a + run.before)).toEqual(b.slice(run.b, run.b + run.after))
    }
    atA += run.before
    atB += run.after
  }
  expect([atA, atB]).toEqual([a.length, b.length])
}

const ids = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 40 })

describe('diffSequences', () => {
  it('covers both sides once, in order, and makes the one of the other', () => {
    fc.assert(
      fc.property(ids, ids, (a, b) => {
        const runs = diffSequences(a, b)
        isWhole(runs, a, b)
        expect(applied(runs, a, b)).toEqual(b)
      }),
    )
  })

  it('finds one changed item between equal ones', () => {
    expect(diffSequences([1, 2, 3, 4], [1, 9, 3, 4])).toEqual([
      { same: true, a: 0, before: 1, b: 0, after: 1 },
      { same: false, a: 1, before: 1, b: 1, after: 1 },
      { same: true, a: 2, before: 2, b: 2, after: 2 },
    ])
    expect(diffSequences([], [])).toEqual([])
  })

  it('finds scattered changes in long sequences, and long ones that have nothing in common', () => {
    const a = Array.from({ length: 30_000 }, (_, index) => index)
    const b = a.flatMap((id) => (id % 1000 === 0 ? [] : id % 1777 === 0 ? [id, -id] : [id]))
    const runs = diffSequences(a, b)
    isWhole(runs, a, b)
    expect(runs.filter(({ same }) => !same)).toHaveLength(30 + 16 - 0)
    const other = a.map((id) => id + 100_000)
    expect(diffSequences(a, other)).toEqual([{ same: false, a: 0, before: 30_000, b: 0, after: 30_000 }])
    // Nothing unique to hold on to.
    const twice = a.map((id) => id % 7)
    isWhole(diffSequences(twice, twice.toReversed()), twice, twice.toReversed())
  })
})

describe('numbering', () => {
  it('gives equal texts of both sides one number', () => {
    const idsOf = numbering()
    expect(idsOf(['a', 'b', 'a'])).toEqual([0, 1, 0])
    expect(idsOf(['b', 'c'])).toEqual([1, 2])
  })
})
