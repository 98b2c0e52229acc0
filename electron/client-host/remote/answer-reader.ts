import type { IncomingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'
import { HTTPParser } from 'http-parser-js'
import { longBlockBytes } from './landing-blocks.ts'

/** The head of an answer, and its body as it comes. */
export interface DirectAnswer {
  readonly statusCode: number
  readonly headers: IncomingHttpHeaders
  /** Must be read to its end or destroyed; its pieces may be given back (`giveBack`). Fails with ECONNRESET when it is cut short. */
  readonly body: Readable
}

/** What an answer asks of the connection it comes through. */
export interface AnswerHooks {
  /** The head is here. */
  answered(answer: DirectAnswer): void
  /** Whoever reads the body can take more again. */
  wanted(): void
  /** All of the answer came. @param reusable whether another request may follow on this connection */
  complete(reusable: boolean): void
  /** The body was given up before its end. */
  abandoned(): void
}

/** Reads one answer after the other from the bytes of a connection (RFC 9112). */
export interface AnswerReader {
  /** Before the request is sent. */
  expect(hooks: AnswerHooks, method: string): void
  /**
   * @param bytes of which pieces become the body, without being copied
   * @returns how many of them were kept, and whether more is welcome now
   * @throws Error when this is not an answer
   */
  read(bytes: Buffer): { readonly keptBytes: number; readonly more: boolean }
  /** No more will come. @returns whether that was the end of the answer */
  end(): boolean
  /** Fails the body under way. */
  fail(error: Error): void
  /** What is still to come of the body, as far as that is known. Bytes. */
  readonly comingBytes: number
}

// Node's own parser reads header fields like this as well.
HTTPParser.encoding = 'latin1'

const longBodyMark = 1024 * 1024
/** Node keeps the first of these when they come twice; others are joined. */
const onlyOnce = new Set(['age', 'authorization', 'content-length', 'content-type', 'etag', 'expires', 'host', 'last-modified', 'location', 'retry-after', 'server', 'user-agent'])

function headersOf(raw: readonly string[]): IncomingHttpHeaders {
  const headers: Record<string, string> = {}
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const [name, value] = [(raw[at] ?? '').toLowerCase(), raw[at + 1] ?? '']
    const before = headers[name]
    if (before === undefined) headers[name] = value
    else if (!onlyOnce.has(name)) headers[name] = `${before}, ${value}`
  }
  return headers
}

const malformed = (what: string): Error => Object.assign(new Error(`The answer is no HTTP: ${what}`), { code: 'HPE_INVALID_ANSWER' })

/** A body whose failure before anybody listens is kept for whoever looks at it later, as Node's own answers do. */
function createBody(hooks: AnswerHooks, isOver: () => boolean, long: boolean): Readable {
  return new Readable({
    highWaterMark: long ? longBlockBytes : 64 * 1024,
    read: () => {
      hooks.wanted()
    },
    destroy(error, done) {
      if (!isOver()) hooks.abandoned()
      process.nextTick(() => {
        done(this.listenerCount('error') === 0 ? null : error)
      })
    },
  })
}

export function createAnswerReader(): AnswerReader {
  let hooks: AnswerHooks | undefined
  let withoutBody = false
  let body: Readable | undefined
  let comingBytes = 0
  let keptBytes = 0
  let more = true
  let interim = false
  let keepAlive = false
  let whole = false
  let violation: Error | undefined

  const parser = new HTTPParser(HTTPParser.RESPONSE)
  parser[HTTPParser.kOnHeadersComplete] = (info: { readonly statusCode: number; readonly headers: readonly string[]; readonly shouldKeepAlive: boolean; readonly upgrade: boolean }) => {
    interim = info.statusCode < 200
    if (interim && !info.upgrade) return
    const headers = headersOf(info.headers)
    const length = headers['content-length']
    if (hooks === undefined || whole || info.upgrade) violation = malformed('nobody asked for it')
    else if (length !== undefined && !/^\d{1,15}$/.test(length)) violation = malformed('its length is no number')
    else if (headers['transfer-encoding'] !== undefined && headers['transfer-encoding'].toLowerCase() !== 'chunked') violation = malformed('its encoding is not known')
    if (violation !== undefined || hooks === undefined) return
    const skipsBody = withoutBody || info.statusCode === 204 || info.statusCode === 304
    comingBytes = length === undefined || skipsBody ? 0 : Number(length)
    // Without a length and without chunks it ends with the connection.
    keepAlive = skipsBody ? !/\bclose\b/i.test(headers.connection ?? '') : info.shouldKeepAlive
    const own = createBody(hooks, () => body !== own, comingBytes >= longBodyMark)
    body = own
    hooks.answered({ statusCode: info.statusCode, headers, body: own })
    return skipsBody ? 1 : 0
  }
  parser[HTTPParser.kOnBody] = (chunk: Buffer, offset: number, length: number) => {
    if (violation !== undefined) return
    keptBytes += length
    comingBytes -= length
    more = body?.push(chunk.subarray(offset, offset + length)) ?? true
  }
  parser[HTTPParser.kOnMessageComplete] = () => {
    if (!interim) whole = true
  }
  /** Only when all that came is read: what follows an answer must not be taken for the next one. */
  const finish = (): void => {
    const [done, finished] = [hooks, body]
    hooks = undefined
    body = undefined
    comingBytes = 0
    finished?.push(null)
    done?.complete(keepAlive)
  }

  return {
    expect: (next, method) => {
      hooks = next
      withoutBody = method === 'HEAD'
      whole = false
      parser.initialize(HTTPParser.RESPONSE)
    },
    read: (bytes) => {
      keptBytes = 0
      more = true
      if (hooks === undefined) throw malformed('nobody asked for it')
      const read = parser.execute(bytes)
      if (violation !== undefined) throw violation
      if (typeof read !== 'number') throw read
      if (read < bytes.length) throw malformed('more than was asked for')
      if (!whole) return { keptBytes, more }
      finish()
      return { keptBytes, more: true }
    },
    end: () => {
      // Only a body that is as long as its connection ends so.
      if (hooks === undefined || body === undefined) return false
      if (parser.finish() instanceof Error || !whole) return false
      finish()
      return true
    },
    fail: (error) => {
      const failed = body
      body = undefined
      hooks = undefined
      failed?.destroy(error)
    },
    get comingBytes() {
      return comingBytes
    },
  }
}
