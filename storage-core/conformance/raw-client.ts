import { type Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { Agent as SecureAgent, request as httpsRequest } from 'node:https'
import { connect } from 'node:net'
import { percentEncode, percentEncodePath } from '../signature/percent.ts'
import type { QueryPair } from '../signature/request.ts'
import { textToWire } from '../signature/header-text.ts'
import { signRequest, type SigningCredential } from '../signature/sign.ts'
import { accessKey } from './test-store.ts'

export interface RawRequest {
  readonly method?: string
  readonly bucket?: string
  readonly key?: string
  readonly query?: readonly QueryPair[]
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Sent instead of the path made from bucket and key. */
  readonly path?: string
  /** `false` leaves the request unsigned. */
  readonly sign?: false | 'v1' | 'v4'
  readonly credential?: SigningCredential
  readonly now?: number
  /** Whose sockets are used, TLS ones of an agent for HTTPS; a socket of its own without one. */
  readonly agent?: Agent
  /** Last word on the headers, after signing. */
  readonly change?: (headers: Record<string, string>) => Record<string, string>
}

export interface RawAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  readonly text: string
  /** The `Code` of an error document. */
  readonly code: string | undefined
}

/** What goes over the wire: nothing is signed, encoded or added here but what HTTP itself needs. */
export interface WireRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly agent?: Agent
}

export function sendWire(port: number, { method, path, headers, body: sent, agent }: WireRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const wire = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, textToWire(value)]))
    const request = (agent instanceof SecureAgent ? httpsRequest : httpRequest)({ host: '127.0.0.1', port, method, path, headers: wire, agent: agent ?? false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const body = Buffer.concat(chunks)
        const text = body.toString('utf8')
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body, text, code: elementText(text, 'Code') })
      })
    })
    request.on('error', reject)
    request.end(sent)
  })
}

/** An upload form with a small picture, as a browser sends it. */
export async function sendForm(
  port: number,
  bucket: string,
  fields: Readonly<Record<string, string>>,
  host = `127.0.0.1:${port}`,
): Promise<RawAnswer> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new Blob(['content'], { type: 'image/png' }), 'photo.png')
  const request = new Request('http://localhost/', { method: 'POST', body: form })
  const headers = { host, 'content-type': request.headers.get('content-type') ?? '' }
  return sendWire(port, { method: 'POST', path: `/${bucket}/`, headers, body: new Uint8Array(await request.arrayBuffer()) })
}

/** One signed request in path style, sent exactly as given: nothing normalises the path. */
export function send(port: number, input: RawRequest): Promise<RawAnswer> {
  const { method = 'GET', bucket, key, query = [], sign = 'v1', change = (headers) => headers } = input
  const plain: Record<string, string> = { ...input.headers }
  const signed =
    sign === false
      ? plain
      : signRequest({
          method,
          query,
          headers: plain,
          region: 'cn-hangzhou',
          credential: input.credential ?? accessKey,
          version: sign,
          now: input.now ?? Date.now(),
          ...(bucket === undefined ? {} : { bucket }),
          ...(key === undefined ? {} : { key }),
        })
  const path = (input.path ?? pathOf(bucket, key)) + queryOf(query)
  return sendWire(port, {
    method,
    path,
    headers: change(signed),
    ...(input.body === undefined ? {} : { body: input.body }),
    ...(input.agent === undefined ? {} : { agent: input.agent }),
  })
}

export function pathOf(bucket: string | undefined, key: string | undefined): string {
  return bucket === undefined ? '/' : percentEncodePath(`/${bucket}/${key ?? ''}`)
}

export function queryOf(query: readonly QueryPair[]): string {
  const text = query.map(([name, value]) => percentEncode(name) + (value === '' ? '' : `=${percentEncode(value)}`)).join('&')
  return text === '' ? '' : `?${text}`
}

export function elementText(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
}

export interface RawConnection {
  write(text: string | Uint8Array): void
  /** Half-closes: nothing more will be sent, answers are still read. */
  end(): void
  /** Drops the connection at once, as a crashed client does. */
  destroy(): void
  /** Everything received until the other side closed. */
  readonly closed: Promise<string>
  /** Resolves when the text received so far matches. */
  received(pattern: RegExp): Promise<string>
}

/** A bare socket, for what no HTTP client would send. */
export function openConnection(port: number, host = '127.0.0.1'): RawConnection {
  const socket = connect({ port, host, allowHalfOpen: true })
  let text = ''
  const waiting: { pattern: RegExp; resolve: (text: string) => void }[] = []
  socket.setEncoding('latin1')
  socket.on('data', (chunk) => {
    text += String(chunk)
    for (const wait of waiting) if (wait.pattern.test(text)) wait.resolve(text)
  })
  const closed = new Promise<string>((resolve) => {
    socket.on('error', () => {
      resolve(text)
    })
    socket.on('end', () => {
      socket.end()
      resolve(text)
    })
    socket.on('close', () => {
      resolve(text)
    })
  })
  return {
    write: (data) => socket.write(data),
    end: () => socket.end(),
    destroy: () => socket.resetAndDestroy(),
    closed,
    received: (pattern) =>
      new Promise((resolve) => {
        if (pattern.test(text)) resolve(text)
        else waiting.push({ pattern, resolve })
      }),
  }
}

/** The text of a signed request's head, for sockets. */
export function signedHead(
  port: number,
  input: Pick<RawRequest, 'method' | 'bucket' | 'key' | 'query' | 'headers'>,
  unsigned: Readonly<Record<string, string>> = {},
): string {
  const { method = 'PUT', bucket, key, query = [] } = input
  const headers = signRequest({
    method,
    query,
    headers: { ...input.headers },
    region: 'cn-hangzhou',
    credential: accessKey,
    version: 'v1',
    now: Date.now(),
    ...(bucket === undefined ? {} : { bucket }),
    ...(key === undefined ? {} : { key }),
  })
  const lines = Object.entries({ host: `127.0.0.1:${port}`, ...headers, ...unsigned }).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${pathOf(bucket, key)}${queryOf(query)} HTTP/1.1\r\n${lines.join('')}\r\n`
}
