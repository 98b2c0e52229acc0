import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileWildcard } from './wildcard.ts'

/** The table of all ways to fit the beginnings of both: slow, and hard to get wrong. */
function fits(pattern: string, text: string, questionMark: boolean): boolean {
  const p = Array.from(pattern)
  const t = Array.from(text)
  let row = [true, ...t.map(() => false)]
  for (const symbol of p) {
    const next = [symbol === '*' && row[0] === true]
    for (let index = 0; index < t.length; index += 1) {
      const one = symbol === t[index] || (questionMark && symbol === '?')
      next.push(symbol === '*' ? row[index + 1] === true || next[index] === true : one && row[index] === true)
    }
    row = next
  }
  return row[t.length] === true
}

const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '😀', '?'), maxLength: 12 })
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '😀', '*', '?'), maxLength: 10 })

describe('compileWildcard', { timeout: 60_000 }, () => {
  it.each([
    ['*', '', true],
    ['*', 'a/b', true],
    ['a*', 'a', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['*.jpg', 'x.jpg.txt', false],
    ['a*b*c', 'a-c-b-c', true],
    ['a*b*c', 'acb', false],
    ['ab*bc', 'abc', false],
    ['', '', true],
    ['', 'a', false],
    ['a.c', 'abc', false],
    ['[a]*', 'a', false],
    ['[a]*', '[a]b', true],
    ['\\*', '\\x', true],
  ])('%s and %s: %s', (pattern, text, expected) => {
    expect(compileWildcard(pattern, false).matches(text)).toBe(expected)
    expect(compileWildcard(pattern, true).matches(text)).toBe(expected)
  })

  it('takes ? for itself unless asked', () => {
    expect(compileWildcard('a?', false).matches('ab')).toBe(false)
    expect(compileWildcard('a?', false).matches('a?')).toBe(true)
    expect(compileWildcard('a?', true).matches('ab')).toBe(true)
    expect(compileWildcard('a?', true).matches('a')).toBe(false)
    expect(compileWildcard('?', true).matches('😀')).toBe(true)
    expect(compileWildcard('?*?', true).matches('a')).toBe(false)
  })

  it('fits what the table of all possibilities fits', () => {
    fc.assert(
      fc.property(pattern, text, fc.boolean(), (pattern, text, questionMark) => {
        expect(compileWildcard(pattern, questionMark).matches(text)).toBe(fits(pattern, text, questionMark))
      }),
      { numRuns: 2000 },
    )
  })

  it('finds long runs with question marks in them, wherever they are', () => {
    const run = `${'ab?'.repeat(30)}c`
    const text = `${'abx'.repeat(30)}c`
    expect(compileWildcard(`*${run}*`, true).matches(`xxab${text}ab`)).toBe(true)
    expect(compileWildcard(`*${run}*`, true).matches(`xxab${text.slice(0, -1)}dab`)).toBe(false)
    expect(compileWildcard(`*${run}*${run}*`, true).matches(text + text)).toBe(true)
    expect(compileWildcard(`*${run}*${run}*`, true).matches(text + text.slice(1))).toBe(false)
    expect(compileWildcard(`*${'?'.repeat(64)}*`, true).matches('x'.repeat(64))).toBe(true)
    expect(compileWildcard(`*${'?'.repeat(64)}*`, true).matches('x'.repeat(63))).toBe(false)
  })

  it('gives up on hostile patterns instead of trying every way to fit them', () => {
    // Trying every way would take longer than the universe has had.
    const long = 'a'.repeat(4000)
    expect(compileWildcard(`${'a*'.repeat(2000)}b`, false).matches(long)).toBe(false)
    expect(compileWildcard(`${'*a'.repeat(2000)}*`, false).matches(long)).toBe(true)
    expect(compileWildcard('*aab'.repeat(1000), false).matches('aa'.repeat(20_000))).toBe(false)
    expect(compileWildcard(`${'a?*'.repeat(1300)}b`, true).matches(long)).toBe(false)
    expect(compileWildcard(`*${'?'.repeat(1000)}b*`, true).matches(long)).toBe(false)
    expect(compileWildcard(`*${'a?'.repeat(1000)}b*`, true).matches('a'.repeat(16_000))).toBe(false)
    expect(compileWildcard('(a+)+$*', false).matches(long)).toBe(false)
  })
})
