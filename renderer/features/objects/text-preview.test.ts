import { describe, expect, it } from 'vitest'
import { decodeText } from './text-preview.ts'

describe('decodeText', () => {
  it('reads UTF-8 and leaves out a character that is cut off at the end', () => {
    const bytes = new TextEncoder().encode('里斯本')
    expect(decodeText(bytes)).toEqual({ text: '里斯本', encoding: 'UTF-8', shownBytes: 9 })
    expect(decodeText(bytes.subarray(0, 8))?.text).toBe('里斯')
  })

  it('falls back to GB18030 for Chinese files without a mark', () => {
    expect(decodeText(new Uint8Array([0xd6, 0xd0, 0xce, 0xc4]))).toMatchObject({ text: '中文', encoding: 'GB18030' })
  })

  it('believes a byte order mark', () => {
    expect(decodeText(new Uint8Array([0xff, 0xfe, 0x41, 0x00]))).toMatchObject({ text: 'A', encoding: 'UTF-16LE' })
  })

  it('does not take binary data for text', () => {
    expect(decodeText(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x00, 0x01]))).toBeUndefined()
  })
})
