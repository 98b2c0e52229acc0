import { setMaxListeners } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { inspect } from 'node:util'
import type { ByteSink } from '../blobs/blob-store.ts'
import type { ObjectBody } from '../engine/object-engine.ts'
import { isOssError, type OssError } from '../model/oss-error.ts'
import type { Clock } from '../platform/platform.ts'
import type { BodyWatch } from './body-watch.ts'
import { copyCompressed } from './compress.ts'
import type { Answers } from './answers.ts'
import { causeCode, errorXml, headErrorHeader, toServiceError } from './error-reply.ts'
import type { HttpLog } from './http-log.ts'
import { redactText, redactUrl } from './redact.ts'
import { createPacer, pacedBody, pacedSink } from './pace.ts'
import { clientGone, isObjectBody, responseSink, type FlatHeaders, type Reply, type Transfer } from './reply.ts'
import { openRequestBody, type RequestBody } from './request-body.ts'
import type { Address } from './target.ts'

export interface EndedAnswer {
  readonly response: ServerResponse
  readonly body: string | Uint8Array | undefined
  /** Of a body that is text. */
  readonly encoding: 'utf8' | 'latin1'
}

export interface ExchangeTools {
  readonly clock: Clock
  readonly watch: BodyWatch
  /** Ends a response whose head is written. They leave together, at the end of the turn. */
  end(answer: EndedAnswer): void
  readonly log: HttpLog
  /** A client that takes nothing of an answer for so long is cut off. */
  readonly sendStallMs: number
}

/** Unread bodies up to this size are read and dropped, so that the connection stays usable. */
const dropUnreadBytes = 64 * 1024
/** Longer ones: how much, and how long, a client may go on sending after it got its error. */
const lingerBytes = 16 * 1024 * 1024
const lingerMs = 2000

/**
 * Node joins a string body with the headers into one write, and sends bytes as a second buffer. For small bodies the string
 * is the cheaper of the two; one Latin-1 character stands for one byte, so nothing changes on the wire.
 */
const joinBytes = 4096

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

function cutOff(this: Socket): void {
  this.destroy()
}

const gone = Symbol('gone')

function signalOf(socket: Socket): AbortSignal {
  const controller = new AbortController()
  // One for each request in the pipeline: no number of them is a leak.
  setMaxListeners(0, controller.signal)
  if (socket.destroyed) controller.abort(clientGone())
  else socket.once('close', () => controller.abort(clientGone()))
  return controller.signal
}

