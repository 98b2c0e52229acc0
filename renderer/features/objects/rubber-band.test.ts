import { describe, expect, it } from 'vitest'
import { joinRanges, rangesInBand } from './rubber-band.ts'

const list = { total: 1_000_000, rowHeightPx: 32, perRow: 1, itemWidthPx: 800 }
const tiles = { total: 10, rowHeightPx: 100, perRow: 4, itemWidthPx: 100 }

describe('a rubber band', () => {
  it('takes the rows it touches, whichever way it is drawn, as one range however many', () => {
    expect(rangesInBand({ fromX: 0, fromY: 33, toX: 5, toY: 70 }, list)).toEqual([[1, 3]])
    expect(rangesInBand({ fromX: 5, fromY: 70, toX: 0, toY: 33 }, list)).toEqual([[1, 3]])
    expect(rangesInBand({ fromX: 0, fromY: -50, toX: 0, toY: 1e9 }, list)).toEqual([[0, 1_000_000]])
    expect(rangesInBand({ fromX: 0, fromY: 1e9, toX: 0, toY: 1e9 + 5 }, list)).toEqual([])
  })

  it('takes a rectangle of tiles, and no tile that is not there', () => {
    expect(rangesInBand({ fromX: 150, fromY: 50, toX: 250, toY: 150 }, tiles)).toEqual([[1, 3], [5, 7]])
    expect(rangesInBand({ fromX: 0, fromY: 0, toX: 399, toY: 299 }, tiles)).toEqual([[0, 10]])
    expect(rangesInBand({ fromX: 250, fromY: 250, toX: 350, toY: 299 }, tiles)).toEqual([])
    expect(rangesInBand({ fromX: 450, fromY: 0, toX: 500, toY: 50 }, tiles)).toEqual([])
  })

  it('adds to what was chosen before', () => {
    expect(joinRanges([[0, 2]], [[2, 4], [9, 10]])).toEqual([[0, 4], [9, 10]])
  })
})
