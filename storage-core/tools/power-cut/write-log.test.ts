import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../platform/test-support/seeded-random.ts'
import { parseWriteLog, replay } from './write-log.ts'

function entry(kind: 1 | 2, offset = 0, bytes = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt8(kind, 0)
  header.writeBigUInt64LE(BigInt(offset), 1)
  header.writeUInt32LE(bytes.length, 9)
  return Buffer.concat([header, bytes])
}
const sector = (letter: string) => Buffer.alloc(512, letter)

const log = Buffer.concat([entry(1, 0, sector('a')), entry(2), entry(1, 0, sector('b')), entry(1, 512, sector('c')), entry(2)])

function images(index: number): Set<string> {
  const device = replay(parseWriteLog(log), 1024)
  device.advanceTo(index)
  const seen = new Set<string>()
  for (let seed = 0; seed < 100; seed++) {
    const image = device.crashImage(seededRandom(seed))
    seen.add(`${String.fromCharCode(image[0] ?? 0)}${String.fromCharCode(image[512] ?? 0)}`)
  }
  return seen
}

describe('a replayed block device', () => {
  it('may lose or keep each write that was not flushed, in any combination', () => {
    expect(images(1)).toEqual(new Set(['\0\0', 'a\0']))
    expect(images(4)).toEqual(new Set(['a\0', 'b\0', 'ac', 'bc']))
  })

  it('keeps what was flushed', () => {
    expect(images(2)).toEqual(new Set(['a\0']))
    expect(images(5)).toEqual(new Set(['bc']))
  })

  it('leaves out an entry that is cut off and refuses what is no log', () => {
    expect(parseWriteLog(log.subarray(0, log.length - 1))).toHaveLength(4)
    expect(parseWriteLog(log.subarray(0, 600))).toHaveLength(2)
    expect(() => parseWriteLog(Buffer.alloc(20, 9))).toThrow('not a write log')
  })
})
