import { describe, expect, it, vi } from 'vitest'
import type { ObjectReader } from './object-reader.ts'
import { createReadAhead } from './read-ahead.ts'

function setUp(content: string | Error = '%PDF-1.7') {
  const asked: string[] = []
  const given: AbortSignal[] = []
  const makeReader = (grant: string, sizeBytes: number): ObjectReader => ({
    sizeBytes,
    url: () => grant,
    stream: () => Promise.reject(new Error('nobody streams ahead')),
    read: (start, end, signal) => {
      asked.push(`${grant} ${start}-${end}`)
      if (signal !== undefined) given.push(signal)
      return content instanceof Error ? Promise.reject(content) : Promise.resolve(new TextEncoder().encode(content))
    },
  })
  const load = vi.fn()
  return { ...createReadAhead(makeReader, load), asked, given, load }
}

describe('what is read ahead', () => {
  it('is the code that a name promises, and nothing of the object where it was not granted', () => {
    const { prepare, asked, load } = setUp()
    prepare({ name: 'a.csv', sizeBytes: 100 })
    expect(load.mock.calls).toEqual([['table', 'a.csv']])
    expect(asked).toEqual([])
  })

  it('is the beginning of what was granted, once, and the code that it asks for whatever its name', async () => {
    const { prepare, asked, load } = setUp()
    prepare({ name: 'a.csv', sizeBytes: 100, grant: 'g1' })
    prepare({ name: 'a.csv', sizeBytes: 100, grant: 'g1' })
    await vi.waitFor(() => expect(load.mock.calls).toEqual([['table', 'a.csv'], ['pdf', 'a.csv']]))
    expect(asked).toEqual(['g1 0-65536'])
  })

  it('serves the same object when it is shown, and none other', () => {
    const same = setUp()
    same.prepare({ name: 'a', sizeBytes: 100, grant: 'g1' })
    expect(same.take({ grant: 'g1', sizeBytes: 100 }).url('image/png')).toBe('g1')
    expect(same.given.map(({ aborted }) => aborted)).toEqual([false])
    const other = setUp()
    other.prepare({ name: 'a', sizeBytes: 100, grant: 'g1' })
    expect(other.take({ grant: 'g2', sizeBytes: 5 })).toMatchObject({ sizeBytes: 5 })
    expect(other.given.map(({ aborted }) => aborted)).toEqual([true])
  })

  it('is given up when another object is rested on, or none', () => {
    const { prepare, given } = setUp()
    prepare({ name: 'a', sizeBytes: 100, grant: 'g1' })
    prepare({ name: 'b', sizeBytes: 100, grant: 'g2' })
    prepare(undefined)
    expect(given.map(({ aborted }) => aborted)).toEqual([true, true])
  })

  it('fails in silence: it is read again when it is shown', async () => {
    const { prepare, take, load } = setUp(new Error('gone'))
    prepare({ name: 'a', sizeBytes: 100, grant: 'g1' })
    const reader = take({ grant: 'g1', sizeBytes: 100 })
    await expect(reader.read(0, 10)).rejects.toThrow('gone')
    expect(load).toHaveBeenCalledTimes(1)
  })
})
