/**
 * Joining checksums without reading the bytes again. Appending n zero bytes multiplies a CRC, seen as a polynomial over
 * GF(2), by x^(8n) modulo the generator; the all-ones start and end of these CRCs cancel out between the two halves. Bits are
 * reflected: the top bit of `high` is x^0. Pairs of 32-bit halves, because BigInt would take a second for 10,000 parts. A CRC
 * of 32 bits is the upper half alone.
 */
interface Polynomial {
  readonly high: number
  readonly low: number
}

const one: Polynomial = { high: 0x80000000 | 0, low: 0 }
/** Reflected, without the topmost term. */
const generators = {
  xz: { high: 0xc96c5795 | 0, low: 0xd7870f42 | 0 },
  crc64nvme: { high: 0x9a6c9329 | 0, low: 0xac4bc9b5 | 0 },
  crc32: { high: 0xedb88320 | 0, low: 0 },
  crc32c: { high: 0x82f63b78 | 0, low: 0 },
} as const satisfies Record<string, Polynomial>

function combiner(generator: Polynomial, bits: 32 | 64): (a: Polynomial, b: Polynomial, lengthB: number) => Polynomial {
  const multiply = (a: Polynomial, b: Polynomial): Polynomial => {
    let high = 0
    let low = 0
    let factorHigh = b.high
    let factorLow = b.low
    for (let bit = 0; bit < bits; bit++) {
      const word = bit < 32 ? a.high : a.low
      if ((word & (0x80000000 >>> (bit & 31))) !== 0) {
        high ^= factorHigh
        low ^= factorLow
      }
      const carry = (bits === 32 ? factorHigh : factorLow) & 1
      factorLow = bits === 32 ? 0 : (factorLow >>> 1) | (factorHigh << 31)
      factorHigh >>>= 1
      if (carry !== 0) {
        factorHigh ^= generator.high
        factorLow ^= generator.low
      }
    }
    return { high, low }
  }
  // x^8, x^16, x^32, …: what one, two, four, … zero bytes multiply by. 53 of them reach every safe integer.
  let power: Polynomial = { high: 0x00800000, low: 0 }
  const zeroBytePowers: readonly Polynomial[] = Array.from({ length: 53 }, () => {
    const current = power
    power = multiply(power, power)
    return current
  })
  const powerOfZeroBytes = (count: number): Polynomial => {
    let result = one
    let rest = count
    for (const each of zeroBytePowers) {
      if (rest === 0) break
      if (rest % 2 === 1) result = multiply(result, each)
      rest = Math.floor(rest / 2)
    }
    return result
  }
  // All parts of an upload but the last have one length, so remembering one saves nearly all of the work.
  let lastLength = 0
  let lastPower = one
  return (a, b, lengthB) => {
    if (!Number.isSafeInteger(lengthB) || lengthB < 0) throw new RangeError(`not a length in bytes: ${lengthB}`)
    if (lengthB !== lastLength) {
      lastPower = powerOfZeroBytes(lengthB)
      lastLength = lengthB
    }
    const shifted = multiply(a, lastPower)
    return { high: shifted.high ^ b.high, low: shifted.low ^ b.low }
  }
}

const combineXz = combiner(generators.xz, 64)

/**
 * CRC-64/XZ of the bytes of A followed by the bytes of B, from their checksums and B's length in bytes.
 * @throws RangeError when the length is not a safe integer of zero or more.
 */
export function combineCrc64(crcA: bigint, crcB: bigint, lengthB: number): bigint {
  const { high, low } = combineXz(halvesOf(crcA), halvesOf(crcB), lengthB)
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)
}

function halvesOf(crc: bigint): Polynomial {
  return { high: Number(crc >> 32n) | 0, low: Number(crc & 0xffffffffn) | 0 }
}

/** Kinds of checksums that can be joined. */
export type JoinableChecksum = 'crc32' | 'crc32c' | 'crc64nvme'

const joiners = {
  crc32: combiner(generators.crc32, 32),
  crc32c: combiner(generators.crc32c, 32),
  crc64nvme: combiner(generators.crc64nvme, 64),
} as const

/**
 * The checksum of bytes that come one after another, from that of each piece, as `x-amz-checksum-*` writes them: base64 of
 * the number's bytes, the highest first. @throws RangeError for a length that is none
 */
export function joinChecksums(algorithm: JoinableChecksum, pieces: Iterable<{ readonly sizeBytes: number; readonly value: string }>): string {
  const join = joiners[algorithm]
  let sum: Polynomial = { high: 0, low: 0 }
  for (const { sizeBytes, value } of pieces) sum = join(sum, readChecksum(value), sizeBytes)
  const bytes = new Uint8Array(algorithm === 'crc64nvme' ? 8 : 4)
  const view = new DataView(bytes.buffer)
  view.setInt32(0, sum.high)
  if (bytes.length === 8) view.setInt32(4, sum.low)
  return btoa(String.fromCharCode(...bytes))
}

function readChecksum(base64: string): Polynomial {
  const text = atob(base64)
  const view = new DataView(Uint8Array.from(text, (letter) => letter.charCodeAt(0)).buffer)
  return { high: view.getInt32(0), low: view.byteLength === 8 ? view.getInt32(4) : 0 }
}
