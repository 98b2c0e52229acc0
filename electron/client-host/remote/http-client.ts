import http, { type IncomingHttpHeaders } from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { abortReason, sleep } from '../aborts.ts'
import { asPassing, codeOf, isAbort, localError, RemoteError } from '../errors.ts'
import type { ProxyChoice } from '../proxy/proxy-list.ts'
import { proxyWantsAuthentication } from '../proxy/proxy-errors.ts'
import type { ProxyRouter } from '../proxy/proxy-router.ts'
import { proxyAuthorization } from '../proxy/proxy-tunnel.ts'
import { createRoutedAgent, takesWholeUrls, type RoutedRequestOptions } from '../proxy/proxying-agents.ts'
import type { RequestSigner } from '../signing/request-signer.ts'
import { addressOf, type Endpoint } from './addressing.ts'
import { createBucketPlaces, type Place } from './bucket-places.ts'
import { skewOf } from './clock-skew.ts'
import type { DirectAnswer, WholeAnswer } from './answer-reader.ts'
import { ossDialect, type Dialect } from './dialect.ts'
import { createDirectConnections } from './direct-connections.ts'
import { headerText, readErrorAnswer, requestIdOf } from './error-answer.ts'
import { giveBack } from './landing-blocks.ts'
import { loopbackLookup } from './loopback-lookup.ts'
import { defaultRetryPolicy, retryDelayMs, type RetryPolicy } from './retry-policy.ts'
import { trustedAuthorities } from './trusted-authorities.ts'

export interface HttpClientOptions {
  readonly endpoint: Endpoint
  readonly signer: RequestSigner
  /** OSS's own when absent. */
  readonly dialect?: Dialect
  /** Refuses every request but GET and HEAD with ConnectionReadOnly before anything is sent. */
  readonly readOnly?: boolean
  /** PEM of an authority trusted beside the usual ones. Certificates are always verified. */
  readonly caCertificate?: string | undefined
  /** Knows the way to each host; straight when absent. */
  readonly proxy?: ProxyRouter | undefined
  readonly maxSockets?: number
  /** A socket on which nothing moved for so long is given up. */
  readonly idleTimeoutMs?: number
  /** Instead of the clock: tells of a socket that stands still during a request by calling `onIdle`. For tests, whose machine may be slow. */
  readonly watchIdle?: (socket: Socket, onIdle: () => void) => void
  readonly retryPolicy?: RetryPolicy
  /** What requests are signed by. */
  readonly region?: string
  /** False for one that is to see where a bucket is said to be. */
  readonly followsRegions?: boolean
  readonly now?: () => number
  readonly random?: () => number
}

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
  readonly bucket?: string | undefined
  readonly key?: string | undefined
  readonly query?: Readonly<Record<string, string>>
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>
  /** Bytes, or a stream opened anew for each try. Its length is then `bodyBytes`. */
  readonly body?: Buffer | (() => Readable)
  readonly bodyBytes?: number
  /** Tries in all; 1 leaves trying again to the caller. Only requests that may be repeated get more. */
  readonly maxAttempts?: number
  readonly signal?: AbortSignal | undefined
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly requestId: string | undefined
  /** Must be read to its end or destroyed. Closing early ends the socket. */
  readonly body: Readable
}

/** An answer that is here to its last byte. */
export interface WholeHttpAnswer extends Pick<HttpAnswer, 'headers' | 'requestId'> {
  /** One header by its name, in OSS's words, without making all of them. */
  readonly field: (name: string) => string | undefined
  /** May be given back when nobody looks at them any more (`giveBack`). */
  readonly pieces: readonly Buffer[]
}

export interface HttpClient {
  /** Resolves with the head of a 2xx answer. @throws RemoteError for any other, or when the endpoint cannot be reached */
  send(request: HttpRequest): Promise<HttpAnswer>
  /**
   * As `send`. A body of at most so many bytes may come whole, which costs a fraction of a stream; then what fails on its way
   * fails the call.
   */
  sendForPieces(request: HttpRequest, mostBytes: number): Promise<HttpAnswer | WholeHttpAnswer>
  /** As `send`, with the whole body as text; what fails while it is read is tried again like the request. */
  sendForText(request: HttpRequest): Promise<{ readonly headers: IncomingHttpHeaders; readonly requestId: string | undefined; readonly text: string }>
  /** Where requests for a bucket go now, and by which region they are signed when that is not the connection's. */
  placeOf(bucket: string): Place
  /** Ends idle sockets; running requests go on. */
  close(): void
}

