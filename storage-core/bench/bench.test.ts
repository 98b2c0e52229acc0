import { describe, expect, it } from 'vitest'
import { interleaved, isMet, median, quantile, ratioOf, type Comparison } from './bench.ts'
import { renderResults, replaceSections } from './results.ts'

const base: Comparison = { what: 'x', unit: '/s', ours: [30, 10, 20], target: { kind: 'none' } }
const reference = { name: 'nginx', values: [50, 40, 1000] }

describe('measurements', () => {
  it('takes the middle value, or the mean of the two', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5])
    expect(median([])).toBeNaN()
  })

  it('takes quantiles by their rank', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => 100 - i)
    expect([quantile(hundred, 0.5), quantile(hundred, 0.99), quantile(hundred, 1), quantile([7], 0.01)]).toEqual([50, 99, 100, 7])
    expect(quantile([], 0.5)).toBeNaN()
  })

  it('compares medians with the target', () => {
    expect(ratioOf({ ...base, reference })).toBe(0.4)
    expect(isMet({ ...base, reference, target: { kind: 'ratioAtLeast', value: 0.4 } })).toBe(true)
    expect(isMet({ ...base, reference, target: { kind: 'ratioAtLeast', value: 0.41 } })).toBe(false)
    expect(isMet({ ...base, reference, target: { kind: 'ratioAtMost', value: 0.3 } })).toBe(false)
    expect(isMet({ ...base, target: { kind: 'atMost', value: 20 } })).toBe(true)
    expect(isMet({ ...base, target: { kind: 'atLeast', value: 20.5 } })).toBe(false)
    expect(isMet({ ...base, target: { kind: 'ratioAtLeast', value: 1 } })).toBeUndefined()
    expect(isMet(base)).toBeUndefined()
  })

  it('runs contenders in turn and drops the round that warms up', async () => {
    const order: string[] = []
    let value = 0
    const contender = (name: string) => async () => {
      order.push(name)
      return (value += 1)
    }
    expect(await interleaved(2, { a: contender('a'), b: contender('b') })).toEqual({ a: [3, 5], b: [4, 6] })
    expect(order.join('')).toBe('ababab')
  })

  it('writes a table that says what was missed and what was not run', () => {
    const comparisons = [
      { ...base, reference, target: { kind: 'ratioAtLeast', value: 0.5 } as const, note: 'one core' },
      { ...base, what: 'y', target: { kind: 'atMost', value: 25 } as const },
    ]
    const text = renderResults({ date: '2026-01-02', machine: '2 cores', comparisons, skipped: [{ name: 'http', reason: 'no wrk' }] })
    expect(text).toContain('| x | 20 /s | nginx: 50 /s | 0.40 x |')
    expect(text).toContain('not met')
    expect(text).toContain('| y | 20 /s |')
    expect(text).toContain('`http`: no wrk')
    expect(text).toContain('one core')
  })

  it('replaces the sections of the benches that ran and leaves the others alone', () => {
    const first = replaceSections('# Old title\n\nold preface\n', new Map([['a', 'a1\n'], ['b', 'b1\n']]))
    expect(first).toMatch(/^# Benchmark results\n[^]*\n## a\n\na1\n\n## b\n\nb1\n$/)
    expect(first).not.toContain('old')
    const second = replaceSections(`${first}\n## window\n\nw1\n`, new Map([['a', 'a2\n'], ['c', 'c1\n']]))
    expect(second).toMatch(/\n## a\n\na2\n\n## b\n\nb1\n\n## window\n\nw1\n\n## c\n\nc1\n$/)
    expect(replaceSections(second, new Map())).toBe(second)
  })
})
