import { describe, expect, it, vi } from 'vitest'
import { readImageHeader } from './image-header.ts'
import { createThumbnails, headBytes, wholeBytesAtMost } from './thumbnails.ts'

function png(width: number, height: number, length = 64): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, 0x89504e47)
  view.setUint32(16, width)
  view.setUint32(20, height)
  return bytes
}

/** A JPEG whose Exif segment holds a smaller one; little-endian, as most cameras write it. */
function jpegWithThumbnail(): Uint8Array<ArrayBuffer> {
  const frame = (width: number, height: number) => [0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
  const inner = [0xff, 0xd8, ...frame(160, 120)]
  const entry = (tag: number, value: number) => [tag & 255, tag >> 8, 4, 0, 1, 0, 0, 0, value & 255, value >> 8, 0, 0]
  const tiff = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 0, 0, 14, 0, 0, 0, 2, 0, ...entry(0x0201, 44), ...entry(0x0202, inner.length), 0, 0, 0, 0]
  const exif = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff, ...inner]
  return new Uint8Array([0xff, 0xd8, 0xff, 0xe1, (exif.length + 2) >> 8, (exif.length + 2) & 255, ...exif, ...frame(6000, 4000)])
}

describe('the header of an image', () => {
  it('tells the dimensions, and where a camera put its thumbnail', () => {
    expect(readImageHeader(png(640, 480))).toEqual({ width: 640, height: 480 })
    const bytes = jpegWithThumbnail()
    const header = readImageHeader(bytes)
    expect(header).toMatchObject({ width: 6000, height: 4000 })
    expect(readImageHeader(bytes.slice(header!.embedded!.start, header!.embedded!.end))).toEqual({ width: 160, height: 120 })
  })

  it('is none for text, for a cut header, and for a JPEG that is none', () => {
    expect(readImageHeader(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="9">'))).toBeUndefined()
    expect(readImageHeader(png(1, 1).slice(0, 20))).toBeUndefined()
    expect(readImageHeader(new Uint8Array(64).fill(0xff))).toBeUndefined()
    const lying = jpegWithThumbnail()
    for (let length = 0; length < lying.length; length++) expect(() => readImageHeader(lying.slice(0, length))).not.toThrow()
  })
})

describe('thumbnails', () => {
  function setUp(bytes: Uint8Array<ArrayBuffer>) {
    const ranges: string[] = []
    const fetch = vi.fn((_url: string, init: RequestInit) => {
      const range = new Headers(init.headers).get('range') ?? ''
      ranges.push(range)
      return Promise.resolve(new Response(bytes.slice(0, Number(range.slice('bytes=0-'.length)) + 1), { status: 206 }))
    })
    const shrink = vi.fn((image: Blob) => Promise.resolve(`blob:${image.size}`))
    const release = vi.fn()
    return { ranges, shrink, release, thumbnails: createThumbnails({ fetch, shrink, release }) }
  }
  const { signal } = new AbortController()

  it('are made of the thumbnail inside the file when there is one: one short read', async () => {
    const { thumbnails, ranges, shrink } = setUp(jpegWithThumbnail())
    expect(await thumbnails.make('a', 9_000_000, signal)).toBe('blob:32')
    expect(ranges).toEqual([`bytes=0-${headBytes - 1}`])
    expect(shrink).toHaveBeenCalledWith(expect.anything(), { width: 160, height: 120 })
    expect(thumbnails.known('a')).toBe('blob:32')
  })

  it('read the whole of an image of reasonable size, and nothing more of any other', async () => {
    const { thumbnails, ranges, shrink } = setUp(png(640, 480, 70_000))
    expect(await thumbnails.make('a', 70_000, signal)).toBe('blob:70000')
    expect(ranges).toEqual([`bytes=0-${headBytes - 1}`, 'bytes=0-69999'])
    expect(await thumbnails.make('b', wholeBytesAtMost + 1, signal)).toBeNull()
    expect(ranges).toHaveLength(3)
    expect(shrink).toHaveBeenCalledOnce()
  })

  it('never decode what says it is enormous, or what does not say', async () => {
    const { thumbnails, shrink } = setUp(png(60_000, 60_000))
    expect(await thumbnails.make('a', 64, signal)).toBeNull()
    expect(await setUp(new Uint8Array(64)).thumbnails.make('a', 64, signal)).toBeNull()
    expect(shrink).not.toHaveBeenCalled()
    // Asked for once, not again and again.
    expect(await thumbnails.make('a', 64, signal)).toBeNull()
  })

  it('are made a few at a time, the one asked for last first; those nobody waits for are not read', async () => {
    const { thumbnails, ranges } = setUp(png(10, 10))
    const gone = new AbortController()
    const first = ['a', 'b', 'c'].map((url) => thumbnails.make(url, 64, signal))
    const late = thumbnails.make('late', 64, gone.signal)
    gone.abort()
    await Promise.all(first)
    await expect(late).rejects.toThrow()
    expect(ranges).toHaveLength(3)
  })

  it('are dropped when there are too many', async () => {
    const { thumbnails, release } = setUp(png(10, 10))
    for (let index = 0; index < 601; index++) await thumbnails.make(String(index), 64, signal)
    expect(release).toHaveBeenCalledOnce()
    expect(thumbnails.known('0')).toBeUndefined()
    expect(thumbnails.known('600')).toBe('blob:64')
  })
})
