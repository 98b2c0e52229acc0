import http, { type IncomingMessage } from 'node:http'
import net, { type Socket } from 'node:net'
import tls from 'node:tls'
import { SocksClient } from 'socks'
import type { ProxyServer } from '../../contract/proxy.ts'
import { trustedAuthorities } from '../remote/trusted-authorities.ts'
import { proxyRefused, proxyUnreachable, proxyWantsAuthentication } from './proxy-errors.ts'
import type { ProxyCredentials } from './proxy-router.ts'

export interface ProxyAccess {
  readonly server: ProxyServer
  readonly credentials: ProxyCredentials | undefined
  /** PEM, trusted for the proxy as for the endpoint: it is the one authority of a company that does both. */
  readonly caCertificate: string | undefined
}

/** Whoever waits behind a proxy waits no longer than this for its first word. */
const patienceMs = 30_000

/** Value of Proxy-Authorization (RFC 7617). */
export function proxyAuthorization({ username, password }: ProxyCredentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`
}

/** A socket to the proxy itself, through TLS when the proxy wants it. @throws RemoteError ProxyUnreachable */
export function connectToProxy({ server, caCertificate }: ProxyAccess): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const { hostname: host, port } = server
    const socket = server.scheme === 'https' ? tls.connect({ host, port, ...(net.isIP(host) === 0 ? { servername: host } : {}), ...trustedAuthorities(caCertificate) }) : net.connect({ host, port })
    const fail = (error: Error): void => {
      socket.destroy()
      reject(proxyUnreachable(server, error))
    }
    socket.setTimeout(patienceMs, () => fail(Object.assign(new Error('The proxy does not answer'), { code: 'ETIMEDOUT' })))
    socket.once('error', fail)
    socket.once(server.scheme === 'https' ? 'secureConnect' : 'connect', () => {
      socket.off('error', fail)
      socket.setTimeout(0)
      socket.removeAllListeners('timeout')
      resolve(socket)
    })
  })
}

/**
 * A socket whose other end is the host behind the proxy. Its name is resolved by the proxy.
 * @throws RemoteError ProxyUnreachable, ProxyRefused or ProxyAuthenticationRequired
 */
export async function openTunnel(access: ProxyAccess, hostname: string, port: number): Promise<Socket> {
  const socket = await connectToProxy(access)
  try {
    return access.server.scheme === 'http' || access.server.scheme === 'https' ? await connectThrough(access, socket, hostname, port) : await socksThrough(access, socket, hostname, port)
  } catch (error) {
    socket.destroy()
    throw error
  }
}

/** RFC 9110, section 9.3.6. */
function connectThrough({ server, credentials }: ProxyAccess, socket: Socket, hostname: string, port: number): Promise<Socket> {
  const authority = `${hostname.includes(':') ? `[${hostname}]` : hostname}:${String(port)}`
  return new Promise((resolve, reject) => {
    const request = http.request({
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...(credentials === undefined ? {} : { 'proxy-authorization': proxyAuthorization(credentials) }) },
      createConnection: () => socket,
    })
    request.setTimeout(patienceMs, () => request.destroy(Object.assign(new Error('The proxy does not answer'), { code: 'ETIMEDOUT' })))
    request.once('error', (error) => reject(proxyUnreachable(server, error)))
    request.once('connect', (answer: IncomingMessage, _socket, head: Buffer) => {
      const status = answer.statusCode ?? 0
      if (status === 407) reject(proxyWantsAuthentication(server, [answer.headers['proxy-authenticate']].flat().join(', ')))
      else if (status < 200 || status > 299) reject(proxyRefused(server, `HTTP ${String(status)}`, status >= 500))
      else {
        socket.setTimeout(0)
        socket.removeAllListeners('timeout')
        if (head.length > 0) socket.unshift(head)
        resolve(socket)
      }
    })
    request.end()
  })
}

/** RFC 1928 and RFC 1929. */
async function socksThrough({ server, credentials }: ProxyAccess, socket: Socket, hostname: string, port: number): Promise<Socket> {
  const key = credentials === undefined ? {} : { userId: credentials.username, ...(server.scheme === 'socks5' ? { password: credentials.password } : {}) }
  try {
    const established = await SocksClient.createConnection({
      command: 'connect',
      proxy: { host: server.hostname, port: server.port, type: server.scheme === 'socks5' ? 5 : 4, ...key },
      destination: { host: hostname, port },
      existing_socket: socket,
      timeout: patienceMs,
    })
    return established.socket
  } catch (error) {
    // The library's error holds the key as well: only its words may go on.
    const text = error instanceof Error ? error.message : String(error)
    if (/auth/i.test(text)) throw proxyWantsAuthentication(server, undefined)
    throw proxyRefused(server, text.slice(0, 200), /timed out|closed|Unreachable|TTL|GeneralFailure|Failure/i.test(text))
  }
}
