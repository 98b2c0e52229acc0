import type { IncomingHttpHeaders } from 'node:http'
import { createChecksum, isChecksumAlgorithm, isChecksumOf, type ChecksumAlgorithm } from '../../signature/checksums.ts'
import { invalidArgument } from '../parse/arguments.ts'
import { S3Error } from './s3-error.ts'

export const checksumHeaderPrefix = 'x-amz-checksum-'

export interface ClaimedChecksum {
  /** `x-amz-checksum-…` */
  readonly header: string
  readonly algorithm: ChecksumAlgorithm
  /** Base64. */
  readonly value: string
}

/**
 * The checksum that a request's headers claim of its body.
 * @throws OssError InvalidArgument for one that no body could have
 */
export function claimedChecksum(headers: IncomingHttpHeaders): ClaimedChecksum | undefined {
  for (const header in headers) {
    if (!header.startsWith(checksumHeaderPrefix)) continue
    const algorithm = header.slice(checksumHeaderPrefix.length)
    // `-mode`, `-type` and `-algorithm` say how, not what.
    if (!isChecksumAlgorithm(algorithm)) continue
    const value = String(headers[header])
    if (!isChecksumOf(algorithm, value)) throw invalidArgument(header, value, `Value for ${header} header is invalid.`)
    return { header, algorithm, value }
  }
  return undefined
}

/** Whether the headers, or what they announce to come behind the body, vouch for it. @throws OssError InvalidArgument */
export function hasChecksum(headers: IncomingHttpHeaders): boolean {
  return claimedChecksum(headers) !== undefined || String(headers['x-amz-trailer'] ?? '').includes(checksumHeaderPrefix)
}

/** Hands a body on and ends it with BadDigest when its bytes do not have the checksum. */
export async function* withChecksum(
  body: AsyncIterable<Uint8Array>,
  { algorithm, value }: ClaimedChecksum,
): AsyncGenerator<Uint8Array, void, undefined> {
  const checksum = await createChecksum(algorithm)
  for await (const chunk of body) {
    checksum.update(chunk)
    yield chunk
  }
  if (checksum.digest() === value) return
  throw new S3Error('BadDigest', { message: `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.` })
}

/** The checksum a body was held against, to be said again in the answer. */
export function checksumHeaders(headers: IncomingHttpHeaders): readonly string[] {
  const claimed = claimedChecksum(headers)
  return claimed === undefined ? [] : [claimed.header, claimed.value]
}
