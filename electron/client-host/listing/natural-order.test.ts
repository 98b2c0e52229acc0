import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { naturalKey, orderChecker, sortKeyWriter } from './natural-order.ts'
import { sortByKeys, sortByNumber } from './permutation-sort.ts'

const finish = <T>(work: Generator<undefined, T>): T => {
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
  }
}
const sorted = (names: readonly string[]): string[] => {
  const writer = sortKeyWriter(names.length)
  for (const name of names) writer.add(Buffer.from(name))
  const positions = Uint32Array.from(names, (_, place) => place)
  finish(sortByKeys(positions, writer.finish()))
  return Array.from(positions, (position) => names[position] ?? '')
}

describe('natural order', () => {
  it('counts digits as numbers and passes over case and accents', () => {
    expect(sorted(['file10', 'file9', 'File1', 'file01', 'file100', 'file'])).toEqual(['file', 'File1', 'file01', 'file9', 'file10', 'file100'])
    expect(sorted(['zoo', 'Éclair', 'eclair 2', 'apple'])).toEqual(['apple', 'Éclair', 'eclair 2', 'zoo'])
    expect(sorted(['v1.10.0', 'v1.9.12', 'v1.9.2'])).toEqual(['v1.9.2', 'v1.9.12', 'v1.10.0'])
    expect(sorted(['10/', '9/', 'a/'])).toEqual(['9/', '10/', 'a/'])
  })

  it('compares numbers of any length', () => {
    const large = ['1', '9'.repeat(20), `1${'0'.repeat(20)}`, '12345678901234567890123']
    expect(sorted(large.toReversed())).toEqual(large)
  })

  it('agrees with the collator of the platform on names of letters and digits', () => {
    const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
    const name = fc.stringMatching(/^[a-zA-Z]{0,3}[0-9]{0,4}[a-z]{0,2}$/)
    fc.assert(fc.property(name, name, (a, b) => {
      expect(Math.sign(Buffer.compare(naturalKey(a), naturalKey(b)))).toBe(Math.sign(collator.compare(a, b)))
    }))
  })

  it('sorts many keys as comparing them two by two does, equal ones in their first order', () => {
    const names = fc.array(fc.string({ unit: fc.constantFrom('a', 'A', 'b', '1', '0', '2', '.', 'é'), maxLength: 6 }), { minLength: 0, maxLength: 400 })
    fc.assert(fc.property(names, (list) => {
      const expected = list.map((name, place) => ({ name, place, key: naturalKey(name) })).toSorted((a, b) => Buffer.compare(a.key, b.key) || a.place - b.place)
      expect(sorted(list)).toEqual(expected.map((one) => one.name))
    }), { numRuns: 60 })
  })
})

describe('whether names are in natural order already', () => {
  it('is told as sorting them would tell it, name by name', () => {
    const names = fc.array(fc.string({ unit: fc.constantFrom('a', 'A', 'b', '1', '0', '2', '.', 'é', '/'), maxLength: 5 }), { maxLength: 30 })
    fc.assert(fc.property(names, fc.boolean(), (list, inOrder) => {
      const asked = inOrder ? sorted(list) : list
      const follows = orderChecker()
      for (const [at, name] of asked.entries()) {
        const former = asked[at - 1]
        const expected = former === undefined || Buffer.compare(naturalKey(former), naturalKey(name)) <= 0
        expect(follows(Buffer.from(name))).toBe(expected)
      }
    }))
  })

  it('is told of names longer than a key may be', () => {
    const follows = orderChecker()
    expect(follows(Buffer.from('a'.repeat(5000)))).toBe(true)
    expect(follows(Buffer.from('a'.repeat(4999)))).toBe(false)
    expect(follows(Buffer.from('b'))).toBe(true)
  })
})

describe('sorting rows by a number', () => {
  it('is right for any sizes and keeps the order of equal ones', () => {
    const value = fc.oneof(fc.maxSafeNat(), fc.integer({ min: 0, max: 3 }), fc.constantFrom(0, 2 ** 32, 2 ** 32 - 1, 2 ** 48))
    fc.assert(fc.property(fc.array(value, { maxLength: 200 }), (values) => {
      const rows = Uint32Array.from(values, (_, place) => place)
      const expected = Array.from(rows).toSorted((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b)
      expect(Array.from(finish(sortByNumber(rows, (row) => values[row] ?? 0)))).toEqual(expected)
    }), { numRuns: 30 })
  })
})
