import type { ViewerType } from '../../electron/contract/viewer-url.ts'

export interface PictureSize {
  readonly width: number
  readonly height: number
}
type Read = (start: number, end: number) => Promise<Uint8Array>

/** Where most pictures have told their size, and where they all have but for JPEG, whose notes can be of any length. */
const headBytes = 64 * 1024
const longHeadBytes = 512 * 1024
/** Of a JPEG before its frame, and of an icon: more of them are no picture but a puzzle. */
const mostParts = 200

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const larger = (a: PictureSize | undefined, b: PictureSize): PictureSize => (a !== undefined && a.width * a.height >= b.width * b.height ? a : b)

/**
 * Width and height that the decoder of this type will go by, from the structure of the file and never from its notes (Exif may say
 * anything): what is not decoded cannot take the memory of the machine. Undefined when the file does not tell.
 */
export async function readPictureSize(type: ViewerType | undefined, read: Read): Promise<PictureSize | undefined> {
  const head = await read(0, headBytes)
  const view = viewOf(head)
  if (type === 'image/png') return head.length < 24 ? undefined : { width: view.getUint32(16), height: view.getUint32(20) }
  if (type === 'image/gif') return gifSize(view)
  if (type === 'image/webp') return head.length < 30 ? undefined : webpSize(view)
  if (type === 'image/bmp') return head.length < 26 ? undefined : bitmapSize(view, 14)
  if (type === 'image/jpeg') return jpegSize(read)
  if (type === 'image/x-icon') return iconSize(view, read)
  return type === 'image/avif' ? avifSize(viewOf(await read(0, longHeadBytes))) : undefined
}

/** The screen, or the first frame where that is larger, as some decoders make the screen fit (GIF89a, sections 18 and 20). */
export function gifSize(view: DataView): PictureSize | undefined {
  if (view.byteLength < 13) return undefined
  const screen = { width: view.getUint16(6, true), height: view.getUint16(8, true) }
  const packed = view.getUint8(10)
  let at = 13 + ((packed & 0x80) === 0 ? 0 : 3 << ((packed & 7) + 1))
  while (at + 10 <= view.byteLength && view.getUint8(at) === 0x21) {
    for (at += 2; at < view.byteLength && view.getUint8(at) !== 0; ) at += view.getUint8(at) + 1
    at++
  }
  if (at + 9 > view.byteLength || view.getUint8(at) !== 0x2c) return screen
  const [left = 0, top = 0, width = 0, height = 0] = [1, 3, 5, 7].map((offset) => view.getUint16(at + offset, true))
  return { width: Math.max(screen.width, left + width), height: Math.max(screen.height, top + height) }
}

/** RFC 9649, sections 2.5 to 2.7. */
export function webpSize(view: DataView): PictureSize | undefined {
  switch (view.getUint32(12)) {
    case 0x56503820: // "VP8 "
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
    case 0x5650384c: {
      // "VP8L"
      const bits = view.getUint32(21, true)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 0x56503858: // "VP8X"
      return { width: (view.getUint32(24, true) & 0xffffff) + 1, height: (view.getUint32(26, true) >>> 8) + 1 }
    default:
      return undefined
  }
}

/** "BITMAPCOREHEADER" and "BITMAPINFOHEADER", Microsoft. @param at where the header begins */
export function bitmapSize(view: DataView, at: number): PictureSize | undefined {
  if (at + 12 > view.byteLength) return undefined
  if (view.getUint32(at, true) === 12) return { width: view.getUint16(at + 4, true), height: view.getUint16(at + 6, true) }
  return { width: Math.abs(view.getInt32(at + 4, true)), height: Math.abs(view.getInt32(at + 8, true)) }
}

/** From segment to segment to the frame (ITU-T T.81, annex B), however long the notes before it are. */
async function jpegSize(read: Read): Promise<PictureSize | undefined> {
  let start = 0
  let held: Uint8Array = await read(0, headBytes)
  let at = 2
  for (let part = 0; part < mostParts; part++) {
    if (at - start + 9 > held.length) {
      start = at
      held = await read(start, start + headBytes)
      if (held.length < 9) return undefined
    }
    const view = viewOf(held)
    const here = at - start
    if (view.getUint8(here) !== 0xff) return undefined
    const marker = view.getUint8(here + 1)
    // Markers may be led by any number of these.
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) return { height: view.getUint16(here + 5), width: view.getUint16(here + 7) }
    const length = view.getUint16(here + 2)
    if (length < 2 || marker === 0xda) return undefined
    at += 2 + length
  }
  return undefined
}

/** The largest picture inside, each a bitmap or a whole PNG. */
async function iconSize(view: DataView, read: Read): Promise<PictureSize | undefined> {
  if (view.byteLength < 6) return undefined
  let size: PictureSize | undefined
  const count = Math.min(view.getUint16(4, true), mostParts)
  for (let index = 0; index < count && 22 + index * 16 <= view.byteLength; index++) {
    const offset = view.getUint32(18 + index * 16, true)
    const picture = viewOf(await read(offset, offset + 32))
    if (picture.byteLength < 24) continue
    const inside = picture.getUint32(0) === 0x89504e47 ? { width: picture.getUint32(16), height: picture.getUint32(20) } : bitmapSize(picture, 0)
    if (inside !== undefined) size = larger(size, inside)
  }
  return size
}

/** The largest "ispe" property (ISO/IEC 23008-12, 6.5.3): of the picture, or of the grid it is put together in. */
function avifSize(view: DataView): PictureSize | undefined {
  let size: PictureSize | undefined
  for (let at = 4; at + 16 <= view.byteLength; at++) {
    if (view.getUint32(at) === 0x69737065) size = larger(size, { width: view.getUint32(at + 8), height: view.getUint32(at + 12) })
  }
  return size
}

/** Decoded, four bytes a pixel, this takes 480 MB: more would push everything else out of memory. */
export const maxPixels = 120_000_000
/** Of the file itself, all of which is held while it is decoded. */
export const maxPictureBytes = 256 * 1024 * 1024
