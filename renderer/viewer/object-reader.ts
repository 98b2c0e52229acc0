import type { OssErrorWire } from '../../electron/contract/error-wire.ts'
import { grantUrl, type ViewerType } from '../../electron/contract/viewer-url.ts'

/** Bytes of one object, read as they are needed. */
export interface ObjectReader {
  readonly sizeBytes: number
  /** The bytes from `start` to `end`, which is exclusive and may lie past the object's own. @throws ReadFailure */
  readonly read: (start: number, end: number, signal?: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>
  /** The bytes from `start` to the end, as they arrive. @throws ReadFailure */
  readonly stream: (start: number, signal: AbortSignal) => Promise<ReadableStream<Uint8Array<ArrayBuffer>>>
  /** URL for elements that read by themselves, such as `img` and `video`. */
  readonly url: (as: ViewerType) => string
}

/** A read that did not succeed, with what the service said of it. */
export class ReadFailure extends Error {
  override readonly name = 'ReadFailure'
  readonly wire: OssErrorWire

  constructor(wire: OssErrorWire) {
    super(wire.message)
    this.wire = wire
  }
}

function failureOf(response: Response): ReadFailure {
  const requestId = response.headers.get('x-ossia-request-id')
  const ec = response.headers.get('x-ossia-ec')
  const code = response.headers.get('x-ossia-code') ?? 'NetworkUnreachable'
  return new ReadFailure({
    code,
    message: `Reading the object was answered with ${code}`,
    status: response.status,
    retryable: response.status >= 500,
    ...(requestId === null ? {} : { requestId }),
    ...(ec === null ? {} : { ec }),
  })
}

/** @param fetcher `fetch`, or one of a test */
export function createObjectReader(grant: string, sizeBytes: number, fetcher: typeof fetch = fetch): ObjectReader {
  const get = async (range: string, signal: AbortSignal | undefined): Promise<Response> => {
    let response: Response
    try {
      response = await fetcher(grantUrl(grant), { headers: { range }, ...(signal === undefined ? {} : { signal }) })
    } catch (thrown) {
      if (signal?.aborted === true) throw thrown
      throw new ReadFailure({ code: 'NetworkUnreachable', message: 'The object could not be read', status: 0, retryable: true })
    }
    if (!response.ok) throw failureOf(response)
    return response
  }
  return {
    sizeBytes,
    url: (as) => grantUrl(grant, as),
    read: async (start, end, signal) => {
      const last = Math.min(end, sizeBytes) - 1
      if (last < start) return new Uint8Array(0)
      const response = await get(`bytes=${start}-${last}`, signal)
      const bytes = new Uint8Array(await response.arrayBuffer())
      // A server that ignores ranges sends everything.
      return response.status === 206 ? bytes : bytes.slice(start, last + 1)
    },
    stream: async (start, signal) => {
      const response = await get(`bytes=${start}-`, signal)
      if (response.body === null) throw failureOf(response)
      return response.body
    },
  }
}
