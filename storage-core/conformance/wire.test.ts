import { createHash, randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openConnection, send, signedHead, type RawRequest } from './raw-client.ts'
import { startTestStore, type TestStore } from './test-store.ts'

let running: TestStore
/** Waits so little for its clients that only those may use it whom it shall give up. */
let impatient: TestStore
const bucket = 'on-the-wire'
const object = (input: RawRequest) => send(running.port, { bucket, ...input })
beforeAll(async () => {
  running = await startTestStore()
  impatient = await startTestStore({ limits: { bodyWindowMs: 300, bodyMinBytes: 1024, bodyCheckMs: 50, headersTimeoutMs: 1000 } })
  for (const { port } of [running, impatient]) expect((await send(port, { method: 'PUT', bucket })).status).toBe(200)
})
afterAll(async () => {
  await running.stop()
  await impatient.stop()
})

const nothingOf = async (key: string, store = running) => {
  expect((await send(store.port, { bucket, key })).code).toBe('NoSuchKey')
  // A staged file is removed as soon as the upload has failed, which may be a moment after the client knows.
  await expect.poll(() => store.blobFiles()).toEqual([])
}

describe('uploads that do not finish', () => {
  it.each([
    ['small', 1000, 100],
    ['large', 5_000_000, 2_000_000],
  ])('leave nothing when the client goes away, %s', async (_, announced, sent) => {
    const connection = openConnection(running.port)
    connection.write(signedHead(running.port, { bucket, key: 'gone' }, { 'content-length': String(announced) }))
    connection.write(randomBytes(sent))
    if (sent > 100_000) {
      await expect.poll(() => running.blobFiles()).not.toEqual([])
    }
    connection.destroy()
    await connection.closed
    await nothingOf('gone')
  })
  it('are told so when the body ends early, and leave nothing', async () => {
    for (const [announced, sent] of [
      [1000, 100],
      [5_000_000, 2_000_000],
    ] as const) {
      const connection = openConnection(running.port)
      connection.write(signedHead(running.port, { bucket, key: 'short' }, { 'content-length': String(announced) }))
      connection.write(randomBytes(sent))
      connection.end()
      const answer = await connection.closed
      expect(answer).toMatch(/^HTTP\/1\.1 400 /)
      expect(answer).toContain('<Code>IncompleteBody</Code>')
      await nothingOf('short')
    }
  })
  it.each([['stalls', 0], ['trickles', 1]])('time out when the client %s', async (_, bytes) => {
    const connection = openConnection(impatient.port)
    connection.write(signedHead(impatient.port, { bucket, key: 'slow' }, { 'content-length': '5000' }))
    const timer = setInterval(() => {
      if (bytes > 0) connection.write('x'.repeat(bytes))
    }, 40)
    const answer = await connection.closed
    clearInterval(timer)
    expect(answer).toContain('<Code>RequestTimeout</Code>')
    expect(answer).toMatch(/connection: close/i)
    await nothingOf('slow', impatient)
  })
  it('end with BadRequest when a chunk is malformed', async () => {
    const connection = openConnection(running.port)
    connection.write(signedHead(running.port, { bucket, key: 'chunks' }, { 'transfer-encoding': 'chunked' }))
    connection.write('4\r\nabcd\r\nnonsense\r\n')
    expect(await connection.closed).toContain('<Code>BadRequest</Code>')
    await nothingOf('chunks')
  })
})

describe('the body is not touched', () => {
  it('before the request is allowed', async () => {
    const connection = openConnection(running.port)
    const head = signedHead(running.port, { bucket, key: 'k' }, { 'content-length': '10', expect: '100-continue' })
    connection.write(head.replace(/OSS test-key:./, 'OSS test-key:!'))
    const answer = await connection.closed
    expect(answer).not.toContain('100 Continue')
    expect(answer).toContain('<Code>SignatureDoesNotMatch</Code>')
  })
  it('before its headers are found good', async () => {
    const connection = openConnection(running.port)
    connection.write(signedHead(running.port, { bucket, key: 'k', headers: { 'x-oss-object-acl': 'x' } }, { 'content-length': '10', expect: '100-continue' }))
    const answer = await connection.closed
    expect(answer).not.toContain('100 Continue')
    expect(answer).toContain('<Code>InvalidArgument</Code>')
  })
  it('until the client is told to continue', async () => {
    const connection = openConnection(running.port)
    connection.write(signedHead(running.port, { bucket, key: 'continued' }, { 'content-length': '4', expect: '100-continue', connection: 'close' }))
    await connection.received(/^HTTP\/1\.1 100 Continue\r\n\r\n/)
    connection.write('body')
    expect(await connection.closed).toContain('HTTP/1.1 200 OK')
    expect((await object({ key: 'continued' })).text).toBe('body')
    await object({ method: 'DELETE', key: 'continued' })
  })
})

