import type { ObjectReader } from '../object-reader.ts'
import { gzipSource, LookedEnough, rangeSource } from './sources.ts'
import { tarEntries, type ArchiveEntry } from './tar.ts'

/** Rows shown of one archive. More make a list nobody reads and fill the memory. */
export const maxEntries = 20_000
const maxDirectoryBytes = 64 * 1024 * 1024

/** The directory alone is more than a preview reads. */
export class DirectoryTooLong extends Error {
  override readonly name = 'DirectoryTooLong'
}

/** What was found in an archive. */
export interface Archive {
  readonly entries: readonly ArchiveEntry[]
  /** False when there is more than was looked at. */
  readonly isComplete: boolean
  /** Beginning of a single compressed file that is no archive. */
  readonly inside?: Uint8Array
}

/** The directory at the end of a ZIP file, read through zip.js by ranges; no member is ever unpacked. */
async function listZip(reader: ObjectReader, signal: AbortSignal): Promise<Archive> {
  const { Reader, ZipReader } = await import('@zip.js/zip.js')
  class RangeReader extends Reader<ObjectReader> {
    override size = reader.sizeBytes
    override readUint8Array(index: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
      if (length > maxDirectoryBytes) return Promise.reject(new DirectoryTooLong())
      return reader.read(index, index + length, signal)
    }
  }
  // Nothing is unpacked to where a name says, and a name like `../x` is just what somebody wants to see before unpacking.
  const zip = new ZipReader(new RangeReader(reader), { useWebWorkers: false, filenameValidation: 'tolerant' })
  const entries: ArchiveEntry[] = []
  for await (const entry of zip.getEntriesGenerator()) {
    if (entries.length >= maxEntries) return { entries, isComplete: false }
    entries.push({
      name: entry.filename,
      sizeBytes: entry.uncompressedSize,
      packedBytes: entry.compressedSize,
      isFolder: entry.directory,
      modifiedMs: entry.lastModDate.getTime(),
      isEncrypted: entry.encrypted,
    })
  }
  return { entries, isComplete: true }
}

async function collect(found: AsyncGenerator<ArchiveEntry>): Promise<Archive> {
  const entries: ArchiveEntry[] = []
  try {
    for await (const entry of found) {
      if (entries.length >= maxEntries) return { entries, isComplete: false }
      entries.push(entry)
    }
  } catch (thrown) {
    if (thrown instanceof LookedEnough) return { entries, isComplete: false }
    throw thrown
  }
  return { entries, isComplete: true }
}

const insideBytes = 64 * 1024

async function listGzip(reader: ObjectReader, signal: AbortSignal): Promise<Archive> {
  const archive = await collect(tarEntries(await gzipSource(reader, signal)))
  if (archive.entries.length > 0) return archive
  const inside = await (await gzipSource(reader, signal)).take(insideBytes)
  return { entries: [], isComplete: inside.length < insideBytes, inside }
}

/** Lists what an archive holds without unpacking it to anywhere. */
export function listArchive(kind: 'zip' | 'tar' | 'gzip', reader: ObjectReader, signal: AbortSignal): Promise<Archive> {
  if (kind === 'zip') return listZip(reader, signal)
  return kind === 'tar' ? collect(tarEntries(rangeSource(reader, signal))) : listGzip(reader, signal)
}
