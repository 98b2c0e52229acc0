import { chunkStringToSign, trailerStringToSign } from './aws-chunks.ts'
import type { ChunkChain } from './body-claim.ts'
import { sha256Hex, signV4 } from './v4.ts'

export interface EncodeOptions {
  /** From `signAwsRequest`; undefined writes chunks without signatures. */
  readonly chain: ChunkChain | undefined
  /** Names and values of what goes behind the last chunk; undefined for a form that has none. */
  readonly trailers?: readonly (readonly [name: string, value: string])[]
}

/**
 * Writes a body in AWS's chunks, one for each piece that comes. Signed pieces but the last must have 8 KB or more.
 * @see decodeAwsChunks
 */
export async function* encodeAwsChunks(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  { chain, trailers }: EncodeOptions,
): AsyncGenerator<Buffer, void, undefined> {
  let previous = chain?.seed ?? ''
  const head = (piece: Uint8Array): string => {
    const size = piece.length.toString(16)
    if (chain === undefined) return `${size}\r\n`
    previous = signV4(chain.key, chunkStringToSign(chain, previous, sha256Hex(piece)))
    return `${size};chunk-signature=${previous}\r\n`
  }
  for await (const piece of pieces) {
    if (piece.length > 0) yield Buffer.concat([Buffer.from(head(piece)), piece, Buffer.from('\r\n')])
  }
  let end = head(new Uint8Array())
  for (const [name, value] of trailers ?? []) end += `${name}:${value}\r\n`
  if (chain !== undefined && trailers !== undefined) {
    const text = trailers.map(([name, value]) => `${name}:${value}\n`).join('')
    end += `x-amz-trailer-signature:${signV4(chain.key, trailerStringToSign(chain, previous, text))}\r\n`
  }
  yield Buffer.from(`${end}\r\n`)
}

/** How long `encodeAwsChunks` makes a body, so that its length can be sent in front of it. */
export function encodedChunksSize(pieceSizes: readonly number[], { chain, trailers }: EncodeOptions): number {
  const signature = chain === undefined ? 0 : ';chunk-signature='.length + 64
  let size = 0
  for (const piece of [...pieceSizes, 0]) size += piece.toString(16).length + signature + 2 + (piece === 0 ? 0 : piece + 2)
  for (const [name, value] of trailers ?? []) size += Buffer.byteLength(`${name}:${value}\r\n`)
  if (chain !== undefined && trailers !== undefined) size += 'x-amz-trailer-signature:\r\n'.length + 64
  return size + 2
}
