import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'

/** A certificate for localhost that nobody trusts, made for these tests and good for nothing else. */
export const testCertificate = `-----BEGIN CERTIFICATE-----
MIIBsDCCAVagAwIBAgITRuc0+bIyXG61nS1X56Spgy8o4DAKBggqhkjOPQQDAjAf
MR0wGwYDVQQDDBRPc3NpYSB0ZXN0IGF1dGhvcml0eTAgFw0yNjExMjIyMTIyNDRa
GA8yMTI2MTAyOTIxMjI0NFowHzEdMBsGA1UEAwwUT3NzaWEgdGVzdCBhdXRob3Jp
dHkwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQ5zDZ/TxRjMC5n6YfHO+buBUBO
04wZPPcpTE1U+QG2i+yRAjptrIXHja9id0hVUV0TLzh740XVCKdEkAMOlSY0o28w
bTAdBgNVHQ4EFgQUB70NGyNoBVw28mXqp1shgZ0wHZEwHwYDVR0jBBgwFoAUB70N
GyNoBVw28mXqp1shgZ0wHZEwDwYDVR0TAQH/BAUwAwEB/zAaBgNVHREEEzARggls
b2NhbGhvc3SHBH8AAAEwCgYIKoZIzj0EAwIDSAAwRQIgaDrB3HRDcljR61Ana8ch
voG/OQlhvZRiaA0fVtZvL6ECIQD3QvOSF8wP6g1bh7l3EvmuiZ7HQ7QLv1pNPjBR
Z2OeNw==
-----END CERTIFICATE-----`
export const testPrivateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgLYASo8vZIQ90yHLd
Z4W9iNjDFWMk3trKMM+j4N+aEpChRANCAAQ5zDZ/TxRjMC5n6YfHO+buBUBO04wZ
PPcpTE1U+QG2i+yRAjptrIXHja9id0hVUV0TLzh740XVCKdEkAMOlSY0
-----END PRIVATE KEY-----`

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
