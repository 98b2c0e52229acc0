/**
 * Joining checksums without reading the bytes again. Appending n zero bytes multiplies a CRC, seen as a polynomial over
 * GF(2), by x^(8n) modulo the generator; the all-ones start and end of CRC-64/XZ cancel out between the two halves. Bits are
 * reflected: the top bit of `high` is x^0. Pairs of 32-bit halves, because BigInt would take a second for 10,000 parts.
 */
interface Polynomial {
  readonly high: number
  readonly low: number
}

const generator: Polynomial = { high: 0xc96c5795 | 0, low: 0xd7870f42 | 0 }
const one: Polynomial = { high: 0x80000000 | 0, low: 0 }

function multiply(a: Polynomial, b: Polynomial): Polynomial {
  let high = 0
  let low = 0
  let factorHigh = b.high
  let factorLow = b.low
  for (let bit = 0; bit < 64; bit++) {
    const word = bit < 32 ? a.high : a.low
    if ((word & (0x80000000 >>> (bit & 31))) !== 0) {
      high ^= factorHigh
      low ^= factorLow
    }
    const carry = factorLow & 1
    factorLow = (factorLow >>> 1) | (factorHigh << 31)
    factorHigh >>>= 1
    if (carry !== 0) {
      factorHigh ^= generator.high
      factorLow ^= generator.low
    }
  }
  return { high, low }
}

/** x^8, x^16, x^32, …: what one, two, four, … zero bytes multiply by. 53 of them reach every safe integer. */
const zeroBytePowers: readonly Polynomial[] = (() => {
  let power: Polynomial = { high: 0x00800000, low: 0 }
  return Array.from({ length: 53 }, () => {
    const current = power
    power = multiply(power, power)
    return current
  })
})()

function powerOfZeroBytes(count: number): Polynomial {
  let result = one
  let rest = count
  for (const power of zeroBytePowers) {
    if (rest === 0) break
    if (rest % 2 === 1) result = multiply(result, power)
    rest = Math.floor(rest / 2)
  }
  return result
}

// All parts of an upload but the last have one length, so remembering one saves nearly all of the work.
let lastLength = 0
let lastPower = one

/**
 * CRC-64/XZ of the bytes of A followed by the bytes of B, from their checksums and B's length in bytes.
 * @throws RangeError when the length is not a safe integer of zero or more.
 */
export function combineCrc64(crcA: bigint, crcB: bigint, lengthB: number): bigint {
  if (!Number.isSafeInteger(lengthB) || lengthB < 0) throw new RangeError(`not a length in bytes: ${lengthB}`)
  if (lengthB !== lastLength) {
    lastPower = powerOfZeroBytes(lengthB)
    lastLength = lengthB
  }
  const shifted = multiply({ high: Number(crcA >> 32n) | 0, low: Number(crcA & 0xffffffffn) | 0 }, lastPower)
  return ((BigInt(shifted.high >>> 0) << 32n) | BigInt(shifted.low >>> 0)) ^ crcB
}
