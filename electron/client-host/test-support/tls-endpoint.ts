import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { makeTestCertificate } from '../../../storage-core/conformance/test-certificate.ts'

/** A certificate for localhost that nobody trusts. */
export const { certificate: testCertificate, privateKey: testPrivateKey } = makeTestCertificate()

/** Stands before a store and speaks TLS with a certificate of an authority of its own. */
export async function startTlsEndpoint(target: string): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = https.createServer({ cert: testCertificate, key: testPrivateKey }, (request, response) => {
    const upstream = http.request(new URL(request.url ?? '/', target), { method: request.method ?? 'GET', headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    upstream.on('error', () => response.destroy())
    request.pipe(upstream)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `https://localhost:${String((server.address() as AddressInfo).port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}
