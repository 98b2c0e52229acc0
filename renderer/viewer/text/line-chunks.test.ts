import { describe, expect, it } from 'vitest'
import { chunkBytes, firstRowsOf, readChunk, rowCharacters, rowsOf } from './line-chunks.ts'

const source = (bytes: Uint8Array) => ({ sizeBytes: bytes.length, read: (start: number, end: number) => Promise.resolve(bytes.subarray(start, Math.min(end, bytes.length))) })
const all = async (bytes: Uint8Array, encoding: 'UTF-8' | 'UTF-16LE'): Promise<string[]> => {
  const texts: string[] = []
  for (let index = 0; index * chunkBytes < bytes.length; index++) texts.push((await readChunk(source(bytes), index, { encoding })).text)
  return texts
}

describe('readChunk', () => {
  it('gives every line once, whole, whichever piece is read', async () => {
    const lines = Array.from({ length: 30_000 }, (_, index) => `${index}: 里斯本 ${'x'.repeat(index % 37)}`)
    const texts = await all(new TextEncoder().encode(lines.join('\n')), 'UTF-8')
    expect(texts.length).toBeGreaterThan(3)
    expect(texts.join('').split('\n')).toEqual(lines)
    for (const text of texts.slice(0, -1)) expect(text.endsWith('\n')).toBe(true)
  })

  it('finds line ends of UTF-16 by its units, not by a byte that looks like one', async () => {
    // U+0A0A holds two bytes of 0x0A and is no line feed.
    const text = `${'\u0a0a'.repeat(200_000)}\nend`
    const units = Uint16Array.from(text, (character) => character.charCodeAt(0))
    const texts = await all(new Uint8Array(units.buffer), 'UTF-16LE')
    expect(texts.join('')).toBe(text)
  })

  it('reads one endless line in pieces without losing a character', async () => {
    const text = '里'.repeat(400_000)
    expect((await all(new TextEncoder().encode(text), 'UTF-8')).join('')).toBe(text)
  })
})

describe('rowsOf', () => {
  it('knows all line ends and continues long lines on further rows', () => {
    expect(rowsOf('a\r\nb\rc\n', true).map(({ text }) => text)).toEqual(['a', 'b', 'c'])
    expect(rowsOf('x'.repeat(rowCharacters + 1), true)).toEqual([
      { text: 'x'.repeat(rowCharacters), isLineStart: true },
      { text: 'x', isLineStart: false },
    ])
  })
})

describe('the first rows', () => {
  it('look the same as in the piece that is read after them', async () => {
    for (const [line, size] of [['some words', 100_000], ['x'.repeat(150), 5000], ['one endless line without any end ', 1]] as const) {
      const bytes = new TextEncoder().encode(size === 1 ? line.repeat(20_000) : `${line}\r\n`.repeat(size))
      const head = bytes.subarray(0, 64 * 1024)
      const whole = rowsOf((await readChunk(source(bytes), 0, { encoding: 'UTF-8' })).text, bytes.length <= chunkBytes)
      const { rows, expectedRows } = firstRowsOf(rowsOf(new TextDecoder().decode(head), false), head.length, bytes.length)
      expect(rows).toEqual(whole.slice(0, rows.length))
      expect(rows.length).toBeGreaterThan(30)
      expect(Math.abs(expectedRows - whole.length)).toBeLessThan(whole.length / 4)
    }
    expect(firstRowsOf(['a', 'b'], 3, 3)).toEqual({ rows: ['a', 'b'], expectedRows: 2 })
  })
})
