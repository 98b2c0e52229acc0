import { createHash } from 'node:crypto'
import { ossError, type OssError } from '../model/oss-error.ts'
import { algorithmAws } from './aws-v4.ts'
import type { ChunkChain, ChunkedClaim } from './body-claim.ts'
import { createChecksum, isChecksumAlgorithm, isChecksumOf, type Checksum, type ChecksumAlgorithm } from './checksums.ts'
import { createChunkReader, cutOff, tooLong, type ChunkReader } from './chunk-reader.ts'
import { signatureMismatch } from './mismatch.ts'
import { sameText } from './same-text.ts'
import { scopeText, sha256Hex, signV4 } from './v4.ts'

const emptyHash = sha256Hex('')
/** AWS documentation, "Transferring Payload in Multiple Chunks": only the last chunk with data may be shorter. */
export const signedChunkMinBytes = 8 * 1024
const chunkHeadMaxBytes = 1024
const trailersMaxBytes = 8 * 1024
const checksumPrefix = 'x-amz-checksum-'
const trailerSignature = 'x-amz-trailer-signature'

/** What a chunk's signature is made of; each continues the one before it, so that chunks cannot be swapped or left out. */
export function chunkStringToSign({ dateLine, scope }: Omit<ChunkChain, 'key' | 'seed'>, previous: string, sha256: string): string {
  return `${algorithmAws}-PAYLOAD\n${dateLine}\n${scopeText(scope)}\n${previous}\n${emptyHash}\n${sha256}`
}

/** @param text the trailers as `name:value\n` each */
export function trailerStringToSign({ dateLine, scope }: Omit<ChunkChain, 'key' | 'seed'>, previous: string, text: string): string {
  return `${algorithmAws}-TRAILER\n${dateLine}\n${scopeText(scope)}\n${previous}\n${sha256Hex(text)}`
}

export interface DecodeOptions {
  /** Shown when a signature does not match. */
  readonly accessKeyId: string
  /** Told of each checksum that came behind the body and was right, before the last bytes are handed on. */
  readonly onChecksum?: (header: string, value: string) => void
}

/**
 * Takes a body out of AWS's chunks and checks them as they come: signatures, sizes and the trailers behind them. The last
 * bytes are handed on only when everything before and behind them was right, so nobody can take an unverified body for whole.
 * @throws OssError SignatureDoesNotMatch, IncompleteBody (ends early, or holds more or less than was announced),
 * InvalidChunkSizeError, InvalidRequest for what are no chunks, MalformedTrailerError, InvalidDigest for a wrong checksum
 */
export async function* decodeAwsChunks(
  body: AsyncIterable<Uint8Array>,
  claim: ChunkedClaim,
  options: DecodeOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = createChunkReader(body)
  try {
    const checksums = await startChecksums(claim.trailers ?? [])
    let previous = claim.chain?.seed ?? ''
    let received = 0
    let lastSize: number | undefined
    let held: Uint8Array | undefined
    for (;;) {
      const { size, signature } = readHead(await reader.line(chunkHeadMaxBytes), claim.chain !== undefined)
      if (size > 0 && claim.chain !== undefined && lastSize !== undefined && lastSize < signedChunkMinBytes) {
        throw ossError('InvalidChunkSizeError', { details: { BadChunkSize: String(lastSize) } })
      }
      received += size
      if (received > claim.decodedSizeBytes) throw incomplete()
      const hash = claim.chain === undefined ? undefined : createHash('sha256')
      for (let left = size; left > 0; ) {
        const piece = await reader.some(left)
        if (piece === undefined) throw incomplete()
        left -= piece.length
        hash?.update(piece)
        for (const { checksum } of checksums) checksum.update(piece)
        if (held !== undefined) yield held
        held = piece
      }
      if (claim.chain !== undefined && hash !== undefined) {
        const stringToSign = chunkStringToSign(claim.chain, previous, hash.digest('hex'))
        previous = requireSignature(claim.chain, stringToSign, signature, options.accessKeyId)
      }
      if (size === 0) break
      lastSize = size
      if ((await requireLine(reader)) !== '') throw malformed('A chunk does not end where its size says.')
    }
    if (received !== claim.decodedSizeBytes) throw incomplete()
    const trailers = await readTrailers(reader, claim)
    if (claim.trailers !== undefined) checkTrailers(trailers, claim, previous, options.accessKeyId)
    for (const { header, checksum } of checksums) {
      const value = trailers.get(header) ?? ''
      if (checksum.digest() !== value) throw ossError('InvalidDigest', { message: `The ${header} you specified does not match the body.` })
      options.onChecksum?.(header, value)
    }
    if (held !== undefined) yield held
  } finally {
    await reader.close()
  }
}