describe('connections', () => {
  it('stay usable after an error with a small unread body', async () => {
    const connection = openConnection(running.port)
    const refused = signedHead(running.port, { bucket, key: 'k' }, { 'content-length': '5' }).replace(/OSS test-key:./, 'OSS test-key:!')
    connection.write(`${refused}hello`)
    await connection.received(/<\/Error>/)
    connection.write(signedHead(running.port, { method: 'GET', bucket, key: 'missing' }, { connection: 'close' }))
    expect((await connection.closed).match(/<Code>\w+/g)).toEqual(['<Code>SignatureDoesNotMatch', '<Code>NoSuchKey'])
  })
  it('deliver the error while a large body is still being sent', async () => {
    const answer = await object({ method: 'PUT', key: 'k', body: Buffer.alloc(8_000_000), headers: { 'x-oss-object-acl': 'x' } })
    expect([answer.status, answer.code, answer.headers.connection]).toEqual([400, 'InvalidArgument', 'close'])
  })
  it('need a length or chunks for uploads', async () => {
    const connection = openConnection(running.port)
    connection.write(signedHead(running.port, { bucket, key: 'k' }, { connection: 'close' }))
    expect(await connection.closed).toMatch(/^HTTP\/1\.1 411 [^]*<Code>MissingContentLength</)
  })
  it.each([
    ['garbage', 'nonsense\r\n\r\n'],
    ['two lengths', 'PUT /b/k HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    ['a length beside chunks', 'PUT /b/k HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ['enormous headers', `GET / HTTP/1.1\r\nHost: localhost\r\nx-a: ${'a'.repeat(40_000)}\r\n\r\n`],
    ['two hosts', 'GET / HTTP/1.1\r\nHost: localhost\r\nhost: localhost\r\nConnection: close\r\n\r\n'],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['a target that is no path', 'GET nonsense HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'],
  ])('answer %s with an OSS error', async (_, text) => {
    const connection = openConnection(running.port)
    connection.write(text)
    const answer = await connection.closed
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).toMatch(/x-oss-request-id: [0-9A-F]{24}/)
    expect(answer).toContain('<Code>BadRequest</Code>')
  })
  it.each([
    ['an ACL twice, signed as one', 'x-oss-object-acl', ['private', 'private'], 'private, private', /^HTTP\/1\.1 400 [^]*<Code>InvalidArgument</],
    ['metadata twice, signed as one', 'x-oss-meta-a', ['1', '2'], '1, 2', /^HTTP\/1\.1 200 /],
    ['metadata twice, signed without the second', 'x-oss-meta-a', ['1', '2'], '1', /^HTTP\/1\.1 403 [^]*<Code>SignatureDoesNotMatch</],
    ['a type twice, signed with the first', 'content-type', ['a/b', 'c/d'], 'a/b', /^HTTP\/1\.1 200 /],
    ['a type twice, signed with the second', 'content-type', ['a/b', 'c/d'], 'c/d', /^HTTP\/1\.1 403 [^]*<Code>SignatureDoesNotMatch</],
    ['an MD5 twice', 'content-md5', ['1B2M2Y8AsgTpgAmY7PhCfg==', '1B2M2Y8AsgTpgAmY7PhCfg=='], '1B2M2Y8AsgTpgAmY7PhCfg==', /^HTTP\/1\.1 403 [^]*<Code>SignatureDoesNotMatch</],
  ] as const)('that send %s are answered as if a list had been sent, or the first', async (_, name, values, signed, expected) => {
    const head = signedHead(running.port, { bucket, key: 'repeated', headers: { [name]: signed } }, { connection: 'close', 'content-length': '0' })
    const connection = openConnection(running.port)
    connection.write(head.replace(`${name}: ${signed}`, values.map((value) => `${name}: ${value}`).join('\r\n')))
    expect(await connection.closed).toMatch(expected)
    if (name === 'x-oss-meta-a' && signed === '1, 2') expect((await object({ key: 'repeated' })).headers['x-oss-meta-a']).toBe('1, 2')
  })
  it('name several ranges, or several ETags in headers of their own, mean no range and any of them', async () => {
    await object({ method: 'PUT', key: 'repeated', body: 'hello' })
    const ask = async (...lines: readonly string[]) => {
      const connection = openConnection(running.port)
      connection.write(signedHead(running.port, { method: 'GET', bucket, key: 'repeated' }, { connection: 'close' }).replace(/\r\n$/, `${lines.join('\r\n')}\r\n\r\n`))
      return connection.closed
    }
    expect(await ask('Range: bytes=0-1', 'Range: bytes=2-3')).toMatch(/^HTTP\/1\.1 200 [^]*hello$/)
    expect(await ask('If-None-Match: "a"', 'If-None-Match: "5D41402ABC4B2A76B9719D911017C592"')).toMatch(/^HTTP\/1\.1 304 /)
  })
  it('that send half a header are closed with RequestTimeout', async () => {
    const connection = openConnection(impatient.port)
    connection.write('GET / HTTP/1.1\r\nHost: loc')
    expect(await connection.closed).toContain('<Code>RequestTimeout</Code>')
  })
  it('are answered on the other loopback address as well', async () => {
    const connection = openConnection(running.port, '::1')
    connection.write(signedHead(running.port, { method: 'GET' }, { connection: 'close' }))
    expect(await connection.closed).toContain(`<Name>${bucket}</Name>`)
  })
})

