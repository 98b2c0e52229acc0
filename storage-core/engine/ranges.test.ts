import { describe, expect, it } from 'vitest'
import type { RangeRequest } from './object-engine.ts'
import { resolveRange } from './ranges.ts'

const from = (start: number, end?: number): RangeRequest => ({ kind: 'from', start, ...(end === undefined ? {} : { end }) })
const suffix = (length: number): RangeRequest => ({ kind: 'suffix', length })
const whole = undefined
const refused = 'InvalidRange'

describe('a range of a 10-byte object', () => {
  const cases: [string, RangeRequest, unknown, unknown][] = [
    ['inside', from(2, 5), { start: 2, end: 5 }, { start: 2, end: 5 }],
    ['one byte', from(0, 0), { start: 0, end: 0 }, { start: 0, end: 0 }],
    ['open end', from(3), { start: 3, end: 9 }, { start: 3, end: 9 }],
    ['last byte', from(9, 9), { start: 9, end: 9 }, { start: 9, end: 9 }],
    ['end past the object', from(5, 10), whole, { start: 5, end: 9 }],
    ['start past the object', from(10), whole, refused],
    ['both past the object', from(10, 20), whole, refused],
    ['end before start', from(5, 4), whole, whole],
    ['suffix', suffix(3), { start: 7, end: 9 }, { start: 7, end: 9 }],
    ['suffix of all', suffix(10), { start: 0, end: 9 }, { start: 0, end: 9 }],
    ['suffix longer than the object', suffix(11), whole, { start: 0, end: 9 }],
    ['empty suffix', suffix(0), whole, refused],
  ]
  it.each(cases)('%s: legacy ignores what does not fit, standard clips or refuses', (_, request, legacy, standard) => {
    expect(resolveRange(request, 10, 'legacy')).toEqual(legacy)
    if (standard === refused) {
      expect(() => resolveRange(request, 10, 'standard')).toThrow(
        expect.objectContaining({ code: refused, headers: { 'Content-Range': 'bytes */10' } }) as Error,
      )
    } else expect(resolveRange(request, 10, 'standard')).toEqual(standard)
  })

  it.each([from(0), from(0, 0), suffix(1)])('is never satisfiable in an empty object: %o', (request) => {
    expect(resolveRange(request, 0, 'legacy')).toBeUndefined()
    expect(() => resolveRange(request, 0, 'standard')).toThrow(expect.objectContaining({ code: refused }) as Error)
  })
})
