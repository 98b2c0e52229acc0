import { describe, expect, it } from 'vitest'
import type { ViewerType } from '../../electron/contract/viewer-url.ts'
import { readPictureSize } from './picture-size.ts'

const reads = (bytes: Uint8Array) => (start: number, end: number) => Promise.resolve(bytes.subarray(start, end))
const size = (type: ViewerType, bytes: Uint8Array) => readPictureSize(type, reads(bytes))

function filled(length: number, put: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(length)
  put(new DataView(bytes.buffer))
  return bytes
}
const png = (width: number, height: number) =>
  filled(64, (view) => {
    view.setUint32(0, 0x89504e47)
    view.setUint32(16, width)
    view.setUint32(20, height)
  })
const jpeg = (notes: readonly number[], width: number, height: number): Uint8Array => {
  const bytes = [0xff, 0xd8]
  for (const length of notes) bytes.push(0xff, 0xe1, (length + 2) >> 8, (length + 2) & 255, ...new Uint8Array(length))
  return new Uint8Array([...bytes, 0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0])
}

describe('the size of a picture', () => {
  it('is what its structure claims, for every kind that is decoded', async () => {
    const claimed = { width: 100_000, height: 100_000 }
    expect(await size('image/png', png(100_000, 100_000))).toEqual(claimed)
    expect(await size('image/bmp', filled(64, (view) => (view.setUint32(14, 40, true), view.setInt32(18, 100_000, true), view.setInt32(22, -100_000, true))))).toEqual(claimed)
    expect(await size('image/bmp', filled(64, (view) => (view.setUint32(14, 12, true), view.setUint16(18, 3, true), view.setUint16(20, 4, true))))).toEqual({ width: 3, height: 4 })
    expect(await size('image/gif', filled(64, (view) => (view.setUint16(6, 65_535, true), view.setUint16(8, 65_535, true))))).toEqual({ width: 65_535, height: 65_535 })
    expect(await size('image/webp', filled(64, (view) => (view.setUint32(12, 0x56503858), view.setUint32(24, 99_999, true), view.setUint32(26, (99_999 << 8) | 1, true))))).toEqual(claimed)
    expect(await size('image/webp', filled(64, (view) => (view.setUint32(12, 0x5650384c), view.setUint32(21, 0x0fff_ffff, true))))).toEqual({ width: 16_384, height: 16_384 })
    expect(await size('image/avif', filled(600, (view) => (view.setUint32(500, 0x69737065), view.setUint32(508, 100_000), view.setUint32(512, 100_000), view.setUint32(100, 0x69737065), view.setUint32(108, 9))))).toEqual(claimed)
    expect(await size('image/jpeg', jpeg([], 65_500, 65_500))).toEqual({ width: 65_500, height: 65_500 })
  })

  it('is found behind notes of any length, and not in the notes', async () => {
    expect(await size('image/jpeg', jpeg([40_000, 60_000, 60_000], 40_000, 30_000))).toEqual({ width: 40_000, height: 30_000 })
  })

  it('is that of the largest picture in an icon, and of a first frame that its screen does not hold', async () => {
    const icon = new Uint8Array(200)
    const view = new DataView(icon.buffer)
    view.setUint16(4, 2, true)
    view.setUint32(18, 60, true)
    view.setUint32(34, 120, true)
    icon.set(png(16, 16).subarray(0, 32), 60)
    icon.set(png(100_000, 100_000).subarray(0, 32), 120)
    expect(await size('image/x-icon', icon)).toEqual({ width: 100_000, height: 100_000 })
    // A comment, then a frame of 60,000 by 50,000 on a screen of one pixel.
    const gif = new Uint8Array([0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0, 0, 0, 0, 0x21, 0xfe, 2, 1, 1, 0, 0x2c, 0, 0, 0, 0, 0x60, 0xea, 0x50, 0xc3, 0])
    expect(await size('image/gif', gif)).toEqual({ width: 60_000, height: 50_000 })
  })

  it('is none where a file says nothing, is cut anywhere, or goes round in circles', async () => {
    expect(await size('image/svg+xml', png(1, 1))).toBeUndefined()
    expect(await size('image/jpeg', new Uint8Array(4000).fill(0xff))).toBeUndefined()
    expect(await size('image/jpeg', new Uint8Array([0xff, 0xd8, 0xff, 0xe1, 0, 0, 0, 0, 0, 0, 0, 0, 0]))).toBeUndefined()
    for (const [type, whole] of [['image/png', png(1, 1)], ['image/jpeg', jpeg([5], 1, 1)], ['image/gif', png(1, 1)], ['image/webp', png(1, 1)], ['image/bmp', png(1, 1)], ['image/x-icon', png(1, 1)], ['image/avif', png(1, 1)]] as const) {
      for (let length = 0; length < whole.length; length++) await expect(size(type, whole.subarray(0, length))).resolves.not.toBeNull()
    }
  })
})
