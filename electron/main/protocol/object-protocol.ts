import { Readable, type Transform } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { OssErrorWire } from '../../contract/error-wire.ts'
import type { ObjectStreamRequest } from '../../contract/object-stream.ts'
import { parseGrantUrl, parsePreviewUrl } from '../../contract/preview-url.ts'
import { WireFailure } from '../../contract/wire-error.ts'
import type { ReadObject } from '../hosts/object-reader.ts'
import type { Log } from '../log.ts'
import type { PreviewGrants } from './preview-grants.ts'
import { previewContentType } from './preview-types.ts'

export interface ObjectProtocolOptions {
  /** Reads the object through its connection's own client. */
  readonly readObject: ReadObject
  /** The origin whose pages may read answers. */
  readonly pageOrigin: () => string
  /** The origin whose page may read what it was granted. */
  readonly viewerOrigin: () => string
  /** Objects that the viewer may read without knowing their names. */
  readonly grants: Pick<PreviewGrants, 'find'>
  readonly log: Log
}

/** Bytes one answer without a Range may have when it is text: nobody reads more in a preview, and a log can have many GB. */
const wholeTextLimitBytes = 8 * 1024 * 1024
const passedOnHeaders = ['content-length', 'content-range', 'accept-ranges', 'last-modified', 'etag'] as const
const rangePattern = /^bytes=(?:\d{1,15}-\d{0,15}|-\d{1,15})$/

function baseHeaders(pageOrigin: string): Headers {
  return new Headers({
    'access-control-allow-origin': pageOrigin,
    'access-control-expose-headers': 'content-range, content-length, etag, x-ossia-code, x-ossia-request-id, x-ossia-ec',
    'x-content-type-options': 'nosniff',
    // Whatever the bytes are, opened as a document they can do nothing. SVG in an <img> is not affected.
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'no-store',
  })
}

type Refusal = Pick<OssErrorWire, 'status' | 'code' | 'requestId' | 'ec'>

/** The window's own answers: a status and what to tell of the failure, no body. */
function refusal(pageOrigin: string, { status, code, requestId, ec }: Refusal): Response {
  const headers = baseHeaders(pageOrigin)
  headers.set('x-ossia-code', code)
  if (requestId !== undefined) headers.set('x-ossia-request-id', requestId)
  if (ec !== undefined) headers.set('x-ossia-ec', ec)
  return new Response(null, { status, headers })
}

const statusOf = (failure: WireFailure): number => (failure.wire.status >= 400 ? failure.wire.status : 502)

/** Objects may be stored encoded. Part of one cannot be decoded, and is passed on as it is. */
const decoders: Readonly<Record<string, () => Transform>> = { gzip: createGunzip, deflate: createInflate, br: createBrotliDecompress }

/** What one answer is decoded to at most: a few kilobytes may stand for more than there is memory. */
const decodedLimitBytes = 256 * 1024 * 1024

function decoded(body: ReadableStream<Uint8Array>, decoder: Transform): ReadableStream<Uint8Array> {
  const source = Readable.fromWeb(body as NodeReadableStream<Uint8Array>)
  source.on('error', (error) => decoder.destroy(error))
  decoder.on('close', () => source.destroy())
  let decodedBytes = 0
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform: (part, controller) => {
      decodedBytes += part.length
      if (decodedBytes > decodedLimitBytes) controller.error(new Error('The object decodes to more than a preview reads'))
      else controller.enqueue(part)
    },
  })
  return (Readable.toWeb(source.pipe(decoder)) as ReadableStream<Uint8Array>).pipeThrough(limit)
}

function answer(upstream: Response, { origin, contentType }: Subject): Response {
  const headers = baseHeaders(origin)
  for (const name of passedOnHeaders) {
    const value = upstream.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  const decode = upstream.status === 200 ? decoders[upstream.headers.get('content-encoding') ?? ''] : undefined
  // The length told was that of the encoded bytes.
  if (decode !== undefined) headers.delete('content-length')
  headers.set('content-type', contentType ?? previewContentType(upstream.headers.get('content-type')))
  const body = decode === undefined || upstream.body === null ? upstream.body : decoded(upstream.body, decode())
  return new Response(body, { status: upstream.status, headers })
}

const isLongText = (response: Response): boolean =>
  response.status === 200 &&
  previewContentType(response.headers.get('content-type')) === 'text/plain' &&
  Number(response.headers.get('content-length') ?? '0') > wholeTextLimitBytes

/** One object to be read, for the page of one origin. */
interface Subject {
  readonly origin: string
  readonly address: Omit<ObjectStreamRequest, 'range'>
  /** What it is served as; undefined for what it says of itself, within the list. */
  readonly contentType?: string
}

/**
 * Answers `ossia-object://object/?…` by reading the object through the client host, and `ossia-object://grant/…` by reading
 * the one object that a viewer was given. The page can name neither an address nor a file.
 */
export function createObjectProtocol(options: ObjectProtocolOptions): (request: Request) => Promise<Response> {
  const { readObject, pageOrigin, viewerOrigin, grants, log } = options

  function subjectOf(url: string): Subject | undefined {
    const named = parsePreviewUrl(url)
    if (named !== undefined) {
      const { etag: _cacheOnly, ...address } = named
      return { origin: pageOrigin(), address }
    }
    const granted = parseGrantUrl(url)
    const object = granted === undefined ? undefined : grants.find(granted.grant)
    if (granted === undefined || object === undefined) return undefined
    const { etag, ...address } = object
    // Ranges of two different objects would make a third that never was.
    return { origin: viewerOrigin(), address: { ...address, ...(etag === '' ? {} : { ifMatch: etag }) }, contentType: granted.as }
  }

  async function read(address: Subject['address'], range: string | undefined, signal: AbortSignal): Promise<Response> {
    const response = await readObject({ ...address, range }, signal)
    if (!isLongText(response)) return response
    // Cut by asking for less, never by breaking off an answer: the window sees 206 and how much there is.
    await response.body?.cancel()
    return read(address, `bytes=0-${wholeTextLimitBytes - 1}`, signal)
  }

  return async (request) => {
    const subject = subjectOf(request.url)
    const origin = subject?.origin ?? pageOrigin()
    if (request.method !== 'GET') return refusal(origin, { status: 405, code: 'MethodNotAllowed' })
    if (subject === undefined) return refusal(origin, { status: 400, code: 'InvalidInput' })
    const range = request.headers.get('range') ?? undefined
    if (range !== undefined && !rangePattern.test(range)) return refusal(origin, { status: 416, code: 'InvalidRange' })
    try {
      return answer(await read(subject.address, range, request.signal), subject)
    } catch (error) {
      if (error instanceof WireFailure) return refusal(origin, { ...error.wire, status: statusOf(error) })
      if (request.signal.aborted) return refusal(origin, { status: 499, code: 'Cancelled' })
      log('A preview could not be read', error)
      return refusal(origin, { status: 502, code: 'NetworkUnreachable' })
    }
  }
}
