import { crc32 } from 'node:zlib'
import { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import { describe, expect, it } from 'vitest'
import { packContent, type ZipContent } from './pack-content.ts'
import { openZipArchive, type ZipArchive } from './zip-archive.ts'

configure({ useWebWorkers: false })

interface InMemory {
  readonly archive: ZipArchive
  readonly bytes: () => Buffer
}

async function openInMemory(signal = new AbortController().signal): Promise<InMemory> {
  const pieces: Buffer[] = []
  const archive = await openZipArchive((bytes) => {
    pieces.push(Buffer.from(bytes))
    return Promise.resolve()
  }, signal)
  return { archive, bytes: () => Buffer.concat(pieces) }
}

const text = (value: string): ZipContent => ({ sizeBytes: Buffer.byteLength(value), crc32: crc32(value), bytes: Buffer.from(value) })
/** The same, as from a file. */
const pieces = (value: string): ZipContent => ({
  ...text(value),
  bytes: async function* () {
    for (let at = 0; at < value.length; at += 7001) {
      await Promise.resolve()
      yield Buffer.from(value.slice(at, at + 7001))
    }
  },
})

interface Found {
  readonly text: string
  readonly modifiedMs: number
  readonly isFolder: boolean
  readonly storedBytes: number
}

/** Every CRC-32 is compared. */
async function contentOf(bytes: Buffer): Promise<Map<string, Found>> {
  const found = new Map<string, Found>()
  for (const one of await new ZipReader(new Uint8ArrayReader(bytes), { checkSignature: true }).getEntries()) {
    const data = one.directory ? new Uint8Array(0) : await one.getData(new Uint8ArrayWriter())
    found.set(one.filename, { text: Buffer.from(data).toString(), modifiedMs: one.lastModDate.getTime(), isFolder: one.directory, storedBytes: one.compressedSize })
  }
  return found
}

describe('an archive', () => {
  it('is read as it was put together: names, times, folders, bytes at hand and bytes of a file', async () => {
    const { archive, bytes } = await openInMemory()
    const modifiedMs = Date.UTC(2026, 10, 12, 9, 30, 7)
    const long = 'line of text\n'.repeat(20_000)
    await archive.addFolder('空/', modifiedMs)
    await archive.addFile('空/报告 1.txt', modifiedMs, await packContent('报告 1.txt', text('hello hello hello hello hello')))
    await archive.addFile('random.bin', modifiedMs, await packContent('random.bin', text('x')))
    await archive.addFile('film.MP4', modifiedMs, await packContent('film.MP4', text('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')))
    await archive.addFile('long.txt', modifiedMs, await packContent('long.txt', pieces(long)))
    await archive.addFile('long.mp4', modifiedMs, await packContent('long.mp4', pieces(long)))
    await archive.addFile('empty', modifiedMs, await packContent('empty', text('')))
    await archive.addFile('after.txt', modifiedMs, await packContent('after.txt', text('the end')))
    await archive.finish()
    const found = await contentOf(bytes())
    expect([...found.keys()]).toEqual(['空/', '空/报告 1.txt', 'random.bin', 'film.MP4', 'long.txt', 'long.mp4', 'empty', 'after.txt'])
    expect(archive.entries).toBe(8)
    expect(found.get('空/')?.isFolder).toBe(true)
    expect(found.get('空/报告 1.txt')).toMatchObject({ text: 'hello hello hello hello hello', modifiedMs, isFolder: false })
    expect(found.get('film.MP4')?.storedBytes).toBe(35)
    expect([found.get('long.txt')?.text, found.get('long.mp4')?.text]).toEqual([long, long])
    expect(found.get('long.txt')?.storedBytes).toBeLessThan(5000)
    expect(found.get('long.mp4')?.storedBytes).toBe(long.length)
    expect([found.get('empty')?.text, found.get('after.txt')?.text]).toEqual(['', 'the end'])
  })

  it('says in ZIP64 what four bytes cannot hold', async () => {
    const { archive, bytes } = await openInMemory()
    const sizeBytes = 5 * 2 ** 30
    await archive.addFile('large', 0, { sizeBytes, crc32: 0, bytes: Buffer.from('a'), isDeflated: true })
    await archive.addFile('small', 0, { ...text('a'), isDeflated: false })
    await archive.finish()
    const entries = await new ZipReader(new Uint8ArrayReader(bytes())).getEntries()
    expect(entries.map((one) => [one.filename, one.uncompressedSize, one.zip64])).toEqual([
      ['large', sizeBytes, true],
      ['small', 1, false],
    ])
  })

  it('keeps times that the format has no place for within what it has', async () => {
    const { archive, bytes } = await openInMemory()
    for (const [at, modifiedMs] of [0, Date.UTC(2200, 0, 1)].entries()) await archive.addFile(String(at), modifiedMs, { ...text('a'), isDeflated: false })
    await archive.finish()
    expect((await contentOf(bytes())).size).toBe(2)
  })

  it('takes no more from a source than was written', async () => {
    let written = 0
    let ahead = 0
    const pieceBytes = 1024 * 1024
    const archive = await openZipArchive(async (bytes) => {
      await new Promise((resolve) => setImmediate(resolve))
      written += bytes.length
    }, new AbortController().signal)
    const sizeBytes = 32 * pieceBytes
    await archive.addFile('a.mp4', 0, {
      sizeBytes,
      crc32: 0,
      isDeflated: false,
      bytes: async function* () {
        for (let at = 0; at < sizeBytes; at += pieceBytes) {
          await Promise.resolve()
          ahead = Math.max(ahead, at - written)
          yield Buffer.alloc(pieceBytes)
        }
      },
    })
    expect(written).toBeGreaterThan(sizeBytes)
    expect(ahead).toBeLessThan(8 * pieceBytes)
  })

  it.each([true, false])('ends with what stopped its source, packed on the way: %s', async (isDeflated) => {
    const { archive } = await openInMemory()
    const broken = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from('a')
      await Promise.resolve()
      throw new Error('the disk is gone')
    }
    await expect(archive.addFile('a', 0, { sizeBytes: 2, crc32: 0, bytes: broken, isDeflated })).rejects.toThrow('the disk is gone')
  })

  it('ends with what stopped its file', async () => {
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: 'write' })
    const archive = await openZipArchive(() => Promise.reject(full), new AbortController().signal)
    await expect(archive.addFile('a', 0, { ...text('a'), isDeflated: false })).rejects.toBe(full)
  })

  it('ends in the middle of an entry when it is told to, and lets its source go', async () => {
    const controller = new AbortController()
    const { archive } = await openInMemory(controller.signal)
    let isClosed = false
    const endless = async function* (): AsyncGenerator<Buffer> {
      try {
        for (let at = 0; ; at++) {
          await new Promise((resolve) => setImmediate(resolve))
          if (at === 3) controller.abort()
          yield Buffer.from('a')
        }
      } finally {
        isClosed = true
      }
    }
    await expect(archive.addFile('a', 0, { sizeBytes: 2 ** 20, crc32: 0, bytes: endless, isDeflated: false })).rejects.toMatchObject({ name: 'AbortError' })
    await expect.poll(() => isClosed).toBe(true)
  })
})
