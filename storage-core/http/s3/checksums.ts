import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { IncomingHttpHeaders } from 'node:http'
import { createCRC32, createCRC64 } from 'hash-wasm'
import { invalidArgument } from '../parse/arguments.ts'
import { S3Error } from './s3-error.ts'

export const checksumHeaderPrefix = 'x-amz-checksum-'

interface Digest {
  update(chunk: Uint8Array): void
  digest(): Uint8Array
}

/** Amazon S3 User Guide, "Checking object integrity". Sizes are those of the digests, in bytes. */
const algorithms: Readonly<Record<string, { readonly sizeBytes: number; start(): Digest | Promise<Digest> }>> = {
  crc32: { sizeBytes: 4, start: () => startCrc32() },
  // Castagnoli's polynomial, reflected.
  crc32c: { sizeBytes: 4, start: async () => fromHasher(await createCRC32(0x82f63b78)) },
  // CRC-64/NVME, reflected.
  crc64nvme: { sizeBytes: 8, start: async () => fromHasher(await createCRC64('9a6c9329ac4bc9b5')) },
  sha1: { sizeBytes: 20, start: () => createHash('sha1') },
  sha256: { sizeBytes: 32, start: () => createHash('sha256') },
}

export interface ClaimedChecksum {
  /** `x-amz-checksum-…` */
  readonly header: string
  readonly algorithm: string
  /** Base64. */
  readonly value: string
}

/**
 * The checksum that a request's headers, or the trailers after its body, claim of its body.
 * @throws OssError InvalidArgument for one that no body could have
 */
export function claimedChecksum(headers: IncomingHttpHeaders): ClaimedChecksum | undefined {
  for (const header in headers) {
    if (!header.startsWith(checksumHeaderPrefix)) continue
    const algorithm = header.slice(checksumHeaderPrefix.length)
    // `-mode`, `-type` and `-algorithm` say how, not what.
    const known = Object.hasOwn(algorithms, algorithm) ? algorithms[algorithm] : undefined
    if (known === undefined) continue
    const value = String(headers[header])
    const bytes = Buffer.from(value, 'base64')
    if (bytes.length !== known.sizeBytes || bytes.toString('base64') !== value) {
      throw invalidArgument(header, value, `Value for ${header} header is invalid.`)
    }
    return { header, algorithm, value }
  }
  return undefined
}

/** Hands a body on and ends it with BadDigest when its bytes do not have the checksum. */
export async function* withChecksum(
  body: AsyncIterable<Uint8Array>,
  { algorithm, value }: ClaimedChecksum,
): AsyncGenerator<Uint8Array, void, undefined> {
  const digest = await algorithms[algorithm]?.start()
  if (digest === undefined) throw new Error(`no checksum ${algorithm}`)
  for await (const chunk of body) {
    digest.update(chunk)
    yield chunk
  }
  if (Buffer.from(digest.digest()).toString('base64') === value) return
  throw new S3Error('BadDigest', { message: `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.` })
}

function startCrc32(): Digest {
  let state = 0
  return {
    update(chunk) {
      state = crc32(chunk, state)
    },
    digest() {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32BE(state)
      return bytes
    },
  }
}

function fromHasher(hasher: { init(): unknown; update(chunk: Uint8Array): unknown; digest(type: 'binary'): Uint8Array }): Digest {
  hasher.init()
  return {
    update(chunk) {
      hasher.update(chunk)
    },
    digest: () => hasher.digest('binary'),
  }
}

/** The checksum a body was held against, to be said again in the answer. */
export function checksumHeaders(headers: IncomingHttpHeaders): readonly string[] {
  const claimed = claimedChecksum(headers)
  return claimed === undefined ? [] : [claimed.header, claimed.value]
}
