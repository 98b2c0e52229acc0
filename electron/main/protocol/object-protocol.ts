import { Readable, type Transform } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { parsePreviewUrl, type PreviewAddress } from '../../contract/preview-url.ts'
import { WireFailure } from '../../contract/wire-error.ts'
import type { ReadObject } from '../hosts/object-reader.ts'
import type { Log } from '../log.ts'
import { previewContentType } from './preview-types.ts'

export interface ObjectProtocolOptions {
  /** Reads the object through its connection's own client. */
  readonly readObject: ReadObject
  /** The origin whose pages may read answers. */
  readonly pageOrigin: () => string
  readonly log: Log
}

/** Bytes one answer without a Range may have when it is text: nobody reads more in a preview, and a log can have many GB. */
const wholeTextLimitBytes = 8 * 1024 * 1024
const passedOnHeaders = ['content-length', 'content-range', 'accept-ranges', 'last-modified', 'etag'] as const
const rangePattern = /^bytes=(?:\d{1,15}-\d{0,15}|-\d{1,15})$/

function baseHeaders(pageOrigin: string): Headers {
  return new Headers({
    'access-control-allow-origin': pageOrigin,
    'access-control-expose-headers': 'content-range, content-length, x-ossia-code',
    'x-content-type-options': 'nosniff',
    // Whatever the bytes are, opened as a document they can do nothing. SVG in an <img> is not affected.
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'no-store',
  })
}

/** The window's own answers: a status and a code, no body. */
function refusal(pageOrigin: string, status: number, code: string): Response {
  const headers = baseHeaders(pageOrigin)
  headers.set('x-ossia-code', code)
  return new Response(null, { status, headers })
}

const statusOf = (failure: WireFailure): number => (failure.wire.status >= 400 ? failure.wire.status : 502)

/** Objects may be stored encoded. Part of one cannot be decoded, and is passed on as it is. */
const decoders: Readonly<Record<string, () => Transform>> = { gzip: createGunzip, deflate: createInflate, br: createBrotliDecompress }

function decoded(body: ReadableStream<Uint8Array>, decoder: Transform): ReadableStream<Uint8Array> {
  const source = Readable.fromWeb(body as NodeReadableStream<Uint8Array>)
  source.on('error', (error) => decoder.destroy(error))
  decoder.on('close', () => source.destroy())
  return Readable.toWeb(source.pipe(decoder)) as ReadableStream<Uint8Array>
}

function answer(upstream: Response, pageOrigin: string): Response {
  const headers = baseHeaders(pageOrigin)
  for (const name of passedOnHeaders) {
    const value = upstream.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  const decode = upstream.status === 200 ? decoders[upstream.headers.get('content-encoding') ?? ''] : undefined
  // The length told was that of the encoded bytes.
  if (decode !== undefined) headers.delete('content-length')
  headers.set('content-type', previewContentType(upstream.headers.get('content-type')))
  const body = decode === undefined || upstream.body === null ? upstream.body : decoded(upstream.body, decode())
  return new Response(body, { status: upstream.status, headers })
}

const isLongText = (response: Response): boolean =>
  response.status === 200 &&
  previewContentType(response.headers.get('content-type')) === 'text/plain' &&
  Number(response.headers.get('content-length') ?? '0') > wholeTextLimitBytes

/**
 * Answers `ossia-object://object/?…` by reading the object through the client host. The page names an object; it can name
 * neither an address nor a file.
 */
export function createObjectProtocol(options: ObjectProtocolOptions): (request: Request) => Promise<Response> {
  const { readObject, pageOrigin, log } = options

  async function read(address: Omit<PreviewAddress, 'etag'>, range: string | undefined, signal: AbortSignal): Promise<Response> {
    const response = await readObject({ ...address, range }, signal)
    if (!isLongText(response)) return response
    // Cut by asking for less, never by breaking off an answer: the window sees 206 and how much there is.
    await response.body?.cancel()
    return read(address, `bytes=0-${wholeTextLimitBytes - 1}`, signal)
  }

  return async (request) => {
    const origin = pageOrigin()
    if (request.method !== 'GET') return refusal(origin, 405, 'MethodNotAllowed')
    const address = parsePreviewUrl(request.url)
    if (address === undefined) return refusal(origin, 400, 'InvalidInput')
    const range = request.headers.get('range') ?? undefined
    if (range !== undefined && !rangePattern.test(range)) return refusal(origin, 416, 'InvalidRange')
    try {
      const { profileId, bucket, key } = address
      return answer(await read({ profileId, bucket, key }, range, request.signal), origin)
    } catch (error) {
      if (error instanceof WireFailure) return refusal(origin, statusOf(error), error.wire.code)
      if (request.signal.aborted) return refusal(origin, 499, 'Cancelled')
      log('A preview could not be read', error)
      return refusal(origin, 502, 'NetworkUnreachable')
    }
  }
}
