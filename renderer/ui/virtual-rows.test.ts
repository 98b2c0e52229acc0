import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxScrollHeightPx, rowWindow, scrollTopToShow } from './virtual-rows.ts'

describe('virtual rows', () => {
  it('are the ones on screen and a few around', () => {
    expect(rowWindow({ count: 1000, rowHeightPx: 32, viewportPx: 320 }, 3200, 5)).toEqual({ first: 95, end: 115, heightPx: 32_000, shiftPx: 0 })
  })

  it('reach the last row of any list with the last pixel of the scroll bar', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50_000_000 }), fc.constantFrom(26, 32, 40), fc.integer({ min: 100, max: 3000 }), (count, rowHeightPx, viewportPx) => {
        const { heightPx } = rowWindow({ count, rowHeightPx, viewportPx }, 0, 0)
        expect(heightPx).toBeLessThanOrEqual(maxScrollHeightPx)
        const { end, first, shiftPx } = rowWindow({ count, rowHeightPx, viewportPx }, Math.max(0, heightPx - viewportPx), 0)
        expect(end).toBe(count)
        // The last row ends where the scrolled element ends, within a pixel of rounding.
        if (count * rowHeightPx > viewportPx) expect(Math.abs(count * rowHeightPx + shiftPx - heightPx)).toBeLessThan(1)
        expect(first).toBeLessThan(end)
      }),
    )
  })

  it('bring any row into view, and do not move for one that is in view', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000_000 }), fc.nat(), fc.nat(), (count, from, to) => {
        const geometry = { count, rowHeightPx: 32, viewportPx: 640 }
        const start = scrollTopToShow(geometry, 0, from % count)
        const index = to % count
        const scrollTop = scrollTopToShow(geometry, start, index)
        const { first, end } = rowWindow(geometry, scrollTop, 0)
        expect(index).toBeGreaterThanOrEqual(first - 1)
        expect(index).toBeLessThan(end + 1)
        expect(scrollTopToShow(geometry, start, from % count)).toBeCloseTo(start, 3)
      }),
    )
  })
})
