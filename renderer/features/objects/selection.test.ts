import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addRange, countOf, includes, indexesOf, noRanges, rangesOf, removeRange, type Ranges } from './ranges.ts'
import { clearSelection, emptySelection, isAllSelected, moveFocus, selectAll, selectOnly, selectRow } from './selection.ts'

const plain = { extend: false, toggle: false }
const shift = { extend: true, toggle: false }
const ctrl = { extend: false, toggle: true }

describe('ranges', () => {
  const operation = fc.record({ add: fc.boolean(), start: fc.nat(60), length: fc.nat(20) })

  it('agree with a set of indexes after any sequence of additions and removals', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 30 }), (operations) => {
        const model = new Set<number>()
        let ranges: Ranges = noRanges
        for (const { add, start, length } of operations) {
          ranges = add ? addRange(ranges, start, start + length) : removeRange(ranges, start, start + length)
          for (let index = start; index < start + length; index++) if (add) model.add(index)
            else model.delete(index)
        }
        expect([...indexesOf(ranges)]).toEqual([...model].toSorted((a, b) => a - b))
        expect(countOf(ranges)).toBe(model.size)
        const indexes = Array.from({ length: 90 }, (_, index) => index)
        expect(indexes.filter((index) => includes(ranges, index))).toEqual(indexes.filter((index) => model.has(index)))
      }),
    )
  })

  it('stay ascending, apart and never empty, as the contract wants them', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200), { maxLength: 80 }), (indexes) => {
        const ranges = rangesOf(indexes)
        for (const [index, [start, end]] of ranges.entries()) {
          expect(end).toBeGreaterThan(start)
          const next = ranges[index + 1]
          if (next !== undefined) expect(next[0]).toBeGreaterThan(end)
        }
      }),
    )
  })
})

describe('selection', () => {
  it('holds one row after a click', () => {
    expect(selectRow(selectOnly(3), 7, plain)).toEqual({ ranges: [[7, 8]], focus: 7, anchor: 7 })
  })

  it('extends from the anchor in both directions', () => {
    const down = selectRow(selectOnly(5), 8, shift)
    expect(down.ranges).toEqual([[5, 9]])
    expect(selectRow(down, 2, shift)).toEqual({ ranges: [[2, 6]], focus: 2, anchor: 5 })
  })

  it('adds and removes single rows with Ctrl', () => {
    const two = selectRow(selectOnly(1), 4, ctrl)
    expect(two.ranges).toEqual([[1, 2], [4, 5]])
    expect(selectRow(two, 1, ctrl).ranges).toEqual([[4, 5]])
  })

  it('adds a whole range with Ctrl and Shift', () => {
    const selection = selectRow(selectRow(selectOnly(0), 4, ctrl), 6, { extend: true, toggle: true })
    expect(selection.ranges).toEqual([[0, 1], [4, 7]])
  })

  it('moves the focus alone and clears the choice alone', () => {
    expect(moveFocus(selectOnly(2), 9)).toEqual({ ranges: [[2, 3]], focus: 9, anchor: 2 })
    expect(clearSelection(selectOnly(2))).toMatchObject({ ranges: [], focus: 2 })
  })

  it('knows when everything is chosen', () => {
    const all = selectAll(emptySelection, 1_000_000)
    expect(isAllSelected(all)).toBe(true)
    expect(isAllSelected(moveFocus(all, 5))).toBe(true)
    // The only row of a list is that row: what arrives later was not meant.
    expect(isAllSelected(selectOnly(0))).toBe(false)
    expect(isAllSelected(selectRow(all, 3, { extend: false, toggle: true }))).toBe(false)
    expect(isAllSelected(clearSelection(all))).toBe(false)
    expect(selectAll(emptySelection, 0)).toEqual({ ranges: [], focus: -1, anchor: 0 })
  })
})
