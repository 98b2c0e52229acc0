import { validateHeaderName, validateHeaderValue } from 'node:http'
import net, { type LookupFunction, type OnReadOpts, type Socket } from 'node:net'
import tls from 'node:tls'
import { abortReason } from '../aborts.ts'
import { asError } from '../errors.ts'
import { createAnswerReader, type AnswerHooks, type DirectAnswer, type WholeAnswer } from './answer-reader.ts'
import { createLanding } from './landing-blocks.ts'

export interface DirectRequest {
  readonly method: string
  readonly hostname: string
  readonly port: number
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | undefined
  readonly lookup: LookupFunction | undefined
  readonly signal: AbortSignal | undefined
  /** The body of a request that succeeds comes whole when it is no longer than this; never when absent. */
  readonly wholeBytes?: number | undefined
}

export interface DirectOptions {
  readonly secure: boolean
  /** PEM of authorities instead of the usual ones. Certificates are always verified. */
  readonly ca?: string[]
  readonly maxSockets: number
  readonly idleTimeoutMs: number
  /** Instead of the clock: tells of a socket that stands still during a request. */
  readonly watchIdle?: ((socket: Socket, onIdle: () => void) => void) | undefined
}

/**
 * Kept connections to services that are reached without a proxy. Unlike those of node:http, the bytes of a body stay where
 * the socket read them, so that moving a gibibyte costs no second copy of it and no garbage.
 */
export interface DirectConnections {
  /**
   * One request and the head of its answer, whatever its status. @throws Error as sockets fail (`code`), with the signal's
   * reason, or when what comes is no HTTP
   */
  exchange(request: DirectRequest): Promise<DirectAnswer | WholeAnswer>
  close(): void
}

/** Services close what lies idle, and a request that crosses this is lost: Node's own servers do after 5 s. */
const keptIdleMs = 4000

interface Host {
  readonly idle: Connection[]
  readonly waiting: (() => void)[]
  open: number
  session: Buffer | undefined
}

interface Running {
  readonly request: DirectRequest
  /** The head of the request as it is sent. */
  readonly head: string
  readonly resolve: (answer: DirectAnswer | WholeAnswer) => void
  readonly reject: (error: Error) => void
}

interface Connection {
  /** When its last request came to an end, by `performance.now`. */
  idleSinceMs: number
  run(running: Running): void
  destroy(): void
}

export function createDirectConnections(options: DirectOptions): DirectConnections {
  const hosts = new Map<string, Host>()
  const all = new Set<Connection>()

  const hostOf = ({ hostname, port }: DirectRequest): Host => {
    const name = `${hostname}:${String(port)}`
    let host = hosts.get(name)
    if (host === undefined) hosts.set(name, (host = { idle: [], waiting: [], open: 0, session: undefined }))
    return host
  }
  let sweep: NodeJS.Timeout | undefined
  /** One timer for all: to set one for each request would cost more than to read its answer. */
  const closeIdle = (): void => {
    const oldestMs = performance.now() - keptIdleMs
    let kept = 0
    for (const host of hosts.values()) {
      for (const connection of host.idle) {
        if (connection.idleSinceMs <= oldestMs) connection.destroy()
        else kept++
      }
    }
    sweep = kept === 0 ? undefined : setTimeout(closeIdle, keptIdleMs / 4).unref()
  }
  const takeIdle = (host: Host): Connection | undefined => {
    // The one used last is the one least likely to be closed meanwhile.
    const connection = host.idle.pop()
    if (connection === undefined || performance.now() - connection.idleSinceMs < keptIdleMs) return connection
    connection.destroy()
    return undefined
  }
  const open = (host: Host, request: DirectRequest): Connection => {
    host.open++
    const connection = connect(options, host, request, {
      idle: () => {
        host.idle.push(connection)
        sweep ??= setTimeout(closeIdle, keptIdleMs).unref()
        host.waiting.shift()?.()
      },
      closed: () => {
        all.delete(connection)
        const at = host.idle.indexOf(connection)
        if (at >= 0) host.idle.splice(at, 1)
        host.open--
        host.waiting.shift()?.()
      },
    })
    all.add(connection)
    return connection
  }

  return {
    exchange: (request) =>
      new Promise((resolve, reject) => {
        const host = hostOf(request)
        const { signal } = request
        let head = ''
        const start = (): void => {
          signal?.removeEventListener('abort', onAbort)
          const connection = takeIdle(host) ?? open(host, request)
          connection.run({ request, head, resolve, reject })
        }
        const onAbort = (): void => {
          host.waiting.splice(host.waiting.indexOf(start), 1)
          reject(abortReason(signal))
        }
        try {
          if (signal?.aborted === true) throw abortReason(signal)
          if (/[^\u0021-\u00ff]/.test(request.path)) throw new TypeError('A request path must be encoded')
          head = headOf(request)
          if (host.idle.length > 0 || host.open < options.maxSockets) start()
          else {
            signal?.addEventListener('abort', onAbort, { once: true })
            host.waiting.push(start)
          }
        } catch (error) {
          reject(asError(error))
        }
      }),
    close: () => {
      clearTimeout(sweep)
      for (const connection of all) connection.destroy()
    },
  }
}