/** One request and its response: what is common to every operation besides the operation itself. */
export class Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly requestId: string
  /** For the error document; set as soon as it is known. */
  address: Address = { bucket: '', key: '' }
  /** Set as soon as it is known that the request is not in OSS's own dialect. */
  answers: Answers | undefined = undefined
  /** A web page sent the request, and the bucket's CORS rules let it. */
  isFromAllowedPage = false
  private readonly startMs: number
  private readonly tools: ExchangeTools
  private readonly expectsContinue: boolean
  private requestBody: RequestBody | undefined
  private bodyFailure: Error | undefined
  private addedHeaders: FlatHeaders | undefined = undefined

  constructor(request: IncomingMessage, response: ServerResponse, requestId: string, expectsContinue: boolean, tools: ExchangeTools) {
    this.request = request
    this.response = response
    this.requestId = requestId
    this.expectsContinue = expectsContinue
    this.tools = tools
    this.startMs = tools.clock.now()
  }

  /** Aborted when the connection ends. One for all requests of a connection: making one costs as much as a signature. */
  get signal(): AbortSignal {
    const socket = this.request.socket as Socket & { [gone]?: AbortSignal }
    return (socket[gone] ??= signalOf(socket))
  }

  /** Goes with the answer, whatever it will be, errors included. */
  addHeaders(headers: FlatHeaders): void {
    if (headers.length > 0) this.addedHeaders = this.addedHeaders === undefined ? headers : [...this.addedHeaders, ...headers]
  }

  /** `bitsPerSecond` is what the client wants to be slowed down to. */
  body(bitsPerSecond?: number): AsyncIterable<Uint8Array> {
    if (this.requestBody) throw new Error('the body of a request can be read only once')
    if (this.expectsContinue) this.response.writeContinue()
    this.requestBody = openRequestBody(this.request, this.tools.watch)
    if (this.bodyFailure) this.requestBody.fail(this.bodyFailure)
    if (bitsPerSecond === undefined) return this.requestBody
    return pacedBody(this.requestBody, createPacer(bitsPerSecond, this.tools.clock), this.signal)
  }

  /**
   * The connection can bring no more of this request. Whoever reads the body now, or asks for it later, gets the error.
   * @returns false when the answer is on its way already
   */
  failBody(error: Error): boolean {
    if (this.response.headersSent) return false
    this.bodyFailure = error
    this.requestBody?.fail(error)
    return true
  }

  /** Returns a promise where the answer goes out piece by piece. */
  send(reply: Reply): Promise<void> | undefined {
    const { body } = reply
    if (isObjectBody(body)) {
      if (body.inline === undefined || reply.transfer !== undefined) return this.sendObject(reply, body)
      // All of it is at hand, so there is nothing to close.
      const headers = this.commonHeaders(reply.headers)
      headers.push('Content-Length', String(body.sizeBytes))
      this.finish(reply.status, headers, body.inline)
      return undefined
    }
    const length = body === undefined ? 0 : typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength
    const bare = this.request.method === 'HEAD' || reply.status === 204 || reply.status === 304
    const headers = this.commonHeaders(reply.headers)
    if (!bare) headers.push('Content-Length', String(length))
    this.finish(reply.status, headers, bare ? undefined : body)
    return undefined
  }

  fail(thrown: unknown): void {
    const { request, response } = this
    // Nobody is there to answer, or half an answer is out already: all that is left is to end the connection.
    if (response.headersSent || response.destroyed || request.socket.destroyed) {
      if (!response.writableFinished) {
        if (!isClientsDoing(thrown)) this.report(thrown)
        response.destroy()
      }
      return
    }
    const error = toServiceError(thrown, (cause) => {
      this.report(cause)
    })
    const hostId = request.headers.host ?? ''
    const address = { ...this.address, method: request.method ?? '' }
    if (this.answers !== undefined) {
      const answer = this.answers.error(error, { requestId: this.requestId, hostId, address })
      this.finishError(error, answer.status, this.commonHeaders(answer.headers), request.method === 'HEAD' ? undefined : answer.xml)
      return
    }
    const headers = this.commonHeaders(flatten(error.headers))
    headers.push('x-oss-ec', causeCode(error))
    if (request.method === 'HEAD') {
      headers.push('x-oss-err', headErrorHeader(error, this.requestId, hostId, address))
      this.finish(error.status, headers, undefined)
      return
    }
    this.finishError(error, error.status, headers, errorXml(error, this.requestId, hostId, address))
  }

  private finishError(error: OssError, status: number, headers: string[], document: string | undefined): void {
    if (document === undefined) {
      this.finish(status, headers, undefined)
      return
    }
    const xml = Buffer.from(document, 'utf8')
    headers.push('Content-Type', 'application/xml', 'Content-Length', String(xml.byteLength))
    this.finish(status, headers, xml, error)
  }

  private async sendObject(reply: Reply, body: Exclude<Reply['body'], string | Uint8Array | undefined>): Promise<void> {
    const { transfer } = reply
    try {
      const headers = this.commonHeaders(reply.headers)
      if (transfer?.isCompressed !== true) headers.push('Content-Length', String(body.sizeBytes))
      const { response, request, signal } = this
      response.writeHead(reply.status, headers)
      request.socket.setTimeout(this.tools.sendStallMs, cutOff)
      await copyBody(body, responseSink(response, signal), { ...transfer, clock: this.tools.clock, signal })
      // Named again, because only that takes the listener off the socket, which serves more requests.
      request.socket.setTimeout(0, cutOff)
      response.end()
    } finally {
      await body.close()
    }
  }

  private commonHeaders(replied: FlatHeaders): string[] {
    const own = this.addedHeaders === undefined ? replied : [...replied, ...this.addedHeaders]
    if (this.answers !== undefined) return [...this.answers.commonHeaders(this.requestId), ...own]
    const spent = String(Math.max(0, this.tools.clock.now() - this.startMs))
    return ['Server', 'AliyunOSS', 'x-oss-request-id', this.requestId, 'x-oss-server-time', spent, ...own]
  }

  private finish(status: number, headers: string[], body: string | Uint8Array | undefined, error?: OssError): void {
    const { request, response } = this
    if (!this.mustClose(error)) {
      response.writeHead(status, headers)
      const isShort = body instanceof Uint8Array && body.byteLength <= joinBytes
      this.tools.end(isShort ? { response, body: latin1(body), encoding: 'latin1' } : { response, body, encoding: 'utf8' })
      return
    }
    headers.push('Connection', 'close')
    response.writeHead(status, headers)
    if (body !== undefined) response.write(body)
    else response.flushHeaders()
    this.linger(() => {
      response.end()
    })
    request.on('error', () => undefined)
  }

  /** True when the client may still be sending: the rest of its body must not be taken for the next request. */
  private mustClose(error: OssError | undefined): boolean {
    const { request } = this
    if (request.complete) return false
    if (error?.code === 'RequestTimeout' || error?.code === 'IncompleteBody') return true
    const length = request.headers['content-length']
    if (request.headers['transfer-encoding'] === undefined && (length === undefined || length === '0')) return false
    if (this.expectsContinue && !this.requestBody) return true
    return length === undefined || Number(length) > dropUnreadBytes
  }

  /**
   * Closing a socket with unread bytes makes the kernel reset it, and the client may lose the answer that says why. So the
   * answer goes out first, then the client's bytes are dropped for a bounded while.
   */
  private linger(end: () => void): void {
    const { request } = this
    if (request.destroyed || request.readableEnded || request.socket.readableEnded || (this.expectsContinue && !this.requestBody)) {
      end()
      return
    }
    let dropped = 0
    const stop = () => {
      clearTimeout(timer)
      request.off('data', onData).off('end', stop).off('close', stop)
      end()
    }
    const onData = (chunk: Uint8Array) => {
      dropped += chunk.byteLength
      if (dropped > lingerBytes) stop()
    }
    const timer = setTimeout(stop, lingerMs)
    timer.unref()
    request.on('data', onData).on('end', stop).on('close', stop)
    request.resume()
  }

  private report(error: unknown): void {
    this.tools.log({
      kind: 'internal-error',
      requestId: this.requestId,
      method: this.request.method ?? '',
      url: redactUrl(this.request.url ?? ''),
      error: redactText(inspect(error)),
    })
  }
}

/** Errors that only say that the client left or sent something wrong; everything else is a bug or a broken disk. */
function isClientsDoing(error: unknown): boolean {
  if (isOssError(error)) return error.status > 0 && error.status < 500
  return error instanceof Error && error.name === 'AbortError'
}

function flatten(headers: Readonly<Record<string, string>>): FlatHeaders {
  const entries = Object.entries(headers)
  return entries.length === 0 ? [] : entries.flat()
}

function copyBody(
  body: ObjectBody,
  sink: ByteSink,
  { isCompressed, bitsPerSecond, clock, signal }: Partial<Transfer> & { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  const paced = bitsPerSecond === undefined ? sink : pacedSink(sink, createPacer(bitsPerSecond, clock), signal)
  return isCompressed === true ? copyCompressed(body, paced, signal) : body.copyTo(paced, signal)
}
