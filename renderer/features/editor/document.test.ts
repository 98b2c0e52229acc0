import { describe, expect, it } from 'vitest'
import type { TextEncoding } from '../../ui/text-encoding.ts'
import { readDocument, writeDocument } from './document.ts'
import { encodeText, NotEncodable } from './encode-text.ts'

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
const bytes = (text: string): Uint8Array => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

describe('encodeText', () => {
  it.each<[TextEncoding, string, string]>([
    ['UTF-8 BOM', 'aé', 'efbbbf61c3a9'],
    ['UTF-16LE', 'a中', 'fffe61002d4e'],
    ['UTF-16BE', 'a中', 'feff00614e2d'],
    ['GBK', '中文a', 'd6d0cec461'],
    ['GB18030', '中é😀', 'd6d0a8a694 39fc36'.replace(' ', '')],
    ['Big5', '中文', 'a4a4a4e5'],
    ['Shift_JIS', 'あア', '82a08341'],
    ['ISO-8859-1', 'é\u0080', 'e980'],
  ])('writes %s', (encoding, text, expected) => {
    expect(hex(encodeText(text, encoding))).toBe(expected)
  })

  it('names the first character that an encoding has no place for', () => {
    for (const encoding of ['GBK', 'ISO-8859-1'] as const) {
      const thrown = (() => {
        try {
          return encodeText('ab😀', encoding)
        } catch (error) {
          return error
        }
      })()
      expect(thrown).toBeInstanceOf(NotEncodable)
      expect(thrown).toMatchObject({ character: '😀', position: 2 })
    }
  })

  it('gives back what every two bytes of GB18030 were read as', () => {
    let all = ''
    for (let point = 0x4e00; point < 0x9fa6; point++) all += String.fromCodePoint(point)
    const document = readDocument(encodeText(all, 'GB18030'), 'GB18030')
    expect(document).toMatchObject({ text: all, isLossy: false })
  })
})

describe('readDocument', () => {
  it('keeps bytes as they were through opening and saving', () => {
    for (const given of ['d6d0cec40d0ab5c4', 'efbbbf610d0a62', 'fffe61000a00', '610a620a', '636166e9']) {
      const document = readDocument(bytes(given))!
      expect([given, hex(writeDocument(document.text, document)), document.isLossy]).toEqual([given, given, false])
    }
  })

  it('tells line ends, mixed ones too, and makes them alike', () => {
    const document = readDocument(new TextEncoder().encode('a\r\nb\r\nc\nd'))!
    expect(document).toMatchObject({ text: 'a\nb\nc\nd', lineEnding: 'CRLF', isMixed: true })
    expect(new TextDecoder().decode(writeDocument(document.text, document))).toBe('a\r\nb\r\nc\r\nd')
    expect(readDocument(new TextEncoder().encode('one line'))).toMatchObject({ lineEnding: 'LF', isMixed: false })
  })

  it('says when saving would change bytes that nobody touched', () => {
    expect(readDocument(bytes('61ff62'), 'UTF-8')).toMatchObject({ isLossy: true })
    expect(readDocument(bytes('61ff62'), 'ISO-8859-1')).toMatchObject({ isLossy: false })
    expect(readDocument(bytes('0001020304'))).toBeUndefined()
    expect(readDocument(new Uint8Array(0))).toMatchObject({ text: '', encoding: 'UTF-8' })
  })
})