/** Names are few and come again with each request. */
const validNames = new Set<string>()

/** @throws TypeError for a header that could be taken for more than one */
function headOf({ method, path, headers }: DirectRequest): string {
  let text = `${method} ${path} HTTP/1.1\r\n`
  for (const name in headers) {
    const value = headers[name] ?? ''
    if (!validNames.has(name)) {
      validateHeaderName(name)
      if (validNames.size < 256) validNames.add(name)
    }
    validateHeaderValue(name, value)
    text += `${name}: ${value}\r\n`
  }
  return `${text}connection: keep-alive\r\n\r\n`
}

function connect(options: DirectOptions, host: Host, request: DirectRequest, tell: { idle(): void; closed(): void }): Connection {
  const landing = createLanding()
  const reader = createAnswerReader()
  let running: Running | undefined
  let answered = false
  let failure: Error | undefined
  let watched: AbortSignal | undefined

  const onread: OnReadOpts = {
    buffer: () => landing.next(reader.comingBytes),
    callback: (bytes, memory) => {
      try {
        const { keptBytes, more } = reader.read(Buffer.from(memory.buffer, memory.byteOffset, bytes))
        // Pieces lie behind each other from the start of what was kept, so all of the read stays when any of it does.
        if (keptBytes > 0) landing.kept(bytes, keptBytes)
        return more
      } catch (error) {
        socket.destroy(asError(error))
        return false
      }
    },
  }
  const socket = openSocket(options, host, request, onread)

  /** The request under way has come to its end, whichever. */
  const finish = (): void => {
    running = undefined
  }
  /** Requests of one job share a signal, so it is listened to once for all that go through this connection. */
  const watch = (signal: AbortSignal | undefined): void => {
    if (signal === watched) return
    watched?.removeEventListener('abort', onAbort)
    watched = signal
    watched?.addEventListener('abort', onAbort, { once: true })
  }
  const fail = (error: Error): void => {
    if (running === undefined) return
    const { reject } = running
    finish()
    if (answered) reader.fail(error)
    else reject(error)
  }
  const onAbort = (): void => {
    if (running === undefined) return
    fail(abortReason(running.request.signal))
    socket.destroy()
  }
  const onIdle = (): void => {
    if (running === undefined) socket.destroy()
    else socket.destroy(Object.assign(new Error('Nothing moved on the connection'), { code: 'ETIMEDOUT' }))
  }

  if (options.watchIdle === undefined) socket.setTimeout(options.idleTimeoutMs)
  socket.on('timeout', onIdle)
  socket.on('error', (error) => {
    failure ??= error
  })
  socket.on('end', () => {
    if (running !== undefined && reader.end()) socket.destroy()
  })
  socket.on('close', () => {
    fail(failure ?? Object.assign(new Error('The connection was closed before the answer was whole'), { code: 'ECONNRESET' }))
    watch(undefined)
    landing.end()
    tell.closed()
  })

  const hooks: AnswerHooks = {
    answered: (answer) => {
      answered = true
      running?.resolve(answer)
    },
    wanted: () => {
      socket.resume()
    },
    complete: (reusable) => {
      finish()
      // What was not sent yet of a request that is answered already would only cost time.
      if (!reusable || socket.writableLength > 0 || socket.destroyed) {
        socket.destroy()
        return
      }
      socket.unref()
      own.idleSinceMs = performance.now()
      tell.idle()
    },
    abandoned: () => {
      finish()
      socket.destroy()
    },
  }

  const own: Connection = {
    idleSinceMs: 0,
    run: (next) => {
      const { method, body, signal, wholeBytes } = next.request
      running = next
      answered = false
      socket.ref()
      options.watchIdle?.(socket, onIdle)
      watch(signal)
      reader.expect(hooks, method, wholeBytes)
      if (body === undefined || body.length === 0) {
        socket.write(next.head, 'latin1')
        return
      }
      socket.cork()
      socket.write(next.head, 'latin1')
      socket.write(body)
      socket.uncork()
    },
    destroy: () => {
      socket.destroy()
    },
  }
  return own
}

function openSocket({ secure, ca }: DirectOptions, host: Host, { hostname, port, lookup }: DirectRequest, onread: OnReadOpts): Socket {
  const target = { host: hostname, port, noDelay: true, onread, ...(lookup === undefined ? {} : { lookup }) }
  if (!secure) return net.connect(target)
  const name = net.isIP(hostname) === 0 ? { servername: hostname } : {}
  const session = host.session === undefined ? {} : { session: host.session }
  const socket = tls.connect({ ...target, ...name, ...session, ...(ca === undefined ? {} : { ca }), ALPNProtocols: ['http/1.1'], rejectUnauthorized: true })
  socket.on('session', (ticket) => {
    host.session = ticket
  })
  return socket
}
