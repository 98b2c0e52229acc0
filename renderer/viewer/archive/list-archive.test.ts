import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { ObjectReader } from '../object-reader.ts'
import { DirectoryTooLong, listArchive, maxEntries } from './list-archive.ts'
import { LookedEnough, maxInflatedBytes, rangeSource } from './sources.ts'
import { tarEntries } from './tar.ts'

const { signal } = new AbortController()

/** An object in memory, or one that is said to be larger than it is; notes what was asked for. */
function objectOf(bytes: Uint8Array<ArrayBuffer>, sizeBytes = bytes.length): ObjectReader & { readonly asked: [number, number][] } {
  const asked: [number, number][] = []
  return {
    asked,
    sizeBytes,
    url: () => '',
    read: (start, end) => {
      asked.push([start, end])
      return Promise.resolve(bytes.slice(start, end))
    },
    stream: () => Promise.resolve(new Blob([bytes]).stream()),
  }
}

interface Entry {
  readonly name: string
  readonly claimedBytes?: number
}

/** A ZIP whose entries all lie at the same place; `lies` is put into its end (APPNOTE 4.3.16). */
function zip(entries: readonly Entry[], lies: { readonly count?: number; readonly directoryBytes?: number; readonly directoryAt?: number } = {}): Uint8Array<ArrayBuffer> {
  const local = Buffer.alloc(30 + 1)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(1, 26)
  const directory = Buffer.concat(
    entries.map(({ name, claimedBytes = 1 }) => {
      const text = Buffer.from(name)
      const head = Buffer.alloc(46)
      head.writeUInt32LE(0x02014b50, 0)
      // The name is UTF-8.
      head.writeUInt16LE(0x0800, 8)
      head.writeUInt32LE(1, 20)
      head.writeUInt32LE(claimedBytes, 24)
      head.writeUInt16LE(text.length, 28)
      return Buffer.concat([head, text])
    }),
  )
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(lies.count ?? Math.min(entries.length, 0xffff), 8)
  end.writeUInt16LE(lies.count ?? Math.min(entries.length, 0xffff), 10)
  end.writeUInt32LE(lies.directoryBytes ?? directory.length, 12)
  end.writeUInt32LE(lies.directoryAt ?? local.length, 16)
  return new Uint8Array(Buffer.concat([local, directory, end]))
}

function tarHeader(name: string, size: string, type = '0'): Buffer {
  const block = Buffer.alloc(512)
  block.write(name, 0)
  block.write(size, 124)
  block.write('        ', 148)
  block.write(type, 156)
  block.write('ustar\u000000', 257)
  block.write(`${block.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, 148)
  return block
}
const collected = async (entries: ReturnType<typeof tarEntries>): Promise<string[]> => {
  const names: string[] = []
  for await (const { name } of entries) names.push(name)
  return names
}

describe('a hostile ZIP', () => {
  it('is listed without any member being read, whatever sizes it claims and however its entries overlap', async () => {
    const names = ['<img src=x onerror=alert(1)>.txt', '../../etc/passwd', 'C:\\windows\\x', 'javascript:alert(1)', '\u202etxt.exe', 'x'.repeat(60_000)]
    const object = objectOf(zip(names.map((name) => ({ name, claimedBytes: 0xfffffff0 }))))
    const { entries, isComplete } = await listArchive('zip', object, signal)
    expect(entries.map(({ name }) => name)).toEqual(names)
    expect(entries.every(({ sizeBytes, packedBytes }) => sizeBytes === 0xfffffff0 && packedBytes === 1)).toBe(true)
    expect(isComplete).toBe(true)
    // Its end and its directory; not the place where the members lie.
    for (const [start, end] of object.asked) expect(end - start).toBeLessThanOrEqual(object.sizeBytes)
  })

  it('is listed as far as a list is read, with millions of entries', async () => {
    const { entries, isComplete } = await listArchive('zip', objectOf(zip(Array.from({ length: maxEntries + 100 }, (_, index) => ({ name: String(index) })))), signal)
    expect(entries).toHaveLength(maxEntries)
    expect(isComplete).toBe(false)
  })

  it('is refused before anything large is read when its directory is said to be enormous', async () => {
    const end = zip([{ name: 'a' }], { count: 0xfffe, directoryBytes: 0xf000_0000, directoryAt: 0 })
    const object = objectOf(end, 0xf000_0000 + end.length)
    const atEnd: ObjectReader = {
      ...object,
      read: (start, stop) => {
        const bytes = new Uint8Array(stop - start)
        const from = Math.max(start, 0xf000_0000)
        if (from < stop) bytes.set(end.slice(from - 0xf000_0000, stop - 0xf000_0000), from - start)
        return Promise.resolve(bytes)
      },
    }
    await expect(listArchive('zip', atEnd, signal)).rejects.toBeInstanceOf(DirectoryTooLong)
  })

  it('whose end lies about count, length or place is listed or refused, and never for ever', async () => {
    for (const lies of [{ count: 0 }, { count: 40_000 }, { directoryBytes: 3 }, { directoryBytes: 0xffff_fff0 }, { directoryAt: 0xffff_fff0 }, { directoryAt: 0 }]) {
      const listed = await listArchive('zip', objectOf(zip([{ name: 'a' }, { name: 'b' }], lies)), signal).then(
        ({ entries }) => entries.length,
        (thrown: unknown) => thrown,
      )
      expect(listed instanceof Error || (typeof listed === 'number' && listed <= 2), JSON.stringify(lies)).toBe(true)
    }
  })
})

describe('a hostile tar', () => {
  it('that unpacks to far more than it takes is looked at no further than a limit', async () => {
    const large = Buffer.concat([tarHeader('first', '7'.repeat(11)), Buffer.alloc(maxInflatedBytes + 4 * 1024 * 1024)])
    const { entries, isComplete } = await listArchive('gzip', objectOf(new Uint8Array(gzipSync(large, { level: 1 }))), signal)
    expect(entries.map(({ name }) => name)).toEqual(['first'])
    expect(isComplete).toBe(false)
  })

  it('that is no archive shows the first of what is inside, whatever comes after', async () => {
    const { inside, isComplete } = await listArchive('gzip', objectOf(new Uint8Array(gzipSync(Buffer.alloc(20_000_000, 'a')))), signal)
    expect(inside).toHaveLength(64 * 1024)
    expect(isComplete).toBe(false)
  })

  it('of headers that lead to no member ends when one has looked long enough', async () => {
    const header = new Uint8Array(tarHeader('pax', '00000000000', 'x'))
    const repeated = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.alloc(length, header))
    let nowMs = 0
    const endless: ObjectReader = { ...objectOf(new Uint8Array(0)), read: (start, end) => ((nowMs += 1000), Promise.resolve(repeated(end - start))) }
    await expect(collected(tarEntries(rangeSource(endless, signal, () => nowMs)))).rejects.toBeInstanceOf(LookedEnough)
  })

  it('whose sizes are none, negative, or beyond numbers ends there', async () => {
    for (const size of ['nonsense', '-1', '\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080']) {
      const names = await collected(tarEntries(rangeSource(objectOf(new Uint8Array(Buffer.concat([tarHeader('a', size), Buffer.alloc(1024)]))), signal)))
      expect(names.length).toBeLessThanOrEqual(1)
    }
  })
})
