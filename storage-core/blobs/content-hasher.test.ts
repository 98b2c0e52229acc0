import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { combineCrc64 } from '../model/combine-crc64.ts'
import { contentHasher, crc64 } from './content-hasher.ts'

/** CRC-64/XZ straight from its definition, one bit at a time. */
function slowCrc64(bytes: Uint8Array): bigint {
  let crc = 0xffffffffffffffffn
  for (const byte of bytes) {
    crc ^= BigInt(byte)
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1n) === 1n ? (crc >> 1n) ^ 0xc96c5795d7870f42n : crc >> 1n
  }
  return crc ^ 0xffffffffffffffffn
}

const digits = Buffer.from('123456789')

describe('the content hasher', () => {
  it('answers the published check value of CRC-64/XZ', async () => {
    expect(await crc64(digits)).toBe(11051210869376104954n)
    expect(slowCrc64(digits)).toBe(11051210869376104954n)
    expect(await crc64(new Uint8Array(0))).toBe(0n)
  })

  it('agrees with the definition for any bytes in any pieces', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }), async (pieces) => {
        const whole = Buffer.concat(pieces)
        const hasher = await contentHasher()
        for (const piece of pieces) hasher.update(piece)
        expect(hasher.digest()).toEqual({
          md5: createHash('md5').update(whole).digest(),
          crc64: slowCrc64(whole),
          sizeBytes: whole.length,
        })
      }),
    )
  })

  it('keeps bodies apart that are hashed at the same time', async () => {
    const bodies = Array.from({ length: 7 }, (_, i) => Buffer.alloc(50 + i, `body ${i} `))
    const hashers = await Promise.all(bodies.map(() => contentHasher()))
    for (let at = 0; at < 60; at += 3) {
      for (const [i, hasher] of hashers.entries()) hasher.update(bodies[i]!.subarray(at, at + 3))
    }
    for (const [i, hasher] of hashers.entries()) expect(hasher.digest().crc64).toBe(slowCrc64(bodies[i]!))
  })

  it('is not disturbed by a body that was given up half way', async () => {
    const abandoned = await contentHasher()
    abandoned.update(Buffer.from('half'))
    expect(await crc64(digits)).toBe(11051210869376104954n)
  })
})

describe('combineCrc64', () => {
  it('equals the checksum of the bytes put together', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 5000 }), async (a, b) => {
        const whole = await crc64(Buffer.concat([a, b]))
        expect(combineCrc64(await crc64(a), await crc64(b), b.length)).toBe(whole)
      }),
    )
  })

  it('is associative over lengths far beyond what could be hashed here', () => {
    const crc = fc.bigInt({ min: 0n, max: 0xffffffffffffffffn })
    const length = fc.nat({ max: 2 ** 51 })
    fc.assert(
      fc.property(crc, crc, crc, length, length, (a, b, c, lengthB, lengthC) => {
        const left = combineCrc64(combineCrc64(a, b, lengthB), c, lengthC)
        expect(combineCrc64(a, combineCrc64(b, c, lengthC), lengthB + lengthC)).toBe(left)
      }),
    )
  })

  it('changes nothing for an empty second half and refuses impossible lengths', () => {
    expect(combineCrc64(5n, 0n, 0)).toBe(5n)
    for (const length of [-1, 0.5, Number.NaN, 2 ** 53]) expect(() => combineCrc64(1n, 2n, length)).toThrow(RangeError)
  })
})
