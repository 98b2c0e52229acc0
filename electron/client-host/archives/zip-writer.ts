import { promisify } from 'node:util'
import { createDeflateRaw, deflateRaw } from 'node:zlib'
import { nextTurn } from '../aborts.ts'
import { directoryHeader, endOfDirectory, localHeader, type ZipEntry } from './zip-format.ts'

/** Where an archive is written: at its end, and once more over a header whose sizes were not known before. */
export interface ZipSink {
  /** @param position absent: behind what was written last */
  write(bytes: Buffer, position?: number): Promise<void>
}

/** What an entry is made of. Its bytes are known to be right: an archive never holds what could not be verified. */
export interface ZipContent {
  readonly sizeBytes: number
  /** Unsigned. */
  readonly crc32: number
  /** All of it, or some at a time from a file. */
  readonly bytes: Buffer | (() => AsyncIterable<Buffer>)
}

export interface PackedContent extends Omit<ZipContent, 'bytes'> {
  readonly bytes: Buffer | (() => AsyncIterable<Buffer>)
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

/** Puts an archive together, one entry after the other. */
export interface ZipWriter {
  readonly entries: number
  /** Not before the last call is done. */
  addFile(name: string, modifiedMs: number, content: PackedContent): Promise<void>
  addFolder(name: string, modifiedMs: number): Promise<void>
  /** The directory at the end; nothing may follow. */
  finish(): Promise<void>
}

const headersPerWrite = 5000

export function createZipWriter(sink: ZipSink): ZipWriter {
  const entries: { readonly entry: ZipEntry; readonly offset: number }[] = []
  let offset = 0
  const append = async (bytes: Buffer): Promise<void> => {
    await sink.write(bytes)
    offset += bytes.length
  }
  const add = async (entry: ZipEntry, bytes: Buffer): Promise<void> => {
    const at = offset
    await append(Buffer.concat([localHeader(entry), bytes]))
    entries.push({ entry, offset: at })
  }
  return {
    get entries() {
      return entries.length
    },
    addFolder: (name, modifiedMs) => add({ name, modifiedMs, sizeBytes: 0, storedBytes: 0, isDeflated: false, crc32: 0 }, Buffer.alloc(0)),
    addFile: async (name, modifiedMs, { bytes, sizeBytes, crc32, isDeflated }) => {
      const known = { name, modifiedMs, sizeBytes, isDeflated, crc32 }
      if (Buffer.isBuffer(bytes)) return add({ ...known, storedBytes: bytes.length }, bytes)
      const at = offset
      await append(localHeader({ ...known, storedBytes: isDeflated ? 0 : sizeBytes }))
      const start = offset
      for await (const chunk of isDeflated ? deflated(bytes()) : bytes()) await append(chunk)
      const entry = { ...known, storedBytes: offset - start }
      if (isDeflated) await sink.write(localHeader(entry), at)
      entries.push({ entry, offset: at })
    },
    finish: async () => {
      const start = offset
      for (let from = 0; from < entries.length; from += headersPerWrite) {
        await append(Buffer.concat(entries.slice(from, from + headersPerWrite).map((one) => directoryHeader(one.entry, one.offset))))
        await nextTurn()
      }
      await append(endOfDirectory({ entries: entries.length, sizeBytes: offset - start, offset: start }))
    },
  }
}

async function* deflated(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const stream = createDeflateRaw()
  const feed = async (): Promise<void> => {
    for await (const chunk of source) if (!stream.write(chunk)) await new Promise((resolve) => stream.once('drain', resolve))
    stream.end()
  }
  const feeding = feed().catch((error: unknown) => stream.destroy(error instanceof Error ? error : new Error(String(error))))
  try {
    for await (const chunk of stream) yield chunk as Buffer
  } finally {
    stream.destroy()
  }
  await feeding
}
