import { describe, expect, it, vi } from 'vitest'
import { createChunkStore } from './chunk-store.ts'

function setUp(counts: readonly number[]) {
  const onError = vi.fn()
  const asked: number[] = []
  let settled: () => void = () => undefined
  const store = createChunkStore<string>({
    chunkCount: counts.length,
    expectedRows: 10,
    load: (index) => {
      asked.push(index)
      return index === 3 ? Promise.reject(new Error('gone')) : Promise.resolve(Array.from({ length: counts[index] ?? 0 }, (_, row) => `${index}.${row}`))
    },
    onChange: () => settled(),
    onError,
  })
  const change = () =>
    new Promise<void>((resolve) => {
      settled = resolve
    })
  return { store, asked, onError, change }
}

describe('the chunk store', () => {
  it('estimates what it has not read by what it has', async () => {
    const { store, change } = setUp([20, 30, 40])
    expect([store.total(), store.isCounted()]).toEqual([30, false])
    const read = change()
    store.want(0, 0)
    await read
    expect(store.total()).toBe(60)
    expect(store.placeOf(25)).toEqual({ chunk: 1, firstRow: 20, isExact: true })
    expect(store.placeOf(45)).toEqual({ chunk: 2, firstRow: 40, isExact: false })
    expect(store.rowsOf(0)?.[19]).toBe('0.19')
  })

  it('reads a piece far away without those before it', async () => {
    const { store, asked, change } = setUp([5, 5, 5])
    const read = change()
    store.want(2, 2)
    await read
    expect(asked).toEqual([2])
    expect(store.rowsOf(2)).toHaveLength(5)
  })

  it('tells of a piece that cannot be read', async () => {
    const { store, onError } = setUp([1, 1, 1, 1])
    store.want(3, 3)
    await vi.waitFor(() => expect(onError).toHaveBeenCalledOnce())
  })
})
