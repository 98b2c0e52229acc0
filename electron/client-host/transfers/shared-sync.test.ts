import { describe, expect, it } from 'vitest'
import { sharedSync } from './shared-sync.ts'

function manualSync() {
  const started: { resolve: (value: undefined) => void; reject: (reason: unknown) => void }[] = []
  const sync = sharedSync(() => {
    let resolve: (value: undefined) => void = () => undefined
    let reject: (reason: unknown) => void = () => undefined
    const promise = new Promise<undefined>((onDone, onError) => {
      resolve = onDone
      reject = onError
    })
    started.push({ resolve, reject })
    return promise
  })
  return { started, sync }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('a shared sync', () => {
  it('serves all who ask while one is under way with the one that begins after it', async () => {
    const { started, sync } = manualSync()
    const order: string[] = []
    const first = sync().then(() => order.push('first'))
    const others = ['a', 'b', 'c'].map((name) => sync().then(() => order.push(name)))
    await turn()
    expect(started).toHaveLength(1)
    started[0]?.resolve(undefined)
    await first
    await turn()
    expect([started.length, order]).toEqual([2, ['first']])
    started[1]?.resolve(undefined)
    await Promise.all(others)
    expect([started.length, order]).toEqual([2, ['first', 'a', 'b', 'c']])
  })

  it('tells those who shared a failed one, and nobody else', async () => {
    const { started, sync } = manualSync()
    const first = sync()
    const second = sync()
    started[0]?.reject(new Error('EIO'))
    await expect(first).rejects.toThrow('EIO')
    await turn()
    started[1]?.resolve(undefined)
    await expect(second).resolves.toBeUndefined()
    const third = sync()
    started[2]?.resolve(undefined)
    await expect(third).resolves.toBeUndefined()
  })
})