interface ExchangeCall {
  readonly request: HttpRequest
  readonly headers: Readonly<Record<string, string>>
  readonly hostname: string
  readonly port: number
  /** Host with its port where that is not the usual one. */
  readonly host: string
  readonly path: string
  readonly route: ProxyChoice
  readonly wholeBytes: number | undefined
}

/** A service that sends a request back and forth is not followed for ever. */
const movesMax = 2
/** Of a text that is not worth a stream. */
const maxPieceBytes = 1024 * 1024
const maxErrorBodyBytes = 256 * 1024
const maxTextBytes = 64 * 1024 * 1024

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { endpoint, signer } = options
  const now = options.now ?? Date.now
  const random = options.random ?? Math.random
  const idleTimeoutMs = options.idleTimeoutMs ?? 60_000
  const watchIdle = (outgoing: http.ClientRequest, onIdle: () => void): void => {
    if (options.watchIdle === undefined) outgoing.setTimeout(idleTimeoutMs, onIdle)
    else outgoing.once('socket', (socket: Socket) => options.watchIdle?.(socket, onIdle))
  }
  const places = createBucketPlaces(endpoint, options.region)
  const library = endpoint.protocol === 'https:' ? https : http
  const dialect = options.dialect ?? ossDialect
  const sockets = { keepAlive: true, maxSockets: options.maxSockets ?? 64, maxFreeSockets: 32, scheduling: 'lifo' } as const
  const agentOptions = endpoint.protocol === 'https:' ? { ...sockets, rejectUnauthorized: true, ...trustedAuthorities(options.caCertificate) } : sockets
  const router = options.proxy
  const agent = router === undefined ? new library.Agent(agentOptions) : createRoutedAgent(endpoint.protocol, agentOptions, { credentials: router.credentials, caCertificate: options.caCertificate })

  const direct = createDirectConnections({
    secure: endpoint.protocol === 'https:',
    ...trustedAuthorities(options.caCertificate),
    maxSockets: sockets.maxSockets,
    idleTimeoutMs,
    watchIdle: options.watchIdle,
  })

  const attempt = async (request: HttpRequest, wholeBytes?: number): Promise<HttpAnswer | WholeHttpAnswer> => {
    request.signal?.throwIfAborted()
    // Here and not where operations are, so that an operation added later is refused as well.
    if (options.readOnly === true && request.method !== 'GET' && request.method !== 'HEAD') throw localError('ConnectionReadOnly', { Method: request.method })
    const place = places.of(request.bucket)
    const at = place?.endpoint ?? endpoint
    const address = addressOf(at, request)
    const bodyBytes = request.body instanceof Buffer ? request.body.length : request.bodyBytes
    const headers = signer.sign({
      method: request.method,
      bucket: request.bucket,
      key: request.key,
      query: request.query ?? {},
      region: place?.region,
      headers: {
        host: address.host,
        'accept-encoding': 'identity',
        'user-agent': 'ossia',
        ...dialect.requestHeaders(request.headers ?? {}, request.query ?? {}),
        ...(bodyBytes === undefined ? (request.method === 'PUT' || request.method === 'POST' ? { 'content-length': '0' } : {}) : { 'content-length': String(bodyBytes) }),
      },
    })
    const { hostname, host, path } = address
    const route = router === undefined ? 'direct' : await routeTo(router, hostname, at.port, request.signal)
    const answer = await exchange({ request, headers, hostname, host, path, port: at.port, route, wholeBytes })
    // Only what succeeded comes whole.
    if ('pieces' in answer) return wholeAnswer(answer)
    const status = answer.statusCode
    const answered = dialect.answerHeaders(answer.headers)
    if (status >= 200 && status < 300) return { status, headers: answered, requestId: requestIdOf(answered), body: answer.body }
    throw readErrorAnswer({
      status,
      headers: answered,
      body: await readText(answer.body, maxErrorBodyBytes, true),
      nowMs: now(),
      translateCode: (code) => dialect.errorCode(code, request.headers ?? {}),
    })
  }

  const wholeAnswer = (answer: WholeAnswer): WholeHttpAnswer => {
    const field = (name: string): string | undefined => dialect.answerField(answer.field, name)
    return {
      field,
      get headers() {
        return dialect.answerHeaders(answer.headers)
      },
      get requestId() {
        return field('x-oss-request-id')
      },
      pieces: answer.pieces,
    }
  }

  const routeTo = async (ways: ProxyRouter, hostname: string, port: number, signal: AbortSignal | undefined): Promise<ProxyChoice> => {
    const route = await ways.pick({ protocol: endpoint.protocol, hostname, port })
    signal?.throwIfAborted()
    return route
  }

  const exchange = (call: ExchangeCall): Promise<DirectAnswer | WholeAnswer> => {
    const { request, route } = call
    // Bytes that are still to be read and ways through a proxy are left to node:http.
    return route === 'direct' && typeof request.body !== 'function' ? exchangeDirectly(call, request.body) : exchangeByAgent(call)
  }

  const exchangeDirectly = async ({ request, hostname, port, path, headers, wholeBytes }: ExchangeCall, body: Buffer | undefined): Promise<DirectAnswer | WholeAnswer> => {
    const lookup = hostname.endsWith('.localhost') ? loopbackLookup : undefined
    try {
      return await direct.exchange({ method: request.method, hostname, port, path, headers, body, lookup, signal: request.signal, wholeBytes })
    } catch (error) {
      // Something that must not be sent at all.
      if (error instanceof TypeError) throw error
      throw request.signal?.aborted === true ? abortReason(request.signal) : asNetworkError(error, endpoint)
    }
  }

  const exchangeByAgent = (call: ExchangeCall): Promise<DirectAnswer> =>
    new Promise((resolve, reject) => {
      const { request, route } = call
      const whole = takesWholeUrls(route, endpoint.protocol)
      // Only a proxy that gets the whole request sees this header here; through a tunnel the proxy has had it already.
      const proxyHeaders = whole && router?.credentials !== undefined ? { 'proxy-authorization': proxyAuthorization(router.credentials) } : {}
      const routed: RoutedRequestOptions = router === undefined ? {} : { ossiaRoute: route }
      const outgoing = library.request({
        agent,
        hostname: call.hostname,
        port: call.port,
        method: request.method,
        path: whole ? `${endpoint.protocol}//${call.host}${call.path}` : call.path,
        headers: { ...call.headers, ...proxyHeaders },
        ...routed,
        ...(call.hostname.endsWith('.localhost') ? { lookup: loopbackLookup } : {}),
        ...(request.signal === undefined ? {} : { signal: request.signal }),
      })
      const source = typeof request.body === 'function' ? request.body() : undefined
      let answered = false
      watchIdle(outgoing, () => {
        outgoing.destroy(Object.assign(new Error('Nothing moved on the connection'), { code: 'ETIMEDOUT' }))
      })
      outgoing.once('response', (answer) => {
        answered = true
        if (source !== undefined && !source.readableEnded) {
          // The service answered before the body was through (a refusal): sending the rest would only cost time.
          source.destroy()
          answer.once('close', () => outgoing.destroy())
        }
        if (whole && answer.statusCode === 407) {
          answer.destroy()
          reject(proxyWantsAuthentication(route, headerText(answer.headers['proxy-authenticate'])))
        } else resolve({ statusCode: answer.statusCode ?? 0, headers: answer.headers, body: answer })
      })
      outgoing.on('error', (error) => {
        source?.destroy()
        if (codeOf(error) === 'ProxyUnreachable') router?.markBroken(route)
        if (!answered) reject(request.signal?.aborted ? abortReason(request.signal) : asNetworkError(error, endpoint))
      })
      if (source === undefined) outgoing.end(request.body)
      else {
        source.once('error', (error) => {
          if (answered) return
          // The reader's own failure is the cause the caller must see, not the broken request that follows.
          answered = true
          reject(error)
          outgoing.destroy()
        })
        source.pipe(outgoing)
      }
    })

  const withRetries = async <T>(request: HttpRequest, run: () => Promise<T>): Promise<T> => {
    const policy = { ...(options.retryPolicy ?? defaultRetryPolicy), ...(request.maxAttempts === undefined ? {} : { maxAttempts: request.maxAttempts }) }
    let clockCorrected = false
    let moves = 0
    for (let tries = 1; ; tries++) {
      try {
        return await run()
      } catch (error) {
        if (isAbort(error)) throw error
        const skew = clockCorrected ? undefined : skewOf(error, signer.clockMs())
        if (skew !== undefined) {
          clockCorrected = true
          signer.correctClock(skew.serverTimeMs)
          tries--
          continue
        }
        if (options.followsRegions !== false && moves < movesMax && places.learn(error, request.bucket)) {
          moves++
          // A stream was perhaps begun to be read: whoever opened it sends it again.
          if (typeof request.body === 'function' && error instanceof RemoteError) throw asPassing(error)
          tries--
          continue
        }
        const delayMs = retryDelayMs(error, tries, random(), policy)
        if (delayMs === undefined) throw error
        await sleep(delayMs, request.signal)
      }
    }
  }

  return {
    send: async (request) => {
      const answer = await withRetries(request, () => attempt(request))
      if ('pieces' in answer) throw new Error('Nobody asked for this answer whole')
      return answer
    },
    sendForPieces: (request, mostBytes) => withRetries(request, () => attempt(request, mostBytes)),
    sendForText: (request) =>
      withRetries(request, async () => {
        const answer = await attempt(request, maxPieceBytes)
        if ('pieces' in answer) return { headers: answer.headers, requestId: answer.requestId, text: textOf(answer.pieces) }
        const text = await readText(answer.body, maxTextBytes, false).catch((error: unknown) => {
          throw request.signal?.aborted === true ? abortReason(request.signal) : asNetworkError(error, endpoint)
        })
        return { headers: answer.headers, requestId: answer.requestId, text }
      }),
    placeOf: (bucket) => places.of(bucket) ?? { endpoint, region: undefined },
    close: () => {
      agent.destroy()
      direct.close()
    },
  }
}

