import http, { type IncomingHttpHeaders } from 'node:http'
import https from 'node:https'
import net, { type AddressInfo, type Server, type Socket } from 'node:net'
import { testCertificate, testPrivateKey } from './tls-endpoint.ts'

/** A real proxy on this machine. Whatever host is asked for, `portOf` says where on 127.0.0.1 it is. */
export interface LittleProxy {
  readonly port: number
  /** First lines of what it was asked, such as `CONNECT oss.test:443` or `GET http://oss.test/`. */
  readonly asked: string[]
  /** Headers it was given, in the order of `asked`; empty objects for SOCKS. */
  readonly headers: IncomingHttpHeaders[]
  close(): Promise<void>
}

export interface LittleProxyOptions {
  /** Undefined: the proxy says that it cannot reach it. */
  readonly portOf: (hostname: string) => number | undefined
  readonly user?: { readonly name: string; readonly password: string }
  /** Speaks TLS itself, with the certificate of the tests. */
  readonly tls?: boolean
  /** Answers everything with this. */
  readonly refuseWith?: number
}

async function listening(server: Server): Promise<{ readonly port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function splice(near: Socket, port: number, onOpen: () => void): void {
  const far = net.connect({ host: '127.0.0.1', port }, () => {
    onOpen()
    near.pipe(far).pipe(near)
  })
  for (const [one, other] of [[near, far], [far, near]] as const) {
    one.on('error', () => other.destroy())
    one.once('close', () => other.destroy())
  }
}

/** RFC 9110: CONNECT for tunnels, whole URLs for the rest. */
export async function startHttpProxy({ portOf, user, tls = false, refuseWith }: LittleProxyOptions): Promise<LittleProxy> {
  const asked: string[] = []
  const seen: IncomingHttpHeaders[] = []
  const wanted = user === undefined ? undefined : `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}`
  const refusalOf = (headers: IncomingHttpHeaders): number | undefined => refuseWith ?? (wanted !== undefined && headers['proxy-authorization'] !== wanted ? 407 : undefined)
  const listener = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`)
    seen.push(request.headers)
    const refusal = refusalOf(request.headers)
    const url = URL.canParse(request.url ?? '') ? new URL(request.url ?? '') : undefined
    const port = url === undefined ? undefined : portOf(url.hostname)
    if (refusal !== undefined || url === undefined || port === undefined) {
      request.resume()
      response.writeHead(refusal ?? 502, refusal === 407 ? { 'proxy-authenticate': 'Basic realm="little"' } : {})
      response.end()
      return
    }
    const { 'proxy-authorization': _key, ...headers } = request.headers
    const upstream = http.request({ host: '127.0.0.1', port, method: request.method ?? 'GET', path: `${url.pathname}${url.search}`, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    upstream.on('error', () => response.destroy())
    request.pipe(upstream)
  }
  const server = tls ? https.createServer({ cert: testCertificate, key: testPrivateKey }, listener) : http.createServer(listener)
  server.on('connect', (request: http.IncomingMessage, socket: Socket) => {
    asked.push(`CONNECT ${request.url ?? ''}`)
    seen.push(request.headers)
    socket.on('error', () => socket.destroy())
    const refusal = refusalOf(request.headers)
    const port = portOf((request.url ?? '').replace(/:\d+$/, ''))
    if (refusal !== undefined || port === undefined) socket.end(`HTTP/1.1 ${String(refusal ?? 502)} No\r\n${refusal === 407 ? 'Proxy-Authenticate: Basic realm="little"\r\n' : ''}\r\n`)
    else splice(socket, port, () => socket.write('HTTP/1.1 200 Established\r\n\r\n'))
  })
  return { asked, headers: seen, ...(await listening(server)) }
}

/** RFC 1928 with user name and password (RFC 1929), names only. */
export async function startSocksProxy({ portOf, user }: LittleProxyOptions): Promise<LittleProxy> {
  const asked: string[] = []
  const seen: IncomingHttpHeaders[] = []
  async function serve(socket: Socket): Promise<void> {
    const take = async (bytes: number): Promise<Buffer> => {
      for (;;) {
        const chunk = socket.read(bytes) as Buffer | null
        if (chunk !== null) return chunk
        await new Promise((resolve) => socket.once('readable', resolve))
      }
    }
    const [, methods = 0] = await take(2)
    const offered = await take(methods)
    const method = user === undefined ? 0 : 2
    if (!offered.includes(method)) {
      socket.end(Buffer.from([5, 0xff]))
      return
    }
    socket.write(Buffer.from([5, method]))
    if (user !== undefined) {
      const name = (await take((await take(2))[1] ?? 0)).toString()
      const password = (await take((await take(1))[0] ?? 0)).toString()
      const isRight = name === user.name && password === user.password
      socket.write(Buffer.from([1, isRight ? 0 : 1]))
      if (!isRight) {
        socket.end()
        return
      }
    }
    await take(4)
    const hostname = (await take((await take(1))[0] ?? 0)).toString()
    const port = (await take(2)).readUInt16BE(0)
    asked.push(`CONNECT ${hostname}:${String(port)}`)
    seen.push({})
    const target = portOf(hostname)
    const answer = (status: number): Buffer => Buffer.from([5, status, 0, 1, 0, 0, 0, 0, 0, 0])
    if (target === undefined) socket.end(answer(4))
    else splice(socket, target, () => socket.write(answer(0)))
  }
  const server = net.createServer((socket) => {
    serve(socket).catch(() => socket.destroy())
  })
  return { asked, headers: seen, ...(await listening(server)) }
}
