import { bitmapSize, gifSize, webpSize } from '../../ui/picture-size.ts'

/** What the first bytes of an image tell. */
export interface ImageHeader {
  readonly width: number
  readonly height: number
  /** A small JPEG that a camera put into the file, as offsets of these bytes. */
  readonly embedded?: { readonly start: number; readonly end: number }
}

/**
 * Reads width and height of a PNG (ISO/IEC 15948), GIF, JPEG (ITU-T T.81), WebP (RFC 9649) or BMP from its first bytes, so
 * that nothing of absurd dimensions is ever decoded. Undefined for anything else.
 */
export function readImageHeader(bytes: Uint8Array): ImageHeader | undefined {
  if (bytes.length < 30) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0) === 0x89504e47) return { width: view.getUint32(16), height: view.getUint32(20) }
  if (view.getUint32(0) === 0x47494638) return gifSize(view)
  if (view.getUint16(0) === 0x424d) return bitmapSize(view, 14)
  if (view.getUint32(0) === 0x52494646 && view.getUint32(8) === 0x57454250) return webpSize(view)
  if (view.getUint16(0) === 0xffd8) return jpegHeader(view)
  return undefined
}

function jpegHeader(view: DataView): ImageHeader | undefined {
  let embedded: ImageHeader['embedded']
  for (let at = 2; at + 9 < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    const length = view.getUint16(at + 2)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7), ...(embedded === undefined ? {} : { embedded }) }
    if (marker === 0xe1 && embedded === undefined) embedded = exifThumbnail(view, at + 4, Math.min(view.byteLength, at + 2 + length))
    if (length < 2) return undefined
    at += 2 + length
  }
  return undefined
}

/** Where the thumbnail of an Exif segment is (Exif 2.32, 4.5.4: the second directory, JPEGInterchangeFormat). */
function exifThumbnail(view: DataView, start: number, end: number): ImageHeader['embedded'] {
  const tiff = start + 6
  if (tiff + 8 > end || view.getUint32(start) !== 0x45786966) return undefined
  const little = view.getUint16(tiff) === 0x4949
  const short = (at: number) => (at + 2 <= end ? view.getUint16(at, little) : 0)
  const long = (at: number) => (at + 4 <= end ? view.getUint32(at, little) : 0)
  const first = tiff + long(tiff + 4)
  const second = long(first + 2 + short(first) * 12)
  if (second === 0) return undefined
  const directory = tiff + second
  let offset = 0
  let length = 0
  for (let index = 0; index < short(directory); index++) {
    const entry = directory + 2 + index * 12
    if (short(entry) === 0x0201) offset = long(entry + 8)
    else if (short(entry) === 0x0202) length = long(entry + 8)
  }
  const from = tiff + offset
  if (offset === 0 || length === 0 || from + length > end || view.getUint16(from) !== 0xffd8) return undefined
  return { start: from, end: from + length }
}
