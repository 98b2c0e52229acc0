import type { KeyObject } from 'node:crypto'
import { ossError } from '../model/oss-error.ts'
import { headerText, type RequestHeaders } from './request.ts'
import { unsignedPayload, type ScopeV4 } from './v4.ts'

/** What a signed request says of its body, to be held against the bytes as they are read. */
export interface BodyClaim {
  /** Lower-case hex of the whole body's SHA-256. */
  readonly sha256?: string
  readonly chunks?: ChunkedClaim
}

/** A body in AWS's own chunks (`Content-Encoding: aws-chunked`). */
export interface ChunkedClaim {
  /** Length of what the chunks hold together. */
  readonly decodedSizeBytes: number
  /** Set when every chunk carries a signature that continues the one before it. */
  readonly chain?: ChunkChain
  /** Lower-case names of what comes behind the last chunk; undefined when nothing may. */
  readonly trailers?: readonly string[]
}

export interface ChunkChain {
  readonly key: KeyObject
  /** `20130524T000000Z` */
  readonly dateLine: string
  readonly scope: ScopeV4
  /** The signature of the request itself. */
  readonly seed: string
}

const hexHash = /^[0-9a-f]{64}$/
const size = /^\d{1,15}$/

/**
 * Reads what `x-amz-content-sha256` promises (AWS documentation, "Authenticating Requests: Using the Authorization Header").
 * @param hashedPayload the header's value, which the signature covers
 * @param chain what signed chunks would continue; undefined where they are not allowed
 * @throws OssError InvalidArgument, InvalidRequest, MissingContentLength, NotImplemented for public key signatures
 */
export function readBodyClaim(headers: RequestHeaders, hashedPayload: string, chain: ChunkChain | undefined): BodyClaim | undefined {
  if (hashedPayload === unsignedPayload) return undefined
  if (hexHash.test(hashedPayload)) return { sha256: hashedPayload }
  if (hashedPayload.startsWith('STREAMING-AWS4-ECDSA-')) {
    throw ossError('NotImplemented', {
      message: 'Signature version 4A is not implemented. Sign with version 4.',
      details: { Header: 'x-amz-content-sha256' },
    })
  }
  const isSigned = hashedPayload.startsWith('STREAMING-AWS4-HMAC-SHA256-PAYLOAD')
  const [, suffix] = /^STREAMING-(?:AWS4-HMAC-SHA256-PAYLOAD|UNSIGNED-PAYLOAD(?=-TRAILER))(-TRAILER)?$/.exec(hashedPayload) ?? [undefined, 'none']
  if (suffix === 'none' || (isSigned && chain === undefined)) {
    throw ossError('InvalidArgument', {
      message: `x-amz-content-sha256 must be ${unsignedPayload}, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-UNSIGNED-PAYLOAD-TRAILER or a valid sha256 value.`,
      details: { ArgumentName: 'x-amz-content-sha256', ArgumentValue: hashedPayload },
    })
  }
  const trailers = suffix === '-TRAILER' ? trailerNames(headers) : undefined
  const chunks: ChunkedClaim = {
    decodedSizeBytes: decodedSize(headers),
    ...(isSigned && chain !== undefined ? { chain } : {}),
    ...(trailers === undefined ? {} : { trailers }),
  }
  return { chunks }
}

/**
 * The same for requests whose signature knows no payload, and for anonymous ones: the body may still be in chunks.
 * @throws OssError as `readBodyClaim`
 */
export function readUnsignedBodyClaim(headers: RequestHeaders): BodyClaim | undefined {
  const isChunked = headers['content-encoding'] !== undefined && (headerText(headers, 'content-encoding') ?? '').includes('aws-chunked')
  const payload = headerText(headers, 'x-amz-content-sha256') ?? (isChunked ? 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' : unsignedPayload)
  return readBodyClaim(headers, payload, undefined)
}

function decodedSize(headers: RequestHeaders): number {
  const text = headerText(headers, 'x-amz-decoded-content-length')
  if (text === undefined) {
    throw ossError('MissingContentLength', { message: 'You must provide the x-amz-decoded-content-length HTTP header.' })
  }
  if (size.test(text)) return Number(text)
  throw ossError('InvalidArgument', { details: { ArgumentName: 'x-amz-decoded-content-length', ArgumentValue: text } })
}

function trailerNames(headers: RequestHeaders): readonly string[] {
  const text = headerText(headers, 'x-amz-trailer') ?? ''
  return text
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
}
