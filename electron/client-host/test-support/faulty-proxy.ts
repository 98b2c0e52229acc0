import http, { type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerError } from './scripted-server.ts'

/**
 * What to do with one request: answer 503, cut the connection after so many bytes of the request's or the answer's body,
 * claim another checksum, flip a byte of the answer, or hold the answer's body back after so many bytes.
 */
export type Fault =
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'cutRequest'; readonly afterBytes: number }
  | { readonly kind: 'cutAnswer'; readonly afterBytes: number }
  | { readonly kind: 'loseAnswer' }
  | { readonly kind: 'wrongChecksum' }
  | { readonly kind: 'flipByte' }
  | { readonly kind: 'stallAnswer'; readonly afterBytes: number }

export interface FaultyProxy {
  readonly url: string
  /** Requests as they came. */
  readonly requests: { readonly method: string; readonly url: string }[]
  close(): Promise<void>
}

/** Stands between a client and a real service. @param faultFor undefined lets the request through */
export async function startFaultyProxy(target: string, faultFor: (request: IncomingMessage, number: number) => Fault | undefined): Promise<FaultyProxy> {
  const requests: { readonly method: string; readonly url: string }[] = []
  const server = http.createServer((request, response) => {
    requests.push({ method: request.method ?? '', url: request.url ?? '' })
    const fault = faultFor(request, requests.length)
    if (fault?.kind === 'unavailable') {
      request.resume()
      void answerError(response, 503, 'ServiceUnavailable')
      return
    }
    const upstream = http.request(new URL(request.url ?? '/', target), { method: request.method ?? 'GET', headers: request.headers })
    upstream.on('error', () => request.destroy())
    let received = 0
    request.on('data', (chunk: Buffer) => {
      received += chunk.length
      if (fault?.kind === 'cutRequest' && received >= fault.afterBytes) {
        upstream.destroy()
        request.socket.resetAndDestroy()
      }
    })
    request.on('close', () => {
      if (!request.complete) upstream.destroy()
    })
    request.pipe(upstream)
    upstream.on('response', (answer) => {
      if (fault?.kind === 'loseAnswer') {
        answer.resume()
        answer.on('end', () => request.socket.resetAndDestroy())
        return
      }
      const headers = { ...answer.headers }
      if (fault?.kind === 'wrongChecksum') headers['x-oss-hash-crc64ecma'] = '1'
      response.writeHead(answer.statusCode ?? 500, headers)
      let sent = 0
      answer.on('data', (chunk: Buffer) => {
        if (fault?.kind === 'flipByte' && sent === 0) chunk[0] = (chunk[0] ?? 0) ^ 1
        sent += chunk.length
        if (fault?.kind === 'stallAnswer' && sent > fault.afterBytes) {
          answer.pause()
          return
        }
        response.write(chunk)
        if (fault?.kind === 'cutAnswer' && sent >= fault.afterBytes) request.socket.resetAndDestroy()
      })
      answer.on('end', () => response.end())
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}
