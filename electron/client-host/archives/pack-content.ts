import { promisify } from 'node:util'
import { deflateRaw } from 'node:zlib'

/** What an entry is made of. Its bytes are known to be right: an archive never holds what could not be verified. */
export interface ZipContent {
  readonly sizeBytes: number
  /** Unsigned. */
  readonly crc32: number
  /** All of it, or some at a time from a file. */
  readonly bytes: Buffer | (() => AsyncIterable<Buffer>)
}

/** Bytes at hand are packed already where `isDeflated` says so; those of a file are packed as they are written. */
export interface PackedContent extends ZipContent {
  readonly isDeflated: boolean
}

const deflate = promisify(deflateRaw)

/** Compressed in themselves: trying again costs time and saves nothing. */
const compressedExtensions = new Set(
  '7z aac apk arw avif br bz2 cr2 deb dmg docx epub flac gif gz heic heif jar jpeg jpg jxl lz4 lzma m4a m4v mkv mov mp3 mp4 mpeg mpg odp ods odt ogg opus orc parquet pdf png pptx rar rpm snappy tbz tgz txz webm webp whl wmv woff woff2 xlsx xz zip zst'.split(' '),
)

export function isCompressed(name: string): boolean {
  return compressedExtensions.has(name.slice(name.lastIndexOf('.') + 1).toLowerCase())
}

/** Compresses what is at hand, where that makes it smaller; can run beside other such work. What is read from a file is compressed as it is written. */
export async function packContent(name: string, content: ZipContent): Promise<PackedContent> {
  const { bytes } = content
  if (content.sizeBytes === 0 || isCompressed(name)) return { ...content, isDeflated: false }
  if (!Buffer.isBuffer(bytes)) return { ...content, isDeflated: true }
  const packed = await deflate(bytes)
  return packed.length < bytes.length ? { ...content, bytes: packed, isDeflated: true } : { ...content, isDeflated: false }
}
