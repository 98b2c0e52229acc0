import { describe, expect, it, vi } from 'vitest'
import { createGrantsAhead } from './grants-ahead.ts'

const address = (key: string) => ({ profileId: 'local', bucket: 'photos', key, etag: '1' })

function setUp() {
  let count = 0
  const open = vi.fn(() => Promise.resolve({ grant: `g${++count}` }))
  const close = vi.fn(() => Promise.resolve())
  return { ...createGrantsAhead({ open, close }), open, close }
}

describe('grants asked for ahead', () => {
  it('are there when the object is shown, and closed by whoever took them', async () => {
    const { prepare, take, drop, open, close } = setUp()
    expect(await prepare(address('a'))).toBe('g1')
    expect(await prepare(address('a'))).toBe('g1')
    expect(await take(address('a'))).toBe('g1')
    drop()
    await Promise.resolve()
    expect([open.mock.calls.length, close.mock.calls]).toEqual([1, []])
  })

  it('are closed when another object is shown or rested on instead', async () => {
    const { prepare, take, close } = setUp()
    await prepare(address('a'))
    await prepare(address('b'))
    expect(await take(address('c'))).toBe('g3')
    await vi.waitFor(() => expect(close.mock.calls).toEqual([[{ grant: 'g1' }], [{ grant: 'g2' }]]))
  })

  it('are asked for anew each time once taken', async () => {
    const { take, open } = setUp()
    expect([await take(address('a')), await take(address('a'))]).toEqual(['g1', 'g2'])
    expect(open).toHaveBeenCalledTimes(2)
  })

  it('leave nothing to close where they were refused', async () => {
    const close = vi.fn(() => Promise.resolve())
    const { prepare, drop } = createGrantsAhead({ open: () => Promise.reject(new Error('no')), close })
    await expect(prepare(address('a'))).rejects.toThrow('no')
    drop()
    await Promise.resolve()
    expect(close).not.toHaveBeenCalled()
  })
})
