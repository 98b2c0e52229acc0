import { ReadableStream as NodeReadableStream } from 'node:stream/web'
import type { ReadableReader, ZipWriterAddDataOptions } from '@zip.js/zip.js'
import type { PackedContent } from './pack-content.ts'

/** Puts an archive together, one entry after the other. Names have `/` between folders, are not empty and do not repeat. */
export interface ZipArchive {
  readonly entries: number
  /** Not before the last call is done. */
  addFile(name: string, modifiedMs: number, content: PackedContent): Promise<void>
  /** @param name ends with `/` */
  addFolder(name: string, modifiedMs: number): Promise<void>
  /** The directory at the end; nothing may follow. */
  finish(): Promise<void>
}

const stored = 0
const deflated = 8

/** As what zip.js is typed for: the library of the DOM describes the same class without `from`. */
function streamOf(pieces: Iterable<Buffer> | AsyncIterable<Buffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return NodeReadableStream.from(pieces) as ReadableStream<Uint8Array<ArrayBuffer>>
}

/**
 * A ZIP file by zip.js, with ZIP64 where a number needs it. Entries come with their CRC-32 and, where Deflate makes them smaller,
 * packed, so that zip.js passes their bytes through; it writes a data descriptor only behind what is packed on the way.
 *
 * @param write appends; the next call comes when it is done
 * @param signal ends an entry in its middle
 */
export async function openZipArchive(write: (bytes: Buffer) => Promise<void>, signal: AbortSignal): Promise<ZipArchive> {
  // The part that writes, without the library's own compressor; loaded when the first archive is made, for most runs make none.
  const { ZipWriter } = await import('@zip.js/zip.js/lib/zip-core-writer.js')
  const file = new WritableStream<Uint8Array>({ write: (bytes) => write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)) })
  const writer = new ZipWriter(file, { useWebWorkers: false, keepOrder: true, signal })
  let entries = 0
  const add = async (name: string, source: (ReadableReader & { readonly size?: number }) | undefined, options: ZipWriterAddDataOptions): Promise<void> => {
    await writer.add(name, source, options)
    // zip.js lists every addition, to throw at the end what nobody waited for, and with it keeps every entry twice: more than half of
    // its memory. Each is waited for here. Should the list, which is not published, be called otherwise one day, only memory is lost.
    const watched: unknown = Reflect.get(writer, 'pendingErrors')
    if (Array.isArray(watched)) watched.length = 0
    entries++
  }
  return {
    get entries() {
      return entries
    },
    addFolder: (name, modifiedMs) => add(name, undefined, { directory: true, lastModDate: new Date(modifiedMs) }),
    addFile: async (name, modifiedMs, { bytes, sizeBytes, crc32, isDeflated }) => {
      const lastModDate = new Date(modifiedMs)
      if (sizeBytes === 0) return add(name, undefined, { lastModDate })
      const known = { passThrough: true, compressionMethod: isDeflated ? deflated : stored, uncompressedSize: sizeBytes, crc32, lastModDate }
      if (Buffer.isBuffer(bytes)) return add(name, { readable: streamOf([bytes]), size: bytes.length }, known)
      const source = streamOf(bytes())
      return add(name, isDeflated ? { readable: source.pipeThrough(new CompressionStream('deflate-raw')) } : { readable: source, size: sizeBytes }, known)
    },
    finish: async () => {
      await writer.close()
    },
  }
}