describe('downloads', () => {
  const bytes = randomBytes(6_000_000)
  beforeAll(async () => {
    const answer = await object({ method: 'PUT', key: 'large', body: bytes, headers: { 'content-md5': createHash('md5').update(bytes).digest('base64') } })
    expect(answer.status).toBe(200)
  })
  afterAll(async () => {
    await object({ method: 'DELETE', key: 'large' })
  })
  it('are exact, whole and in ranges', async () => {
    const whole = await object({ key: 'large' })
    expect(whole.body.equals(bytes)).toBe(true)
    expect(whole.headers['content-length']).toBe('6000000')
    for (const [start, end] of [
      [0, 0],
      [262_143, 262_144],
      [1_000_001, 5_999_999],
    ] as const) {
      const part = await object({ key: 'large', headers: { range: `bytes=${start}-${end}` } })
      expect([part.status, part.headers['content-range']]).toEqual([206, `bytes ${start}-${end}/6000000`])
      expect(part.body.equals(bytes.subarray(start, end + 1))).toBe(true)
      expect(part.headers['etag']).toBe(whole.headers['etag'])
      expect(part.headers['x-oss-hash-crc64ecma']).toBe(whole.headers['x-oss-hash-crc64ecma'])
    }
  })
  it('that a client abandons do no harm', async () => {
    for (let count = 0; count < 20; count++) {
      await new Promise<void>((resolve, reject) => {
        const socket = connect({ port: running.port, host: '127.0.0.1' })
        socket.on('error', reject)
        socket.write(signedHead(running.port, { method: 'GET', bucket, key: 'large' }))
        socket.once('data', () => {
          socket.destroy()
          resolve()
        })
      })
    }
    expect((await object({ key: 'large' })).body.equals(bytes)).toBe(true)
    expect(running.log).toEqual([])
  })
  it('answer conditions and never send a body with 304', async () => {
    const head = await object({ method: 'HEAD', key: 'large' })
    const etag = String(head.headers['etag'])
    const same = await object({ key: 'large', headers: { 'if-none-match': etag } })
    expect([same.status, same.body.length, same.headers['etag']]).toEqual([304, 0, etag])
    const since = await object({ key: 'large', headers: { 'if-modified-since': String(head.headers['last-modified']) } })
    expect(since.status).toBe(304)
    expect((await object({ key: 'large', headers: { 'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' } })).code).toBe('PreconditionFailed')
  })
})
