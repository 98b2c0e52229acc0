import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TookTooLong } from '../apart/apart.ts'
import { createPatience, longestMs } from './patience.ts'

describe('the patience with a document', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())
  const endless = (): Promise<never> => new Promise(() => undefined)

  it('ends where nothing gets done, for all that waits', async () => {
    const { wait } = createPatience(() => false)
    const waiting = [wait(endless()), wait(endless())].map((work) => work.catch((thrown: unknown) => thrown))
    await vi.advanceTimersByTimeAsync(longestMs)
    for (const outcome of await Promise.all(waiting)) expect(outcome).toBeInstanceOf(TookTooLong)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('lasts while pages are drawn one after the other, or bytes are waited for', async () => {
    let isReading = false
    const { wait } = createPatience(() => isReading)
    const finish: (() => void)[] = []
    const page = () => wait(new Promise<string>((resolve) => finish.push(() => resolve('drawn'))))
    const pages = [page(), page(), page()]
    for (const done of finish) {
      await vi.advanceTimersByTimeAsync(longestMs * 0.9)
      done()
    }
    expect(await Promise.all(pages)).toEqual(['drawn', 'drawn', 'drawn'])
    isReading = true
    const slow = page()
    await vi.advanceTimersByTimeAsync(longestMs * 10)
    finish.at(-1)?.()
    expect(await slow).toBe('drawn')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('passes a failure on as it is', async () => {
    await expect(createPatience(() => false).wait(Promise.reject(new Error('no document')))).rejects.toThrow('no document')
  })
})
