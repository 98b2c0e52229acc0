import { createHash } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import OSS from 'ali-oss'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sendCallback } from '../http/callback/send-callback.ts'
import { systemNetwork } from '../platform/node/node-platform.ts'
import type { Network } from '../platform/platform.ts'
import { elementText, send, type RawRequest } from './raw-client.ts'
import { accessKey, startTestStore, type TestStore } from './test-store.ts'

interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}
let running: TestStore
let application: Server
let address: string
let received: Received[] = []
let answer: { status: number; body: string | undefined; headers?: Record<string, string> } = { status: 200, body: '{"done":true}' }
const bucket = 'calling-back'
const object = (input: RawRequest) => send(running.port, { bucket, ...input })
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')

beforeAll(async () => {
  application = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body })
      if (request.url === '/broken') response.writeHead(500, { 'content-length': '2' }).end('{}')
      else if (answer.body === undefined) response.writeHead(answer.status).write('{}', () => response.end())
      else response.writeHead(answer.status, { 'content-length': String(Buffer.byteLength(answer.body)), ...answer.headers }).end(answer.body)
    })
  })
  await new Promise<void>((resolve) => application.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(application.address() as AddressInfo).port}`
  running = await startTestStore({ allowLocalCallbacks: true })
  await object({ method: 'PUT' })
})
afterAll(async () => {
  await running.stop()
  await new Promise((resolve) => application.close(resolve))
})
beforeEach(() => {
  received = []
  answer = { status: 200, body: '{"done":true}' }
})

describe('callbacks', () => {
  const form = (more: object = {}) => ({
    'x-oss-callback': encode({ callbackUrl: `${address}/done`, callbackBody: 'o=${object}&e=${etag}&s=${size}&m=${mimeType}&c=${crc64}&op=${operation}&v=${x:who}', ...more }),
    'x-oss-callback-var': encode({ 'x:who': 'me & you' }),
  })

  it('tell an application of a put, and answer with what it says', async () => {
    const stored = await object({ method: 'PUT', key: 'dir/ö', body: 'bytes', headers: { ...form(), 'content-type': 'text/x' } })
    expect([stored.status, stored.text, stored.headers['content-type']]).toEqual([200, '{"done":true}', 'application/json'])
    const [call] = received
    const fields = Object.fromEntries(new URLSearchParams(call?.body))
    expect(fields).toEqual({
      o: 'dir/ö',
      e: String(stored.headers.etag).replaceAll('"', ''),
      s: '5',
      m: 'text/x',
      c: stored.headers['x-oss-hash-crc64ecma'],
      op: 'PutObject',
      v: 'me & you',
    })
    expect(call?.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded',
      'content-md5': createHash('md5').update(call?.body ?? '').digest('base64'),
      'user-agent': 'aliyun-oss-callback',
      'x-oss-bucket': bucket,
      'x-oss-request-id': stored.headers['x-oss-request-id'],
      'x-oss-tag': 'CALLBACK',
    })
  })

  it('go through the official client, in JSON, after a put and after the last part', async () => {
    const client = new OSS({ ...accessKey, endpoint: `http://127.0.0.1:${running.port}`, region: 'oss-cn-hangzhou', secure: false, bucket })
    const callback = { url: `${address}/sdk`, body: '{"object":${object},"size":${size},"op":${operation},"x":${x:a}}', contentType: 'application/json', customValue: { a: 'b' } }
    const put = (await client.put('sdk', Buffer.from('12345'), { callback })) as unknown as { data: unknown }
    expect(put.data).toEqual({ done: true })
    await client.multipartUpload('parts', Buffer.alloc(300_000), { partSize: 100 * 1024, callback })
    expect(received.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { object: 'sdk', size: 5, op: 'PutObject', x: 'b' },
      { object: 'parts', size: 300_000, op: 'CompleteMultipartUpload', x: 'b' },
    ])
  })

  it('try one address after the other, and send the host they are told to', async () => {
    const headers = form({ callbackUrl: `${address}/broken;${address}/works`, callbackHost: 'app.example.com' })
    expect((await object({ method: 'PUT', key: 'k', body: 'x', headers })).text).toBe('{"done":true}')
    expect(received.map(({ path, headers: { host } }) => [path, host])).toEqual([
      ['/broken', 'app.example.com'],
      ['/works', 'app.example.com'],
    ])
  })

  it.each<[string, typeof answer]>([
    ['another status', { status: 500, body: '{}' }],
    ['a redirect', { status: 302, body: '{}', headers: { location: '/elsewhere' } }],
    ['no length', { status: 200, body: undefined }],
    ['what is not JSON', { status: 200, body: 'done' }],
    ['a byte order mark', { status: 200, body: '\ufeff{}' }],
    ['more than 1 MB', { status: 200, body: JSON.stringify('x'.repeat(1024 * 1024)) }],
  ])('that are answered with %s fail with 203, and the object stays', async (name, bad) => {
    answer = bad
    const stored = await object({ method: 'PUT', key: `kept-${name}`, body: 'kept', headers: form() })
    expect([stored.status, stored.code, stored.headers['x-oss-ec']]).toEqual([203, 'CallbackFailed', '0007-00000203'])
    expect(stored.headers.etag).toBe(`"${createHash('md5').update('kept').digest('hex').toUpperCase()}"`)
    expect((await object({ key: `kept-${name}` })).text).toBe('kept')
  })

  it('do not happen when nothing was stored', async () => {
    const refused = await object({ method: 'PUT', key: 'k', body: 'x', headers: { ...form(), 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' } })
    expect([refused.code, received]).toEqual(['InvalidDigest', []])
  })

  it('are refused where they have no meaning, and for private addresses unless the store allows them', async () => {
    expect((await object({ method: 'PUT', key: 'l', query: [['symlink', '']], headers: { ...form(), 'x-oss-symlink-target': 'k' } })).code).toBe('NotImplemented')
    const strict = await startTestStore()
    try {
      await send(strict.port, { method: 'PUT', bucket })
      const answered = await send(strict.port, { method: 'PUT', bucket, key: 'k', body: 'x', headers: form() })
      expect([answered.status, answered.code, elementText(answered.text, 'EC')]).toEqual([400, 'InvalidArgument', '0007-00000008'])
      expect((await send(strict.port, { bucket, key: 'k' })).code).toBe('NoSuchKey')
      const callback = { urls: [new URL(address.replace('127.0.0.1', 'localhost'))], body: '{}', bodyType: 'application/json', variables: new Map() } as const
      await expect(sendCallback({ callback, body: '{}', headers: {}, allowLocal: false, network: systemNetwork })).rejects.toThrow('no address to connect to')
      expect(received).toEqual([])
    } finally {
      await strict.stop()
    }
  })

  it('go out through the network that the store was given, which judges every address of a name', async () => {
    const { port } = new URL(address)
    const callback = { urls: [new URL('http://app.example.com/told')], body: '{"a":1}', bodyType: 'application/json', variables: new Map() } as const
    const asked: [string, number][] = []
    const standingFor = (resolved: string): Network => ({
      ...systemNetwork,
      connect: ({ host, port: wanted, isAllowed }) => {
        asked.push([host, wanted])
        return systemNetwork.connect({ host: '127.0.0.1', port: Number(port), isAllowed: () => isAllowed(resolved) })
      },
    })
    const message = { callback, body: '{"a":1}', headers: { 'x-oss-tag': 'CALLBACK' }, allowLocal: false }
    expect((await sendCallback({ ...message, network: standingFor('203.0.113.7') })).toString()).toBe('{"done":true}')
    expect(received.map(({ path, body, headers }) => [path, body, headers.host])).toEqual([['/told', '{"a":1}', 'app.example.com']])
    await expect(sendCallback({ ...message, network: standingFor('10.0.0.7') })).rejects.toThrow('no address to connect to')
    expect(asked).toEqual([['app.example.com', 80], ['app.example.com', 80]])
    expect(received).toHaveLength(1)
  })
})
