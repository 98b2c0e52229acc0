import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOssError } from '../model/oss-error.ts'
import { decodeAwsChunks } from './aws-chunks.ts'
import type { ChunkedClaim } from './body-claim.ts'
import { claimedBody } from './claimed-body.ts'
import { createChecksum } from './checksums.ts'
import { encodeAwsChunks, encodedChunksSize } from './encode-aws-chunks.ts'
import { signAwsRequest } from './sign-aws.ts'
import { sha256Hex } from './v4.ts'

const accessKeyId = 'ak'
const credential = { accessKeyId, accessKeySecret: 'sk' }
const { chain } = signAwsRequest({
  method: 'PUT',
  bucket: 'bucket',
  key: 'k',
  host: 'localhost',
  addressing: 'path',
  region: 'x',
  credential,
  now: Date.UTC(2026, 0, 2),
  version: 'v4',
  payload: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
})

async function* slices(body: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0
  for (let turn = 0; at < body.length; turn++) {
    const size = sizes.length === 0 ? body.length : (sizes[turn % sizes.length] ?? 1)
    yield body.subarray(at, at + size)
    at += size
  }
}
async function collect(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of body) pieces.push(piece)
  return Buffer.concat(pieces)
}
/** What was handed on before the end or the failure, and how it ended. */
async function read(body: AsyncIterable<Uint8Array>): Promise<{ readonly bytes: number; readonly end: string }> {
  let bytes = 0
  try {
    for await (const piece of body) bytes += piece.length
    return { bytes, end: 'whole' }
  } catch (error) {
    if (!isOssError(error)) throw error
    expect(error.status).toBeLessThan(500)
    return { bytes, end: error.code }
  }
}

const pieces = [Buffer.alloc(8192, 'a'), Buffer.alloc(9000, 'b'), Buffer.alloc(3, 'c')]
const whole = Buffer.concat(pieces)
async function encoded(isSigned: boolean, hasTrailer: boolean): Promise<{ readonly body: Buffer; readonly claim: ChunkedClaim }> {
  const checksum = await createChecksum('crc64nvme')
  checksum.update(whole)
  const trailers = [['x-amz-checksum-crc64nvme', checksum.digest()]] as const
  const options = { chain: isSigned ? chain : undefined, ...(hasTrailer ? { trailers } : {}) }
  const body = await collect(encodeAwsChunks(pieces, options))
  expect(encodedChunksSize(pieces.map((piece) => piece.length), options)).toBe(body.length)
  const claim: ChunkedClaim = {
    decodedSizeBytes: whole.length,
    ...(isSigned && chain !== undefined ? { chain } : {}),
    ...(hasTrailer ? { trailers: ['x-amz-checksum-crc64nvme'] } : {}),
  }
  return { body, claim }
}
const kinds = [
  ['signed', true, false],
  ['signed, with a trailer', true, true],
  ['unsigned, with a trailer', false, true],
] as const

describe.each(kinds)('decodeAwsChunks, %s', { timeout: 60_000 }, (_, isSigned, hasTrailer) => {
  const decode = (body: Uint8Array, claim: ChunkedClaim, sizes: readonly number[] = []) => decodeAwsChunks(slices(body, sizes), claim, { accessKeyId })

  it('gives the same bytes however they arrive', async () => {
    const { body, claim } = await encoded(isSigned, hasTrailer)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 5 }), async (sizes) => {
        expect((await collect(decode(body, claim, sizes))).equals(whole)).toBe(true)
      }),
      { numRuns: 30 },
    )
    expect((await collect(decode(body, claim, [1]))).equals(whole)).toBe(true)
  })
  it('never hands on the whole body when a byte was changed', async () => {
    const { body, claim } = await encoded(isSigned, hasTrailer)
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: body.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const changed = Buffer.from(body)
        changed[at] = (changed[at] ?? 0) ^ mask
        const { bytes, end } = await read(decode(changed, claim, [1000]))
        // The case of a size or of a trailer's name means nothing, and neither do spaces around a value.
        const meansTheSame = changed.toString('latin1').toLowerCase().replaceAll(/[ \t\r]/g, '') === body.toString('latin1').toLowerCase().replaceAll(/[ \t\r]/g, '')
        if (end === 'whole') expect(meansTheSame).toBe(true)
        else expect(bytes).toBeLessThan(whole.length)
      }),
      { numRuns: 300 },
    )
  })
  it('never hands on the whole body when its end is missing', async () => {
    const { body, claim } = await encoded(isSigned, hasTrailer)
    // A client may leave out the last empty line.
    for (const length of [...Array.from({ length: 40 }, (__, at) => at * 431), ...Array.from({ length: 60 }, (__, at) => body.length - 5 - at)]) {
      const { bytes, end } = await read(decode(body.subarray(0, length), claim))
      expect(end, String(length)).not.toBe('whole')
      expect(bytes, String(length)).toBeLessThan(whole.length)
    }
  })
  it('survives anything', async () => {
    const { claim } = await encoded(isSigned, hasTrailer)
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect((await read(decode(bytes, claim, [7]))).end).not.toBe('whole')
      }),
    )
  })
  it('tells the source when nobody reads on', async () => {
    const { body, claim } = await encoded(isSigned, hasTrailer)
    let closed = false
    async function* source() {
      try {
        yield* slices(body, [100])
      } finally {
        closed = true
      }
    }
    for await (const piece of decodeAwsChunks(source(), claim, { accessKeyId })) if (piece.length > 0) break
    expect(closed).toBe(true)
  })
})

describe('claimedBody', { timeout: 60_000 }, () => {
  const options = { accessKeyId }
  it('hands on the last bytes only when the hash is right', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), fc.integer({ min: 1, max: 600 }), fc.boolean(), async (body, size, isRight) => {
        const sha256 = isRight ? sha256Hex(body) : sha256Hex(Buffer.concat([body, Buffer.from('x')]))
        const { bytes, end } = await read(claimedBody(slices(body, [size]), { sha256 }, options))
        expect(end).toBe(isRight ? 'whole' : 'XAmzContentSHA256Mismatch')
        if (isRight) expect(bytes).toBe(body.length)
        else expect(bytes === 0 || bytes < body.length).toBe(true)
      }),
    )
  })
})
