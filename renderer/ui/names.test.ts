import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fileKind, nameOf, parentPrefix, prefixSegments, splitName } from './names.ts'

describe('names', () => {
  it('are the last segment of a key, odd ones included', () => {
    expect(['a/b.txt', 'a/b/', 'b', 'a//', '/', '..'].map(nameOf)).toEqual(['b.txt', 'b/', 'b', '/', '/', '..'])
  })

  it('go up one level at a time, to the root', () => {
    expect(['a/b/c/', 'a/b/c', 'a/', ''].map(parentPrefix)).toEqual(['a/b/', 'a/b/', '', ''])
    expect(prefixSegments('2026/lisbon/')).toEqual([{ name: '2026', prefix: '2026/' }, { name: 'lisbon', prefix: '2026/lisbon/' }])
  })

  it('split without losing a character or tearing an emoji apart', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (name) => {
        const { head, tail } = splitName(name)
        expect(head + tail).toBe(name)
        expect(head.isWellFormed() && tail.isWellFormed()).toBe(name.isWellFormed())
      }),
    )
    const family = '👩‍👩‍👧‍👦'
    const { tail } = splitName(`a very long name that ends in ${family}.heic`)
    expect(tail.endsWith('.heic')).toBe(true)
    expect(tail.startsWith('‍')).toBe(false)
  })

  it('keep the extension in the part that is never cut', () => {
    expect(splitName('a very long name that goes on and on.tar.gz').tail.endsWith('.gz')).toBe(true)
  })

  it('never start the last part with a blank, which would look like a hole', () => {
    expect(splitName('annual-report-reviewed-by-everyone (copy 2).pdf')).toEqual({ head: 'annual-report-reviewed-by-everyone (copy ', tail: '2).pdf' })
  })

  it('tell the kind of a file by its extension', () => {
    expect(['a.JPG', 'b.tar.gz', 'README', 'c', '.gitignore'].map(fileKind)).toEqual(['image', 'archive', 'text', 'other', 'other'])
  })
})
