import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerError } from './scripted-server.ts'

/**
 * What to do with one request: answer 503, cut the connection after so many bytes of the request's or the answer's body,
 * claim another checksum, flip a byte of the answer, end the answer early as if that were all, or hold the answer back: all of
 * it, or its body after so many bytes. `delay` holds the request back until something has happened, `afterAnswer` does something
 * between the service's answer and its way to the client.
 */
export type Fault =
  | { readonly kind: 'unavailable'; readonly retryAfterSeconds?: number }
  | { readonly kind: 'delay'; readonly until: Promise<unknown> | undefined }
  | { readonly kind: 'holdAnswer' }
  | { readonly kind: 'afterAnswer'; readonly run: () => Promise<unknown> }
  | { readonly kind: 'truncateAnswer'; readonly afterBytes: number }
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

export interface FaultyProxyOptions {
  /** undefined lets the request through. */
  readonly faultFor: (request: IncomingMessage, number: number) => Fault | undefined
  /** Called when nothing more will be heard about this request. */
  readonly onStandstill?: (request: IncomingMessage) => void
}

/** Stands between a client and a real service. */
export async function startFaultyProxy(target: string, { faultFor, onStandstill }: FaultyProxyOptions): Promise<FaultyProxy> {
  const requests: { readonly method: string; readonly url: string }[] = []
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    requests.push({ method: request.method ?? '', url: request.url ?? '' })
    const fault = faultFor(request, requests.length)
    if (fault?.kind === 'unavailable') {
      request.resume()
      void answerError(response, 503, 'ServiceUnavailable', fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) })
      return
    }
    if (fault?.kind === 'delay') await fault.until
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
      if (fault?.kind === 'afterAnswer') {
        fault.run().then(
          () => {
            response.writeHead(answer.statusCode ?? 500, answer.headers)
            answer.pipe(response)
          },
          () => request.destroy(),
        )
        return
      }
      if (fault?.kind === 'holdAnswer') {
        answer.resume()
        onStandstill?.(request)
        return
      }
      if (fault?.kind === 'loseAnswer') {
        answer.resume()
        answer.on('end', () => request.socket.resetAndDestroy())
        return
      }
      const headers = { ...answer.headers }
      if (fault?.kind === 'wrongChecksum') headers['x-oss-hash-crc64ecma'] = '1'
      // As a broken gateway does it: a body shorter than it was, and nothing that says so.
      if (fault?.kind === 'truncateAnswer') headers['content-length'] = String(Math.min(fault.afterBytes, Number(headers['content-length'] ?? 0)))
      response.writeHead(answer.statusCode ?? 500, headers)
      let sent = 0
      answer.on('data', (chunk: Buffer) => {
        if (fault?.kind === 'flipByte' && sent === 0) chunk[0] = (chunk[0] ?? 0) ^ 1
        if (fault?.kind === 'truncateAnswer') {
          response.write(chunk.subarray(0, Math.max(0, fault.afterBytes - sent)))
          sent += chunk.length
          return
        }
        sent += chunk.length
        if (fault?.kind === 'stallAnswer' && sent > fault.afterBytes) {
          answer.pause()
          onStandstill?.(request)
          return
        }
        response.write(chunk)
        if (fault?.kind === 'cutAnswer' && sent >= fault.afterBytes) request.socket.resetAndDestroy()
      })
      answer.on('end', () => response.end())
    })
  }
  const server = http.createServer((request, response) => {
    pass(request, response).catch(() => request.destroy())
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
