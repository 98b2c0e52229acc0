import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CursorPosition } from '../../metadata/metadata-store.ts'
import { compareUtf8 } from '../../model/utf8.ts'
import { firstPosition, type ListQuery, listStep, startOfList } from './list-step.ts'

interface Page {
  readonly entries: readonly string[]
  readonly isTruncated: boolean
}

/** A cursor over sorted keys that counts how often it is asked. */
function listWithSteps(keys: readonly string[], query: ListQuery): Page & { readonly reads: number } {
  let reads = 0
  let at = 0
  const seek = (position: CursorPosition) => {
    at = keys.findIndex((key) => isAtOrBehind(key, position))
    if (at < 0) at = keys.length
  }
  const entries: string[] = []
  let state = startOfList
  seek(firstPosition(query))
  for (; at < keys.length; ) {
    const key = keys[at]!
    at += 1
    reads += 1
    const step = listStep(query, state, key)
    if (step.kind === 'done') return { entries, isTruncated: step.isTruncated, reads }
    state = step.state
    entries.push(step.kind === 'prefix' ? step.prefix : key)
    if (step.kind === 'prefix') seek(step.seek)
  }
  return { entries, isTruncated: false, reads }
}

/** By bytes, as the disk compares: independent of the helper that the product uses. */
function isAtOrBehind(key: string, position: CursorPosition): boolean {
  const bytes = Buffer.from(key)
  if (position.kind === 'at') return Buffer.compare(bytes, Buffer.from(position.key)) >= 0
  if (position.kind === 'after') return Buffer.compare(bytes, Buffer.from(position.key)) > 0
  return Buffer.compare(bytes, Buffer.concat([Buffer.from(position.prefix), Buffer.from([0xff])])) > 0
}

/** The definition: fold every key, sort by bytes, drop what is not greater than `after`, cut. */
function listNaively(keys: readonly string[], query: ListQuery): Page {
  const folded = new Set<string>()
  for (const key of keys) {
    if (!key.startsWith(query.prefix)) continue
    const at = query.delimiter === '' ? -1 : key.indexOf(query.delimiter, query.prefix.length)
    folded.add(at < 0 ? key : key.slice(0, at + query.delimiter.length))
  }
  const behind = [...folded]
    .filter((entry) => query.after === '' || Buffer.compare(Buffer.from(entry), Buffer.from(query.after)) > 0)
    .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  return { entries: behind.slice(0, query.maxEntries), isTruncated: behind.length > query.maxEntries }
}

const query = (changes: Partial<ListQuery>): ListQuery => ({ prefix: '', delimiter: '', after: '', maxEntries: 1000, ...changes })
const sorted = (keys: readonly string[]) => [...new Set(keys)].toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))

// Few letters, so that keys are prefixes of each other and share delimiters; each is a trap of its own.
const letter = fc.constantFrom('a', 'b', '/', '//', '-', '\u0001', '\u001f', '\u007f', 'é', '\uD7FF', '\uE000', '\uFFFD', '\uFFFF', '𐀀', '😀', '\u{10FFFF}')
const text = (minLength: number, maxLength: number) => fc.array(letter, { minLength, maxLength }).map((parts) => parts.join(''))

describe('list step', () => {
  it('agrees with folding and sorting everything, for hostile keys', () => {
    fc.assert(
      fc.property(
        fc.array(text(1, 6), { maxLength: 40 }),
        text(0, 2),
        text(0, 2),
        fc.oneof(fc.constant(''), text(0, 5)),
        fc.integer({ min: 1, max: 12 }),
        (unsorted, prefix, delimiter, after, maxEntries) => {
          const keys = sorted(unsorted)
          const asked = query({ prefix, delimiter, after, maxEntries })
          const { reads: _, ...page } = listWithSteps(keys, asked)
          expect(page).toEqual(listNaively(keys, asked))
        },
      ),
      { numRuns: 5000 },
    )
  })

  it('shows every entry exactly once when pages are followed', () => {
    fc.assert(
      fc.property(fc.array(text(1, 6), { maxLength: 40 }), text(0, 1), text(0, 2), fc.integer({ min: 1, max: 5 }), (unsorted, prefix, delimiter, maxEntries) => {
        const keys = sorted(unsorted)
        const all: string[] = []
        let page: Page
        do {
          page = listWithSteps(keys, query({ prefix, delimiter, maxEntries, after: all.at(-1) ?? '' }))
          all.push(...page.entries)
        } while (page.isTruncated)
        expect(all).toEqual(listNaively(keys, query({ prefix, delimiter, maxEntries: Number.MAX_SAFE_INTEGER })).entries)
      }),
      { numRuns: 2000 },
    )
  })

  it('reads one key for each folder, however many objects are inside', () => {
    const keys = sorted(Array.from({ length: 20_000 }, (_, i) => `folder-${String(Math.floor(i / 1000)).padStart(4, '0')}/key-${String(i % 1000).padStart(4, '0')}`))
    const page = listWithSteps(keys, query({ delimiter: '/' }))
    expect(page.entries).toHaveLength(20)
    expect(page.reads).toBe(20)
  })

  it('skips everything below a common prefix that the marker is inside of', () => {
    const keys = ['a', 'b/1', 'b/2', 'b/3', 'c']
    expect(listWithSteps(keys, query({ delimiter: '/', after: 'b/1' })).entries).toEqual(['c'])
    expect(listWithSteps(keys, query({ delimiter: '/', after: 'b/' })).entries).toEqual(['c'])
    expect(listWithSteps(keys, query({ delimiter: '/', after: 'b' })).entries).toEqual(['b/', 'c'])
    expect(listWithSteps(keys, query({ after: 'b/1' })).entries).toEqual(['b/2', 'b/3', 'c'])
  })

  it('is not truncated when the page ends with the last entry', () => {
    expect(listWithSteps(['a', 'b/1', 'b/2'], query({ delimiter: '/', maxEntries: 2 })).isTruncated).toBe(false)
    expect(listWithSteps(['a', 'b/1', 'c'], query({ delimiter: '/', maxEntries: 2 })).isTruncated).toBe(true)
  })

  it('orders text as the disk orders its bytes', () => {
    fc.assert(
      fc.property(text(0, 4), text(0, 4), (a, b) => {
        expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
      }),
    )
  })
})