interface ChunkHead {
  readonly size: number
  readonly signature: string
}

function readHead(line: string | undefined, isSigned: boolean): ChunkHead {
  if (line === undefined || line === cutOff) throw incomplete()
  const match = /^([0-9a-fA-F]{1,10})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line)
  const [, size, signature] = match ?? []
  if (size === undefined || (isSigned && signature === undefined)) throw malformed('The head of a chunk is malformed.')
  return { size: Number.parseInt(size, 16), signature: signature ?? '' }
}

async function requireLine(reader: ChunkReader): Promise<string> {
  const line = await reader.line(chunkHeadMaxBytes)
  if (line === undefined || line === cutOff) throw incomplete()
  return line
}

function requireSignature({ key }: ChunkChain, stringToSign: string, signature: string, accessKeyId: string): string {
  const expected = signV4(key, stringToSign)
  if (!sameText(expected, signature)) throw signatureMismatch({ accessKeyId, signature, stringToSign })
  return expected
}

/** Lines up to an empty one; some clients leave that out where there is nothing to follow. */
async function readTrailers(reader: ChunkReader, { trailers: declared }: ChunkedClaim): Promise<Map<string, string>> {
  const trailers = new Map<string, string>()
  let left = trailersMaxBytes
  for (;;) {
    const line = await reader.line(left)
    if (line === undefined) return trailers
    if (line === '') break
    if (line === cutOff) throw incomplete()
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0)).toLowerCase()
    const isExpected = declared !== undefined && (declared.includes(name) || name === trailerSignature)
    if (line === tooLong || !isExpected || trailers.has(name)) throw ossError('MalformedTrailerError')
    // Around a value, spaces and tabs mean nothing (RFC 9110 section 5.5); other white space is part of it.
    trailers.set(name, line.slice(colon + 1).replaceAll(/^[ \t]+|[ \t]+$/g, ''))
    left -= line.length
  }
  if ((await reader.some(1)) !== undefined) throw malformed('There is more behind the last chunk.')
  return trailers
}

function checkTrailers(trailers: Map<string, string>, claim: ChunkedClaim, previous: string, accessKeyId: string): void {
  const signature = trailers.get(trailerSignature)
  trailers.delete(trailerSignature)
  for (const name of claim.trailers ?? []) if (!trailers.has(name)) throw ossError('MalformedTrailerError')
  for (const [name, value] of trailers) {
    const algorithm = checksumOf(name)
    if (algorithm !== undefined && !isChecksumOf(algorithm, value)) {
      throw ossError('InvalidRequest', { message: `Value for ${name} trailing header is invalid.` })
    }
  }
  if (claim.chain === undefined) return
  if (signature === undefined) throw ossError('MalformedTrailerError')
  let text = ''
  for (const [name, value] of trailers) text += `${name}:${value}\n`
  requireSignature(claim.chain, trailerStringToSign(claim.chain, previous, text), signature, accessKeyId)
}

function checksumOf(header: string): ChecksumAlgorithm | undefined {
  const algorithm = header.startsWith(checksumPrefix) ? header.slice(checksumPrefix.length) : ''
  return isChecksumAlgorithm(algorithm) ? algorithm : undefined
}

async function startChecksums(headers: readonly string[]): Promise<readonly { readonly header: string; readonly checksum: Checksum }[]> {
  const started: { readonly header: string; readonly checksum: Checksum }[] = []
  for (const header of new Set(headers)) {
    const algorithm = checksumOf(header)
    if (algorithm !== undefined) started.push({ header, checksum: await createChecksum(algorithm) })
  }
  return started
}

function incomplete(): OssError {
  return ossError('IncompleteBody')
}

function malformed(message: string): OssError {
  return ossError('InvalidRequest', { message })
}
