import { describe, expect, it } from 'vitest'
import { fakeBatch } from '../../../test-support/fake-window-api.ts'
import { replaceBatches } from '../transfer-map.ts'
import { dockAction } from './dock-keys.ts'
import { createDockRows } from './dock-rows.ts'
import { batchesByTab, firstTab } from './dock-tabs-of.ts'

const children: Readonly<Record<string, number>> = { b: 300_000 }
const rows = createDockRows(['a', 'b', 'c'], (id) => children[id] ?? 0)
const press = (key: string, index: number, more: Partial<{ shift: boolean; chord: boolean }> = {}) =>
  dockAction({ key, shift: false, chord: false, ...more }, index, rows, 8, (id) => id === 'b')

describe('the rows of the dock', () => {
  it('are batches, each open one followed by its items', () => {
    expect(rows.total).toBe(300_003)
    expect([0, 1, 2, 300_001, 300_002].map((index) => rows.rowAt(index))).toEqual([
      { batchId: 'a', position: 0, child: -1 },
      { batchId: 'b', position: 1, child: -1 },
      { batchId: 'b', position: 1, child: 0 },
      { batchId: 'b', position: 1, child: 299_999 },
      { batchId: 'c', position: 2, child: -1 },
    ])
    expect([rows.rowAt(-1), rows.rowAt(300_003)]).toEqual([undefined, undefined])
  })

  it('are found again by what they show', () => {
    for (const index of [0, 1, 2, 150_000, 300_001, 300_002]) {
      const row = rows.rowAt(index)
      expect(rows.indexOf(row?.batchId ?? '', row?.child)).toBe(index)
    }
    expect([rows.indexOf('b', 300_000), rows.indexOf('a', 0), rows.indexOf('gone')]).toEqual([-1, -1, -1])
    expect(createDockRows([], () => 0).rowAt(0)).toBeUndefined()
  })
})

describe('keys in the dock', () => {
  it('move by row and page, never past the ends', () => {
    expect(press('ArrowDown', 0)).toEqual({ kind: 'move', index: 1 })
    expect(press('ArrowUp', 0)).toEqual({ kind: 'move', index: 0 })
    expect(press('PageDown', 300_000)).toEqual({ kind: 'move', index: 300_002 })
    expect([press('Home', 7), press('End', 7)]).toEqual([{ kind: 'move', index: 0 }, { kind: 'move', index: 300_002 }])
  })

  it('open and close a batch sideways, and lead from an item to its batch', () => {
    expect(press('ArrowRight', 0)).toEqual({ kind: 'expand', batchId: 'a' })
    expect(press('ArrowRight', 1)).toEqual({ kind: 'move', index: 2 })
    expect(press('ArrowLeft', 1)).toEqual({ kind: 'collapse', batchId: 'b' })
    expect(press('ArrowLeft', 5000)).toEqual({ kind: 'move', index: 1 })
    expect([press('ArrowLeft', 0), press('ArrowRight', 5)]).toEqual([undefined, undefined])
  })

  it('are left to the window with a modifier, and do nothing where nothing is shown', () => {
    expect(press('ArrowUp', 3, { chord: true })).toBeUndefined()
    expect([press('F10', 3), press('F10', 3, { shift: true })]).toEqual([undefined, { kind: 'menu' }])
    expect(dockAction({ key: 'ArrowDown', shift: false, chord: false }, 0, createDockRows([], () => 0), 8, () => false)).toBeUndefined()
  })
})

describe('the tabs', () => {
  const tabs = batchesByTab(
    replaceBatches([
      fakeBatch({ batchId: 'running', createdMs: 6 }),
      fakeBatch({ batchId: 'paused', createdMs: 5, state: 'paused' }),
      fakeBatch({ batchId: 'later', createdMs: 4, state: 'queued' }),
      fakeBatch({ batchId: 'next', createdMs: 3, state: 'queued' }),
      fakeBatch({ batchId: 'failed', createdMs: 2, state: 'failed', itemsFailed: 1 }),
      fakeBatch({ batchId: 'cancelled', createdMs: 1, state: 'cancelled' }),
      fakeBatch({ batchId: 'done', createdMs: 0, state: 'done' }),
    ]),
  )

  it('hold each batch once, the queue in the order it will run', () => {
    expect(tabs).toEqual({ active: ['running', 'paused'], queued: ['next', 'later'], failed: ['failed'], done: ['cancelled', 'done'] })
  })

  it('begin with what goes on, then with what went wrong', () => {
    expect(firstTab(tabs)).toBe('active')
    expect(firstTab({ ...tabs, active: [] })).toBe('failed')
    expect(firstTab({ active: [], queued: [], failed: [], done: [] })).toBe('active')
  })
})
