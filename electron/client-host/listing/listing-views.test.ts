import { describe, expect, it } from 'vitest'
import { createListingViews } from './listing-views.ts'
import { createPackedIndex, type PackedIndex } from './packed-index.ts'

const byName = { column: 'name', direction: 'ascending', filter: '' } as const
const never = new AbortController().signal

function add(index: PackedIndex, rows: number): void {
  for (let i = 0; i < rows; i++) {
    index.addObject({ key: `object-${index.rows}`, sizeBytes: 1000 - index.rows, lastModifiedMs: 0, storageClass: 'Standard', type: 'Normal', etag: '' })
  }
}

describe('orders of a listing', () => {
  it('hold few rows together while more and more of them arrive', async () => {
    const index = createPackedIndex('')
    const views = createListingViews(index, 's', never, { orders: 12, rows: 10, timesAllRows: 4 })
    const made: string[] = []
    for (let step = 0; step < 30; step++) {
      add(index, 10)
      made.push((await views.orderOf(byName, true)).orderId)
    }
    const kept = made.map((orderId) => views.findOrder(orderId)).filter((order) => order !== undefined)
    expect(kept.length).toBeGreaterThanOrEqual(4)
    expect(kept.reduce((sum, order) => sum + order.rows.length, 0)).toBeLessThanOrEqual(4 * index.rows)
    expect(kept.at(-1)?.orderId).toBe(made.at(-1))
  })

  it('stay found by their ids while there are few', async () => {
    const index = createPackedIndex('')
    add(index, 20)
    const views = createListingViews(index, 's', never)
    const columns = ['name', 'sizeBytes', 'lastModifiedMs', 'type', 'storageClass'] as const
    const made = []
    for (const column of columns) made.push(await views.orderOf({ ...byName, column, direction: 'descending' }, true))
    for (const order of made) expect(views.findOrder(order.orderId)).toBe(order)
  })

  it('of which even one is more than may be kept are kept one at a time', async () => {
    const index = createPackedIndex('')
    add(index, 20)
    const views = createListingViews(index, 's', never, { orders: 12, rows: 1, timesAllRows: 0 })
    const first = await views.orderOf(byName, true)
    const second = await views.orderOf({ ...byName, column: 'sizeBytes' }, true)
    expect(views.findOrder(first.orderId)).toBeUndefined()
    expect(views.findOrder(second.orderId)).toBe(second)
    expect([...second.rows]).toEqual(Array.from({ length: 20 }, (_, row) => 19 - row))
  })
})
