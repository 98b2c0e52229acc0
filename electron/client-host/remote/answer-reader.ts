import type { IncomingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'
import { createAnswerParser, malformed } from './answer-parser.ts'
import { longBlockBytes } from './landing-blocks.ts'
import { headersOf, readPlainHead, type PlainHead } from './plain-head.ts'

/** The head of an answer, and its body as it comes. */
export interface DirectAnswer {
  readonly statusCode: number
  readonly headers: IncomingHttpHeaders
  /** Must be read to its end or destroyed; its pieces may be given back (`giveBack`). Fails with ECONNRESET when it is cut short. */
  readonly body: Readable
}

/** An answer that is here to its last byte. */
export interface WholeAnswer extends Pick<PlainHead, 'statusCode' | 'headers' | 'field'> {
  /** The body, to be given back like the pieces of another (`giveBack`). */
  readonly pieces: readonly Buffer[]
}

/** What an answer asks of the connection it comes through. */
export interface AnswerHooks {
  /** The head is here, or all of an answer whose body was to come whole. */
  answered(answer: DirectAnswer | WholeAnswer): void
  /** Whoever reads the body can take more again. */
  wanted(): void
  /** All of the answer came. @param reusable whether another request may follow on this connection */
  complete(reusable: boolean): void
  /** The body was given up before its end. */
  abandoned(): void
}

/** Reads one answer after the other from the bytes of a connection (RFC 9112). */
export interface AnswerReader {
  /** Before the request is sent. @param wholeBytes a body up to this long comes whole, when the request succeeded and the head is plain */
  expect(hooks: AnswerHooks, method: string, wholeBytes?: number): void
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

const longBodyMark = 1024 * 1024

function wholeOf({ head, pieces }: { readonly head: PlainHead; readonly pieces: readonly Buffer[] }): WholeAnswer {
  const { statusCode, field } = head
  return {
    statusCode,
    field,
    get headers() {
      return head.headers
    },
    pieces,
  }
}

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
  let wholeMost = 0
  /** Nothing of the answer was read yet. */
  let fresh = true
  /** The answer is one with a plain head, which needs no parser. */
  let plain = false
  let body: Readable | undefined
  /** In place of the body of one that comes whole. */
  let gathered: { readonly head: PlainHead; readonly pieces: Buffer[] } | undefined
  let comingBytes = 0
  let keptBytes = 0
  let more = true
  let keepAlive = false
  let whole = false

  const parser = createAnswerParser({
    head: ({ statusCode, fields, lengthBytes, staysOpen }, endsWithConnection) => {
      const skipsBody = withoutBody || statusCode === 204 || statusCode === 304
      comingBytes = skipsBody ? 0 : (lengthBytes ?? 0)
      keepAlive = staysOpen && (skipsBody || !endsWithConnection)
      if (hooks !== undefined) begin(hooks, statusCode, headersOf(fields))
      return !skipsBody
    },
    piece: (bytes) => {
      take(bytes)
    },
    end: () => {
      whole = true
    },
  })
  const begin = (asked: AnswerHooks, statusCode: number, headers: IncomingHttpHeaders): void => {
    const own = createBody(asked, () => body !== own, comingBytes >= longBodyMark)
    body = own
    asked.answered({ statusCode, headers, body: own })
  }
  const take = (piece: Buffer): void => {
    keptBytes += piece.length
    comingBytes -= piece.length
    if (gathered === undefined) more = body?.push(piece) ?? true
    else gathered.pieces.push(piece)
  }
  /** Only when all that came is read: what follows an answer must not be taken for the next one. */
  const finish = (): void => {
    const done = hooks
    const finished = body
    const answer = gathered
    hooks = undefined
    body = undefined
    gathered = undefined
    comingBytes = 0
    finished?.push(null)
    if (answer !== undefined) done?.answered(wholeOf(answer))
    done?.complete(keepAlive)
  }
  /** @returns false for an answer that the parser has to read */
  const readPlainly = (bytes: Buffer): boolean => {
    let at = 0
    if (!plain) {
      const head = fresh && !withoutBody ? readPlainHead(bytes) : undefined
      fresh = false
      if (head === undefined || hooks === undefined || bytes.length - head.endsAt > head.lengthBytes) {
        parser.begin()
        return false
      }
      plain = true
      keepAlive = head.keepAlive
      comingBytes = head.lengthBytes
      at = head.endsAt
      if (comingBytes <= wholeMost && head.statusCode < 300) gathered = { head, pieces: [] }
      else begin(hooks, head.statusCode, head.headers)
    }
    if (bytes.length - at > comingBytes) throw malformed('more than was asked for')
    if (at < bytes.length) take(at === 0 ? bytes : bytes.subarray(at))
    whole = comingBytes === 0
    return true
  }

  return {
    expect: (next, method, wholeBytes = -1) => {
      hooks = next
      withoutBody = method === 'HEAD'
      wholeMost = wholeBytes
      whole = false
      fresh = true
      plain = false
    },
    read: (bytes) => {
      keptBytes = 0
      more = true
      if (hooks === undefined) throw malformed('nobody asked for it')
      const isRead = (plain || fresh) && readPlainly(bytes)
      if (!isRead) parser.read(bytes)
      if (!whole) return { keptBytes, more }
      finish()
      return { keptBytes, more: true }
    },
    end: () => {
      // Only a body that is as long as its connection ends so.
      if (hooks === undefined || body === undefined || plain) return false
      if (!parser.end()) return false
      finish()
      return true
    },
    fail: (error) => {
      const failed = body
      body = undefined
      gathered = undefined
      hooks = undefined
      failed?.destroy(error)
    },
    get comingBytes() {
      return comingBytes
    },
  }
}