function textOf(pieces: readonly Buffer[]): string {
  const [only] = pieces
  const text = pieces.length === 1 && only !== undefined ? only.toString('utf8') : Buffer.concat(pieces).toString('utf8')
  for (const piece of pieces) giveBack(piece)
  return text
}

/** Whole body as UTF-8. Beyond the cap the rest is cut off (`truncate`) or it fails. */
async function readText(body: Readable, maxBytes: number, truncate: boolean): Promise<string> {
  const chunks: Buffer[] = []
  let total = 0
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      total += chunk.length
      if (total <= maxBytes) continue
      if (!truncate) throw new Error('The answer is larger than any answer of this operation')
      break
    }
  } catch (error) {
    // Of an error answer the part that came is worth more than how it ended.
    if (!truncate) throw error
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** A stream's failure while bytes were under way, as a retryable error with its cause. */
export function asNetworkError(error: unknown, endpoint?: Endpoint): Error {
  if (error instanceof RemoteError || isAbort(error)) return error as Error
  return unreachable(error, endpoint)
}

function unreachable(error: unknown, endpoint?: Endpoint): RemoteError {
  const cause = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : error instanceof Error ? error.message : String(error)
  return new RemoteError({
    code: 'NetworkUnreachable',
    message: 'The endpoint cannot be reached',
    status: 0,
    // A certificate that is not trusted will not be trusted a second later either.
    retryable: !/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(cause),
    details: { ...(endpoint === undefined ? {} : { endpoint: `${endpoint.hostname}:${String(endpoint.port)}` }), cause },
    cause: error,
  })
}
