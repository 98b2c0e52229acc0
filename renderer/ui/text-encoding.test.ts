import { describe, expect, it } from 'vitest'
import { decodeText, detectEncoding } from './text-encoding.ts'

const bytes = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('detectEncoding', () => {
  it('believes a byte order mark, then valid UTF-8', () => {
    expect(detectEncoding(bytes('efbbbf61'), false)).toBe('UTF-8 BOM')
    expect(detectEncoding(bytes('fffe4100'), false)).toBe('UTF-16LE')
    expect(detectEncoding(bytes('feff0041'), false)).toBe('UTF-16BE')
    expect(detectEncoding(utf8('里斯本 café'), false)).toBe('UTF-8')
  })

  it('takes a character cut off at the end for more to come, only where there is more', () => {
    const cut = utf8('里斯本里斯本').subarray(0, 17)
    expect(detectEncoding(cut, true)).toBe('UTF-8')
    expect(detectEncoding(cut, false)).not.toBe('UTF-8')
    expect(decodeText(cut, 'UTF-8', { partial: true })).toBe('里斯本里斯')
  })

  it('finds Chinese, Japanese and Latin text without a mark', () => {
    expect(detectEncoding(bytes('b0a2c0efd4c6b6d4cff3b4e6b4a2'), false)).toBe('GB18030')
    expect(detectEncoding(bytes('82b182f182c982bf82cd90a28a45'), false)).toBe('Shift_JIS')
    expect(detectEncoding(bytes('636166e920e0206c61206d6f6465'), false)).toBe('windows-1252')
    expect(detectEncoding(bytes('610062000a006300'), false)).toBe('UTF-16LE')
  })

  it('does not take binary data for text', () => {
    expect(detectEncoding(bytes('89504e470001'), false)).toBeUndefined()
    expect(detectEncoding(new Uint8Array(400).fill(3), false)).toBeUndefined()
  })
})

describe('decodeText', () => {
  it('keeps every byte of Latin-1, where the platform would read windows-1252', () => {
    expect(decodeText(bytes('80e9'), 'ISO-8859-1')).toBe('\u0080é')
  })
})
