import { describe, expect, it } from 'vitest'
import { largestKept } from '../../contract/measuring.ts'
import { createSizeTally } from './size-tally.ts'

const object = (key: string, sizeBytes: number, rest: { readonly lastModifiedMs?: number; readonly storageClass?: string } = {}) => ({ key, sizeBytes, lastModifiedMs: 5, storageClass: 'Standard', ...rest })

describe('the size of a folder', () => {
  it('is nothing before the first object', () => {
    expect(createSizeTally().report()).toEqual({ objects: 0, bytes: 0, classes: [], largest: [] })
  })

  it('counts by class, the heaviest class first, with the newest and the oldest object', () => {
    const tally = createSizeTally()
    tally.add(object('a', 10, { lastModifiedMs: 7 }))
    tally.add(object('b', 300, { storageClass: 'Archive', lastModifiedMs: 3 }))
    tally.add(object('c/', 0))
    expect(tally.report()).toEqual({
      objects: 3,
      bytes: 310,
      classes: [
        { storageClass: 'Archive', objects: 1, bytes: 300 },
        { storageClass: 'Standard', objects: 2, bytes: 10 },
      ],
      newestMs: 7,
      oldestMs: 3,
      largest: [
        { key: 'b', sizeBytes: 300 },
        { key: 'a', sizeBytes: 10 },
      ],
    })
  })

  it('keeps the largest in order, the one met first before its equals, and never more than a few', () => {
    const tally = createSizeTally()
    const sizes = Array.from({ length: 500 }, (_, at) => (at * 7919) % 251)
    for (const [at, size] of sizes.entries()) tally.add(object(`k${String(at)}`, size))
    const expected = sizes.map((sizeBytes, at) => ({ key: `k${String(at)}`, sizeBytes })).toSorted((a, b) => b.sizeBytes - a.sizeBytes).slice(0, largestKept)
    expect(tally.report().largest).toEqual(expected)
  })
})
