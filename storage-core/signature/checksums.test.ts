import { describe, expect, it } from 'vitest'
import { joinChecksums } from '../model/combine-crc64.ts'
import { checksumAlgorithms, createChecksum, isChecksumOf, type ChecksumAlgorithm } from './checksums.ts'

// The check values of the published CRC catalogue for "123456789", and of FIPS 180-4's functions.
const expected: Readonly<Record<ChecksumAlgorithm, string>> = {
  crc32: 'cbf43926',
  crc32c: 'e3069283',
  crc64nvme: 'ae8b14860a799888',
  sha1: 'f7c3bc1d808e04732adf679965ccc34ca7ae3441',
  sha256: '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225',
}

describe('createChecksum', () => {
  it.each(checksumAlgorithms)('computes %s over pieces', async (algorithm) => {
    const checksum = await createChecksum(algorithm)
    for (const piece of ['1', '2345', '', '6789']) checksum.update(Buffer.from(piece))
    const base64 = checksum.digest()
    expect(Buffer.from(base64, 'base64').toString('hex')).toBe(expected[algorithm])
    expect(isChecksumOf(algorithm, base64)).toBe(true)
  })
  it.each(checksumAlgorithms)('keeps two %s apart that run at once', async (algorithm) => {
    const [one, two] = await Promise.all([createChecksum(algorithm), createChecksum(algorithm)])
    one.update(Buffer.from('12345'))
    two.update(Buffer.from('something else'))
    one.update(Buffer.from('6789'))
    expect(Buffer.from(one.digest(), 'base64').toString('hex')).toBe(expected[algorithm])
    const again = await createChecksum(algorithm)
    again.update(Buffer.from('123456789'))
    expect(Buffer.from(again.digest(), 'base64').toString('hex')).toBe(expected[algorithm])
  })
  it.each(['crc32', 'crc32c', 'crc64nvme'] as const)('joins %s of pieces to that of the whole', async (algorithm) => {
    const bytes = Buffer.from(Array.from({ length: 10_007 }, (_, at) => (at * 31) % 251))
    const sum = async (from: number, to: number) => {
      const checksum = await createChecksum(algorithm)
      checksum.update(bytes.subarray(from, to))
      return { sizeBytes: to - from, value: checksum.digest() }
    }
    for (const cuts of [[0, 10_007], [0, 1, 10_007], [0, 4096, 8192, 10_007], [0, 0, 5000, 5000, 10_007, 10_007]]) {
      const pieces = await Promise.all(cuts.slice(1).map((to, at) => sum(cuts[at] ?? 0, to)))
      expect(joinChecksums(algorithm, pieces), String(cuts)).toBe((await sum(0, bytes.length)).value)
    }
    expect(isChecksumOf(algorithm, joinChecksums(algorithm, []))).toBe(true)
  })
  it('knows what is no checksum of a kind', () => {
    for (const text of ['', 'x', 'AAAAAA', 'AAAAA===', 'AAAAAAAA', '!!!!!!==']) expect(isChecksumOf('crc32', text), text).toBe(false)
  })
})
