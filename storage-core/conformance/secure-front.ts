import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { get, type Server } from 'node:http'
import { Agent } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import { makeTestCertificate } from './test-certificate.ts'

export interface SecureFront {
  readonly port: number
  /** Trusts the certificate, and keeps its connections. */
  readonly agent: Agent
  close(): Promise<void>
}

/**
 * A TLS listener in front of a running endpoint, which itself listens for plain HTTP only. The endpoint's own server is handed
 * the decrypted connections, as Node's HTTPS server does it, so that it sees of each what it would see there.
 */
export async function openSecureFront(endpointPort: number, maxSockets: number): Promise<SecureFront> {
  const endpoint = await serverBehind(endpointPort)
  const { certificate, privateKey } = makeTestCertificate()
  const front = createServer({ cert: certificate, key: privateKey, ALPNProtocols: ['http/1.1'] }, (socket) => {
    endpoint.emit('connection', socket)
  })
  await new Promise<void>((resolve, reject) => {
    front.once('error', reject)
    front.listen(0, '127.0.0.1', resolve)
  })
  const agent = new Agent({ keepAlive: true, maxSockets, ca: certificate })
  return {
    port: (front.address() as AddressInfo).port,
    agent,
    close: () => {
      agent.destroy()
      return new Promise((resolve, reject) => {
        front.close((error) => (error === undefined ? resolve() : reject(error)))
      })
    },
  }
}

/** The server of this process that answers on a port: it shows itself with the first request. */
function serverBehind(port: number): Promise<Server> {
  const channel = 'http.server.request.start'
  return new Promise((resolve, reject) => {
    const meet = (message: unknown): void => {
      const { server, socket } = message as { readonly server: Server; readonly socket: { readonly localPort?: number } }
      if (socket.localPort !== port) return
      unsubscribe(channel, meet)
      resolve(server)
    }
    subscribe(channel, meet)
    get({ host: '127.0.0.1', port, agent: false }, (response) => response.resume()).on('error', reject)
  })
}
