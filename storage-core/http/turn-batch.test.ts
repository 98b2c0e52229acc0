import { describe, expect, it } from 'vitest'
import { createTurnBatch } from './turn-batch.ts'

const nextTurn = () =>
  new Promise<void>((resolve) => {
    setImmediate(resolve)
  })

describe('a batch of a turn of the event loop', () => {
  it('works on everything of the turn in order, and on nothing before its end', async () => {
    const done: number[] = []
    const add = createTurnBatch<number>((item) => done.push(item))
    for (const item of [1, 2, 3]) add(item)
    await Promise.resolve()
    expect(done).toEqual([])
    await nextTurn()
    expect(done).toEqual([1, 2, 3])
  })

  it('leaves what is added by the work itself to the next turn', async () => {
    const turns: number[][] = [[]]
    const add = createTurnBatch<number>((item) => {
      turns.at(-1)?.push(item)
      if (item < 3) add(item + 1)
    })
    add(1)
    for (let turn = 0; turn < 3; turn++) {
      await nextTurn()
      turns.push([])
    }
    expect(turns.slice(0, 3)).toEqual([[1], [2], [3]])
  })
})
