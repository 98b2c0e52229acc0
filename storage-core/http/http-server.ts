import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { ossError, type OssError } from '../model/oss-error.ts'
import type { Network } from '../platform/platform.ts'
import { causeCode, errorXml } from './error-reply.ts'
import type { Listener } from './listener.ts'

/** Names of 1,023 bytes take 3 KB when escaped, user metadata up to 8 KB and more when escaped. */
const maxHeaderBytes = 32 * 1024

export interface EndpointOptions {
  readonly listener: Listener
  readonly network: Network
  /** How often bodies are looked at for stalls. */
  readonly bodyCheckMs: number
  readonly headersTimeoutMs: number
}

export interface Endpoint {
  readonly port: number
  /** Stops accepting, lets requests in flight finish for so long, then cuts them off. */
  close(graceMs: number): Promise<void>
}

/**
 * Listens on both loopback addresses, since `localhost` means `::1` to some clients and `127.0.0.1` to others. A machine
 * without IPv6 gets the latter alone. Port 0 takes any that is free on both.
 * @throws OssError StorePortTaken
 */
export async function openEndpoint(port: number, options: EndpointOptions): Promise<Endpoint> {
  for (let attempt = 1; ; attempt++) {
    const v4 = createHttpServer(options)
    const bound = await listen(options.network, v4, port, '127.0.0.1')
    const v6 = createHttpServer(options)
    try {
      await listen(options.network, v6, bound, '::1')
      return endpointOf(bound, [v4, v6], options)
    } catch (error) {
      if (isNoIpv6(error)) return endpointOf(bound, [v4], options)
      await closeServer(v4)
      // With port 0 the system chose a port that something else uses on the other address: choose again.
      if (port !== 0 || attempt >= 5) throw error
    }
  }
}

function isNoIpv6(error: unknown): boolean {
  const code = (error as { cause?: NodeJS.ErrnoException }).cause?.code
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT'
}

async function listen(network: Network, server: Server, port: number, host: string): Promise<number> {
  try {
    return await network.listen(server, { host, port })
  } catch (error) {
    const cause = error as NodeJS.ErrnoException
    const isTaken = cause.code === 'EADDRINUSE' || cause.code === 'EACCES'
    throw ossError('StorePortTaken', isTaken ? { cause, details: { Port: String(port) } } : { message: `Cannot listen on ${host}:${port}`, cause })
  }
}

/** Node has had this switch for long; its types do not. */
type HalfOpenServer = Server & { httpAllowHalfOpen?: boolean }

function createHttpServer({ listener, headersTimeoutMs }: EndpointOptions): Server {
  const server: HalfOpenServer = createServer({
    maxHeaderSize: maxHeaderBytes,
    // Answered by the listener, with OSS's own document.
    requireHostHeader: false,
    // Uploads may take hours; the body watch ends those that stall.
    requestTimeout: 0,
    headersTimeout: headersTimeoutMs,
    connectionsCheckingInterval: Math.ceil(headersTimeoutMs / 2),
    keepAliveTimeout: 60_000,
    noDelay: true,
    highWaterMark: 256 * 1024,
  })
  // A client may say that it sends no more and still wait for its answer (RFC 9112 section 9.6), as `nc -N` does.
  server.httpAllowHalfOpen = true
  const serve = (expectsContinue: boolean) => (request: IncomingMessage, response: ServerResponse) => {
    listener.handle(request, response, expectsContinue)
  }
  server.on('request', serve(false))
  server.on('checkContinue', serve(true))
  server.on('checkExpectation', serve(false))
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    answerClientError(listener, error, socket)
  })
  return server
}

/** What the HTTP parser refuses still gets an OSS error document, unless an answer is under way already. */
function answerClientError(listener: Listener, cause: NodeJS.ErrnoException, socket: Duplex): void {
  const exchange = listener.exchangeOf(socket)
  const isBusy = exchange !== undefined && !exchange.response.writableFinished
  if (isBusy) {
    // Either the client ended its body early, politely or not, or what it sent is no body.
    const error = ossError(cause.code === 'HPE_INVALID_EOF_STATE' || !cause.code?.startsWith('HPE_') ? 'IncompleteBody' : 'BadRequest', { cause })
    if (!exchange.failBody(error)) socket.destroy()
    return
  }
  if (cause.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  socket.end(rawErrorReply(clientError(cause), listener.nextRequestId()))
}

function clientError(cause: NodeJS.ErrnoException & { readonly rawPacket?: Buffer }): OssError {
  if (cause.code === 'HPE_INVALID_URL') return invalidTarget(cause, cause.rawPacket)
  if (cause.code === 'HPE_HEADER_OVERFLOW') {
    return ossError('BadRequest', { message: 'The headers of your request are too large.', cause })
  }
  return cause.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? ossError('RequestTimeout', { cause }) : ossError('BadRequest', { cause })
}

/** The HTTP parser takes no bytes beyond ASCII in a target: names must come percent-encoded. */
function invalidTarget(cause: Error, packet: Buffer | undefined): OssError {
  const target = /^\S+ (\S*)/.exec(packet?.toString('latin1', 0, 4096) ?? '')?.[1] ?? ''
  if (!/[^\u0021-\u007e]/.test(target)) return ossError('BadRequest', { message: 'The request target is not valid.', cause })
  const inBucket = /^\/[^/?]*[^\u0021-\u007e][^/?]*/.test(target)
  return ossError(inBucket ? 'InvalidBucketName' : 'InvalidObjectName', { message: 'Names in the request target must be percent-encoded.', cause })
}

function rawErrorReply(error: OssError, requestId: string): string {
  const xml = errorXml(error, requestId, '', { bucket: '', key: '' })
  return (
    `HTTP/1.1 ${error.status} Bad Request\r\nServer: AliyunOSS\r\nDate: ${new Date().toUTCString()}\r\n` +
    `Content-Type: application/xml\r\nContent-Length: ${Buffer.byteLength(xml)}\r\nConnection: close\r\n` +
    `x-oss-request-id: ${requestId}\r\nx-oss-ec: ${causeCode(error)}\r\n\r\n${xml}`
  )
}

function endpointOf(port: number, servers: readonly Server[], { listener, bodyCheckMs }: EndpointOptions): Endpoint {
  const timer = setInterval(() => {
    listener.bodies.check()
  }, bodyCheckMs)
  timer.unref()
  return {
    port,
    async close(graceMs) {
      clearInterval(timer)
      const closed = Promise.all(servers.map(closeServer))
      // A connection becomes idle when its last answer is out; closing a server does not notice that by itself.
      const sweep = setInterval(() => {
        for (const server of servers) server.closeIdleConnections()
      }, 20)
      const cut = setTimeout(() => {
        for (const server of servers) server.closeAllConnections()
      }, graceMs)
      try {
        await closed
      } finally {
        clearInterval(sweep)
        clearTimeout(cut)
      }
    },
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve()
    })
    server.closeIdleConnections()
  })
}
