import { crc32 } from 'node:zlib'
import { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import { describe, expect, it } from 'vitest'
import { directoryHeader, endOfDirectory, localHeader, type ZipEntry } from './zip-format.ts'
import { createZipWriter, packContent, type ZipSink } from './zip-writer.ts'

configure({ useWebWorkers: false })

/** A file in memory. */
function memorySink(): ZipSink & { readonly bytes: () => Buffer } {
  const pieces: Buffer[] = []
  let whole: Buffer | undefined
  const bytes = (): Buffer => (whole ??= Buffer.concat(pieces))
  return {
    bytes,
    write: (piece, position) => {
      if (position === undefined) {
        if (whole !== undefined) pieces.splice(0, pieces.length, whole)
        whole = undefined
        pieces.push(piece)
      } else piece.copy(bytes(), position)
      return Promise.resolve()
    },
  }
}

const content = (bytes: Buffer) => ({ sizeBytes: bytes.length, crc32: crc32(bytes), bytes })
const text = (value: string) => content(Buffer.from(value))
const entry = (rest: Partial<ZipEntry> = {}): ZipEntry => ({ name: 'a', modifiedMs: 0, sizeBytes: 1, storedBytes: 1, isDeflated: false, crc32: 0, ...rest })

/** Reads an archive with another implementation, which checks every CRC-32. */
async function contentOf(bytes: Buffer): Promise<Map<string, { readonly text: string; readonly modifiedMs: number; readonly isFolder: boolean }>> {
  const reader = new ZipReader(new Uint8ArrayReader(bytes), { checkSignature: true })
  const found = new Map<string, { readonly text: string; readonly modifiedMs: number; readonly isFolder: boolean }>()
  for (const one of await reader.getEntries()) {
    const data = one.directory ? new Uint8Array(0) : await one.getData(new Uint8ArrayWriter())
    found.set(one.filename, { text: Buffer.from(data).toString(), modifiedMs: one.lastModDate.getTime(), isFolder: one.directory })
  }
  return found
}

describe('an archive', () => {
  it('is read by others as it was put together: names, times, folders, bytes at hand and bytes of a file', async () => {
    const sink = memorySink()
    const writer = createZipWriter(sink)
    const modifiedMs = Date.UTC(2026, 10, 12, 9, 30, 7)
    const long = 'line of text\n'.repeat(20_000)
    const pieces = async function* (): AsyncGenerator<Buffer> {
      for (let at = 0; at < long.length; at += 7001) {
        await Promise.resolve()
        yield Buffer.from(long.slice(at, at + 7001))
      }
    }
    await writer.addFolder('空/', modifiedMs)
    await writer.addFile('空/报告 1.txt', modifiedMs, await packContent('报告 1.txt', text('hello hello hello hello hello')))
    await writer.addFile('random.bin', modifiedMs, await packContent('random.bin', text('x')))
    await writer.addFile('film.MP4', modifiedMs, await packContent('film.MP4', text('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')))
    await writer.addFile('long.txt', modifiedMs, await packContent('long.txt', { ...text(long), bytes: pieces }))
    await writer.addFile('empty', modifiedMs, await packContent('empty', text('')))
    await writer.addFile('after.txt', modifiedMs, await packContent('after.txt', text('the end')))
    await writer.finish()
    const found = await contentOf(sink.bytes())
    expect([...found.keys()]).toEqual(['空/', '空/报告 1.txt', 'random.bin', 'film.MP4', 'long.txt', 'empty', 'after.txt'])
    expect(found.get('空/')?.isFolder).toBe(true)
    expect(found.get('空/报告 1.txt')).toEqual({ text: 'hello hello hello hello hello', modifiedMs, isFolder: false })
    expect(found.get('long.txt')?.text).toBe(long)
    expect(found.get('after.txt')?.text).toBe('the end')
    expect(sink.bytes().length).toBeLessThan(5000)
  })

  it('holds more entries than the old directory could count', async () => {
    const sink = memorySink()
    const writer = createZipWriter(sink)
    for (let at = 0; at < 65_600; at++) await writer.addFile(`n/${String(at)}`, 0, { ...text(''), isDeflated: false })
    await writer.finish()
    const bytes = sink.bytes()
    // Reading all of them would take the other implementation long; it finds the first one by the ZIP64 records at the end.
    const { value: first } = await new ZipReader(new Uint8ArrayReader(bytes)).getEntriesGenerator().next()
    expect([typeof first === 'object' ? first.filename : '', bytes.readBigUInt64LE(bytes.length - 22 - 20 - 56 + 32)]).toEqual(['n/0', 65_600n])
  })

  it('writes what needs more than four bytes as ZIP64, and nothing else', () => {
    const large = entry({ sizeBytes: 5 * 2 ** 30, storedBytes: 6 * 2 ** 30 })
    const header = localHeader(large)
    expect([header.readUInt16LE(4), header.readUInt32LE(18), header.readUInt32LE(22)]).toEqual([45, 0xffff_ffff, 0xffff_ffff])
    expect([header.readUInt16LE(31), header.readBigUInt64LE(35), header.readBigUInt64LE(43)]).toEqual([1, BigInt(large.sizeBytes), BigInt(large.storedBytes)])
    expect(localHeader({ ...large, storedBytes: 0 })).toHaveLength(header.length)
    const far = directoryHeader(entry(), 5 * 2 ** 30)
    expect([far.readUInt32LE(20), far.readUInt32LE(42), far.readUInt16LE(47), far.readBigUInt64LE(51)]).toEqual([1, 0xffff_ffff, 1, BigInt(5 * 2 ** 30)])
    expect(localHeader(entry()).readUInt16LE(4)).toBe(20)
    expect(endOfDirectory({ entries: 65_534, sizeBytes: 10, offset: 10 })).toHaveLength(22)
    const end = endOfDirectory({ entries: 70_000, sizeBytes: 10, offset: 6 * 2 ** 30 })
    expect([end.readBigUInt64LE(32), end.readBigUInt64LE(48), end.readBigUInt64LE(64)]).toEqual([70_000n, BigInt(6 * 2 ** 30), BigInt(6 * 2 ** 30 + 10)])
  })

  it('keeps times that the format has no place for within what it has', () => {
    for (const modifiedMs of [0, Date.UTC(2200, 0, 1)]) expect(() => localHeader(entry({ modifiedMs }))).not.toThrow()
  })

  it('ends with what stopped its source', async () => {
    const writer = createZipWriter(memorySink())
    const broken = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from('a')
      await Promise.resolve()
      throw new Error('the disk is gone')
    }
    await expect(writer.addFile('a', 0, { sizeBytes: 2, crc32: 0, bytes: broken, isDeflated: true })).rejects.toThrow('the disk is gone')
  })
})
