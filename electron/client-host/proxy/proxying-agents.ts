import http, { type AgentOptions } from 'node:http'
import https from 'node:https'
import net from 'node:net'
import tls from 'node:tls'
import type { Duplex } from 'node:stream'
import { asError } from '../errors.ts'
import type { ProxyServer } from '../../contract/proxy.ts'
import { nameOfChoice, type ProxyChoice } from './proxy-list.ts'
import { connectToProxy, openTunnel, type ProxyAccess } from './proxy-tunnel.ts'

/** Request option that says which way this request goes. */
export interface RoutedRequestOptions {
  readonly ossiaRoute?: ProxyChoice
}

/** True when the proxy gets the request itself, with the whole URL in its first line (RFC 9112, section 3.2.2). */
export function takesWholeUrls(choice: ProxyChoice, protocol: 'http:' | 'https:'): choice is ProxyServer {
  return choice !== 'direct' && protocol === 'http:' && (choice.scheme === 'http' || choice.scheme === 'https')
}

type Callback = (error: Error | null, socket: Duplex) => void
type SocketOptions = Readonly<{ host?: string | null; hostname?: string | null; port?: number | string | null; servername?: string }> & RoutedRequestOptions

const routeOf = (options: unknown): ProxyChoice => (options as RoutedRequestOptions | undefined)?.ossiaRoute ?? 'direct'

/** Node calls back with an error alone, whatever its types say. */
async function answerTo(callback: Callback | undefined, work: Promise<Duplex>): Promise<void> {
  const tell = callback as ((error: Error | null, socket?: Duplex) => void) | undefined
  let socket: Duplex
  try {
    socket = await work
  } catch (error) {
    tell?.(asError(error))
    return
  }
  tell?.(null, socket)
}

type Access = Omit<ProxyAccess, 'server'>

class RoutedHttpAgent extends http.Agent {
  private readonly access: Access

  constructor(options: AgentOptions, access: Access) {
    super(options)
    this.access = access
  }

  // Sockets of different ways are never taken for each other.
  override getName(options?: http.ClientRequestArgs): string {
    return `${super.getName(options)}:${nameOfChoice(routeOf(options))}`
  }

  override createConnection(options: http.ClientRequestArgs, callback?: Callback): Duplex | null | undefined {
    const server = routeOf(options)
    if (server === 'direct') return super.createConnection(options, callback)
    const { host, port } = options as SocketOptions
    const access = { ...this.access, server }
    void answerTo(callback, takesWholeUrls(server, 'http:') ? connectToProxy(access) : openTunnel(access, host ?? '', Number(port)))
    return undefined
  }
}

class RoutedHttpsAgent extends https.Agent {
  private readonly access: Access

  constructor(options: https.AgentOptions, access: Access) {
    super(options)
    this.access = access
  }

  override getName(options?: https.RequestOptions): string {
    return `${super.getName(options)}:${nameOfChoice(routeOf(options))}`
  }

  override createConnection(options: https.RequestOptions, callback?: Callback): Duplex | null | undefined {
    const server = routeOf(options)
    if (server === 'direct') return super.createConnection(options, callback)
    const { host, port, servername } = options as SocketOptions
    const hostname = host ?? ''
    const tunnel = async (): Promise<Duplex> => {
      const socket = await openTunnel({ ...this.access, server }, hostname, Number(port))
      const name = servername === undefined || servername === '' ? hostname : servername
      return tls.connect({
        socket,
        host: hostname,
        ...(net.isIP(name) === 0 ? { servername: name } : {}),
        ...(this.options.ca === undefined ? {} : { ca: this.options.ca }),
        rejectUnauthorized: true,
      })
    }
    void answerTo(callback, tunnel())
    return undefined
  }
}

/** An agent whose requests may each name their way. */
export function createRoutedAgent(protocol: 'http:' | 'https:', options: https.AgentOptions, access: Access): http.Agent {
  return protocol === 'https:' ? new RoutedHttpsAgent(options, access) : new RoutedHttpAgent(options, access)
}
