import { describe, expect, it } from 'vitest'
import { doWork } from '../apart/work.ts'
import { readImageFacts } from './facts.ts'

interface Field {
  readonly tag: number
  readonly type: number
  readonly count: number
  readonly value: number
}

/** TIFF 6.0, section 2: a directory of fields, then whatever they point at; each byte not written is an "A". */
function tiff(fields: readonly Field[], { bytes = 4096, next = 0 } = {}): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(bytes).fill(0x41)
  const view = new DataView(file.buffer)
  view.setUint32(0, 0x49492a00)
  view.setUint32(4, 8, true)
  view.setUint16(8, fields.length, true)
  for (const [index, { tag, type, count, value }] of fields.entries()) {
    const at = 10 + index * 12
    view.setUint16(at, tag, true)
    view.setUint16(at + 2, type, true)
    view.setUint32(at + 4, count, true)
    view.setUint32(at + 8, value, true)
  }
  view.setUint32(10 + fields.length * 12, next, true)
  return file
}

/** The same notes as a JPEG brings them (Exif 2.32, 4.5.4). */
function inJpeg(notes: Uint8Array): Uint8Array<ArrayBuffer> {
  const length = notes.length + 8
  return new Uint8Array([0xff, 0xd8, 0xff, 0xe1, length >> 8, length & 255, 0x45, 0x78, 0x69, 0x66, 0, 0, ...notes, 0xff, 0xd9])
}

const [ascii, short, long] = [2, 3, 4]
const artist = (value: number, count = 16): Field => ({ tag: 315, type: ascii, count, value })

describe('the notes of a picture', () => {
  it('are read, and what is no character to read becomes a blank', () => {
    const file = tiff([artist(200, 9)])
    file.set(new TextEncoder().encode('A\u0007 <img>\0'), 200)
    expect(readImageFacts(inJpeg(file), 'image/jpeg').exif).toEqual([['artist', 'A  <img>']])
  })

  it('that point at themselves, past the end or at all there is are read to an end', async () => {
    const hostile: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {
      'the next directory is this one': tiff([artist(200)], { next: 8 }),
      'the Exif directory is this one': tiff([artist(200), { tag: 34665, type: long, count: 1, value: 8 }]),
      'the place is this directory': tiff([{ tag: 34853, type: long, count: 1, value: 8 }]),
      'a value past the end': tiff([artist(0xffff_fff0, 0xffff_ffff)]),
      'more values than bytes': tiff([{ tag: 315, type: short, count: 0xffff_ffff, value: 8 }]),
      'a directory past the end': tiff([{ tag: 34665, type: long, count: 1, value: 0xffff_fff0 }]),
      'a thousand notes of all bytes': tiff(Array.from({ length: 1000 }, () => artist(12_100, 50_000)), { bytes: 64 * 1024 }),
      'a size like no other': tiff([{ tag: 256, type: long, count: 1, value: 0xffff_ffff }, { tag: 257, type: long, count: 1, value: 0xffff_ffff }]),
      'a thumbnail of more than there is': tiff([artist(200)], { next: 100 }),
    }
    for (const file of Object.values(hostile)) {
      for (const { exif } of [readImageFacts(file, undefined), readImageFacts(inJpeg(file.slice(0, 60_000)), 'image/jpeg'), await doWork({ kind: 'facts', head: file })]) {
        for (const [, value] of exif) expect(value.length).toBeLessThanOrEqual(200)
      }
    }
    expect(readImageFacts(tiff([{ tag: 256, type: long, count: 1, value: 100_000 }, { tag: 257, type: long, count: 1, value: 100_000 }]), undefined)).toMatchObject({ width: 100_000, height: 100_000 })
  })

  it('with any bytes changed are notes, or none, and never a failure', () => {
    const whole = inJpeg(tiff([artist(200), { tag: 34665, type: long, count: 1, value: 100 }, { tag: 34853, type: long, count: 1, value: 150 }], { bytes: 600, next: 60 }))
    // A row of numbers that look like chance and are the same each time (Lehmer, 1951).
    let seed = 42
    const chance = (below: number): number => (seed = (seed * 48_271) % 0x7fff_ffff) % below
    for (let round = 0; round < 500; round++) {
      const file = whole.slice(0, chance(4) === 0 ? chance(whole.length) : whole.length)
      for (let change = 0; change <= chance(8); change++) file[chance(Math.max(1, file.length))] = chance(256)
      for (const type of ['image/jpeg', undefined] as const) {
        const { exif } = readImageFacts(type === undefined ? file.slice(12) : file, type)
        expect(exif.every(([, value]) => value.length <= 200)).toBe(true)
      }
    }
  })
})
