import { createHash } from 'node:crypto'
import { ossError } from '../model/oss-error.ts'
import { decodeAwsChunks, type DecodeOptions } from './aws-chunks.ts'
import type { BodyClaim } from './body-claim.ts'
import { sameText } from './same-text.ts'

/**
 * A body held against what its request's signature says of it. It comes out of its chunks, if it is in any, and its last
 * bytes only once all of it is known to be what was signed: whoever stores a body commits after that.
 * @throws OssError XAmzContentSHA256Mismatch, and those of `decodeAwsChunks`
 */
export function claimedBody(body: AsyncIterable<Uint8Array>, claim: BodyClaim, options: DecodeOptions): AsyncIterable<Uint8Array> {
  if (claim.chunks !== undefined) return decodeAwsChunks(body, claim.chunks, options)
  return claim.sha256 === undefined ? body : withSha256(body, claim.sha256)
}

async function* withSha256(body: AsyncIterable<Uint8Array>, expected: string): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = createHash('sha256')
  let held: Uint8Array | undefined
  for await (const piece of body) {
    hash.update(piece)
    if (held !== undefined) yield held
    held = piece
  }
  const computed = hash.digest('hex')
  if (!sameText(computed, expected)) {
    throw ossError('XAmzContentSHA256Mismatch', {
      details: { ClientComputedContentSHA256: expected, S3ComputedContentSHA256: computed },
    })
  }
  if (held !== undefined) yield held
}
