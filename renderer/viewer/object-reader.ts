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

/** Of an object's beginning, at most. */
const keptHeadBytes = 1024 * 1024

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
  async function fetchRange(start: number, end: number, signal: AbortSignal | undefined): Promise<Uint8Array<ArrayBuffer>> {
    const response = await get(`bytes=${start}-${end - 1}`, signal)
    // A server that ignores ranges sends everything, which may be more than there is room for.
    if (response.status !== 206) return (await beginning(response, end)).slice(start)
    return new Uint8Array(await response.arrayBuffer())
  }

  // What an object is, its first lines and their colours are all read off its beginning, which is therefore kept.
  let head: Uint8Array<ArrayBuffer> = new Uint8Array(0)
  let growing: Promise<void> | undefined

  async function readHead(end: number, signal: AbortSignal | undefined): Promise<Uint8Array<ArrayBuffer>> {
    while (head.length < end) {
      if (growing !== undefined) {
        await growing
        continue
      }
      const fetched = fetchRange(head.length, end, signal)
      // Whoever waits tries by itself should this one be given up.
      growing = fetched.then(
        () => undefined,
        () => undefined,
      )
      try {
        const more = await fetched
        if (more.length === 0) break
        head = concatenated(head, more)
      } finally {
        growing = undefined
      }
    }
    return head.slice(0, end)
  }

  return {
    sizeBytes,
    url: (as) => grantUrl(grant, as),
    read: async (start, end, signal) => {
      const last = Math.min(end, sizeBytes)
      if (last <= start) return new Uint8Array(0)
      if (start === 0 && last <= keptHeadBytes) return readHead(last, signal)
      return fetchRange(start, last, signal)
    },
    stream: async (start, signal) => {
      const response = await get(`bytes=${start}-`, signal)
      if (response.body === null) throw failureOf(response)
      return response.body
    },
  }
}

/** The first bytes of an answer; the rest is not waited for. */
async function beginning(response: Response, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let arrived = 0
  const body = response.body?.getReader()
  if (body === undefined) return new Uint8Array(0)
  while (arrived < length) {
    const { done, value } = await body.read()
    if (done) break
    parts.push(value)
    arrived += value.length
  }
  await body.cancel()
  const whole = new Uint8Array(arrived)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole.slice(0, length)
}

function concatenated(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(first.length + second.length)
  whole.set(first)
  whole.set(second, first.length)
  return whole
}
