import ExifReader from 'exifreader'
import type { ViewerType } from '../../../electron/contract/viewer-url.ts'

/** What a picture's header tells of it. */
export interface ImageFacts {
  readonly width?: number
  readonly height?: number
  /** Names and values as they are shown, in this order. */
  readonly exif: readonly (readonly [ExifName, string])[]
  /** An embedded JPEG, for pictures the platform cannot decode. */
  readonly thumbnail?: Uint8Array<ArrayBuffer>
}

const exifNames = ['camera', 'lens', 'taken', 'exposure', 'aperture', 'sensitivity', 'focalLength', 'software', 'artist', 'copyright', 'place'] as const
export type ExifName = (typeof exifNames)[number]

type Tags = Readonly<Record<string, { readonly description?: unknown; readonly value?: unknown } | undefined>>

const maxCharacters = 200
/** Tags are written by strangers: what is no character to read becomes a blank. */
// oxlint-disable-next-line no-control-regex -- exactly those are meant
const unprintable = /[\u0000-\u001f\u007f]/g
const describe = (tags: Tags, name: string): string => {
  const text = tags[name]?.description
  return typeof text === 'string' || typeof text === 'number' ? String(text).replaceAll(unprintable, ' ').trim().slice(0, maxCharacters) : ''
}
const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ')

function place(tags: Tags): string {
  const latitude = Number(describe(tags, 'GPSLatitude'))
  const longitude = Number(describe(tags, 'GPSLongitude'))
  if (tags['GPSLatitude'] === undefined || Number.isNaN(latitude) || Number.isNaN(longitude)) return ''
  const signed = (value: number, reference: string, negative: string): string => ((describe(tags, reference).startsWith(negative) ? -1 : 1) * value).toFixed(5)
  return `${signed(latitude, 'GPSLatitudeRef', 'S')}, ${signed(longitude, 'GPSLongitudeRef', 'W')}`
}

function numberOf(tags: Tags, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = tags[name]?.value
    const found = Number.parseInt(String(Array.isArray(value) ? value[0] : value), 10)
    if (Number.isFinite(found) && found > 0) return found
  }
  return undefined
}

/** Reads size, EXIF and thumbnail from the beginning of a picture. What cannot be read is left out. */
export function readImageFacts(head: Uint8Array<ArrayBuffer>, type: ViewerType | undefined): ImageFacts {
  if (type === 'image/bmp' || type === 'image/svg+xml' || type === 'image/x-icon') return { exif: [] }
  let tags: Tags
  let image: ArrayBufferLike | undefined
  try {
    const read = ExifReader.load(head.buffer, { includeUnknown: false })
    tags = read
    image = read.Thumbnail?.image as ArrayBufferLike | undefined
  } catch {
    // No header it understands; the platform's decoder decides then.
    return { exif: [] }
  }
  const model = describe(tags, 'Model')
  const make = describe(tags, 'Make')
  const values: Readonly<Record<ExifName, string>> = {
    camera: model.startsWith(make) ? model : joined(make, model),
    lens: describe(tags, 'LensModel'),
    taken: describe(tags, 'DateTimeOriginal'),
    exposure: describe(tags, 'ExposureTime'),
    aperture: describe(tags, 'FNumber'),
    sensitivity: describe(tags, 'ISOSpeedRatings'),
    focalLength: describe(tags, 'FocalLength'),
    software: describe(tags, 'Software'),
    artist: describe(tags, 'Artist'),
    copyright: describe(tags, 'Copyright'),
    place: place(tags),
  }
  const width = numberOf(tags, 'Image Width', 'ImageWidth', 'PixelXDimension')
  const height = numberOf(tags, 'Image Height', 'ImageLength', 'PixelYDimension')
  return {
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
    exif: exifNames.flatMap((name) => (values[name] === '' ? [] : [[name, values[name]] as const])),
    ...(image === undefined ? {} : { thumbnail: new Uint8Array(image as ArrayBuffer) }),
  }
}
