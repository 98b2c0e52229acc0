import { describe, expect, it } from 'vitest'
import { fakeBatch } from '../../test-support/fake-window-api.ts'
import { batchSecondsLeft, mergeBatches, noTransfers, replaceBatches, transferTotals } from './transfer-map.ts'

const one = fakeBatch({ batchId: 'one', createdMs: 1 })
const two = fakeBatch({ batchId: 'two', createdMs: 2, bytesTotal: 3000, bytesDone: 600, bytesPerSecond: 300 })

describe('the transfer map', () => {
  it('shows the newest first', () => {
    expect(replaceBatches([one, two]).order).toEqual(['two', 'one'])
  })

  it('keeps its order, the same array, while batches only progress', () => {
    const map = replaceBatches([one, two])
    const next = mergeBatches(map, [{ ...one, bytesDone: 900 }], [])
    expect(next.order).toBe(map.order)
    expect(next.byId['one']?.bytesDone).toBe(900)
  })

  it('adds what is new and drops what is gone', () => {
    const map = mergeBatches(mergeBatches(noTransfers, [one], []), [two], ['one'])
    expect(map.order).toEqual(['two'])
    expect(map.byId['one']).toBeUndefined()
  })

  it('a snapshot forgets what it does not hold', () => {
    expect(replaceBatches([two]).byId['one']).toBeUndefined()
  })

  it('sums what is running and counts what failed', () => {
    const failed = fakeBatch({ batchId: 'failed', state: 'failed', itemsFailed: 2 })
    expect(transferTotals(replaceBatches([one, two, failed]))).toMatchObject({ active: 2, failed: 1, finished: 1, fraction: 0.25, bytesPerSecond: 400, secondsLeft: 7.5 })
  })

  it('promises no end while folders are still being counted', () => {
    expect(batchSecondsLeft({ ...one, scanned: false })).toBeUndefined()
    expect(batchSecondsLeft(one)).toBe(6)
    expect(batchSecondsLeft(fakeBatch({ kind: 'delete', bytesTotal: 0, itemsTotal: 10, itemsDone: 4, itemsPerSecond: 3 }))).toBe(2)
  })
})
