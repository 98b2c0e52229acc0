import { describe, expect, it } from 'vitest'
import type { Choice } from '../choose-viewer.ts'
import { findDifference, modesFor, readPart, structuredBytes, windowBytes, type Side } from './sides.ts'

const side = (bytes: Uint8Array | string, choice: Choice = { kind: 'text', encoding: 'UTF-8' }, sizeBytes?: number): Side => {
  const content = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : new Uint8Array(bytes)
  return {
    label: '',
    choice,
    reader: {
      sizeBytes: sizeBytes ?? content.length,
      read: (start, end) => Promise.resolve(content.slice(start, end)),
      stream: () => Promise.reject(new Error('Not streamed')),
      url: () => '',
    },
  }
}
const { signal } = new AbortController()

describe('modesFor', () => {
  const image: Choice = { kind: 'image', type: 'image/png' }
  it.each([
    ['two texts', side('a'), side('b'), 'txt', ['sideBySide', 'inline', 'bytes']],
    ['JSON', side('{}'), side('[]'), 'json', ['tree', 'sideBySide', 'inline', 'bytes']],
    ['JSON that is too large to hold twice', side('{}'), side('[]', undefined, structuredBytes + 1), 'json', ['sideBySide', 'inline', 'bytes']],
    ['tables', side('a,b', { kind: 'table', encoding: 'GBK' }), side('c'), 'csv', ['rows', 'sideBySide', 'inline', 'bytes']],
    ['pictures', side('x', image), side('y', image), 'png', ['pictures', 'bytes']],
    ['SVG', side('x', { ...image, encoding: 'UTF-8' }), side('y', { ...image, encoding: 'UTF-8' }), 'svg', ['pictures', 'sideBySide', 'inline', 'bytes']],
    ['a picture the platform cannot decode', side('x', { kind: 'image', thumbnailOnly: true }), side('y', image), 'heic', ['bytes']],
    ['a text that became something else', side('x'), side('y', { kind: 'hex' }), 'bin', ['bytes']],
    ['nothing that became a text', side('', { kind: 'empty' }), side('y'), 'txt', ['sideBySide', 'inline', 'bytes']],
  ])('offers for %s what tells most first', (_, before, after, extension, modes) => {
    expect(modesFor({ before, after }, extension)).toEqual(modes)
  })
})

describe('findDifference', () => {
  it('finds the first byte that differs, and where the shorter one ends', async () => {
    const a = new Uint8Array(windowBytes + 10)
    const b = a.slice()
    expect(await findDifference({ before: side(a), after: side(b) }, 0, signal)).toBeUndefined()
    b[windowBytes + 3] = 1
    expect(await findDifference({ before: side(a), after: side(b) }, 5, signal)).toBe(windowBytes + 3)
    expect(await findDifference({ before: side(a), after: side(b) }, windowBytes + 4, signal)).toBeUndefined()
    expect(await findDifference({ before: side(a.slice(0, 7)), after: side(a.slice(0, 9)) }, 0, signal)).toBe(7)
  })
})

describe('readPart', () => {
  it('gives whole lines, in the encoding of the text', async () => {
    expect(await readPart(side('one\r\ntwo\rthree'), 0, 100, signal)).toBe('one\ntwo\nthree')
    expect(await readPart(side('one\ntwo\nthree\n'), 1, 9, signal)).toBe('two\n')
    expect(await readPart(side('one endless line'), 0, 5, signal)).toBe('one e')
    expect(await readPart(side(Uint8Array.from([0xc4, 0xe3, 0xba, 0xc3]), { kind: 'text', encoding: 'GBK' }), 0, 100, signal)).toBe('你好')
    expect(await readPart(side('', { kind: 'empty' }), 0, 100, signal)).toBe('')
  })
})
