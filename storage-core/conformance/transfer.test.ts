import { randomBytes } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { send, type RawRequest } from './raw-client.ts'
import { startTestStore, type TestStore } from './test-store.ts'

let running: TestStore
const bucket = 'transfers'
const object = (input: RawRequest) => send(running.port, { bucket, ...input })
beforeAll(async () => {
  running = await startTestStore()
  await object({ method: 'PUT' })
})
afterAll(() => running.stop())

describe('Accept-Encoding: gzip', () => {
  const gzip = { 'accept-encoding': 'gzip' }
  const text = 'compress me well. '.repeat(5000)
  const put = (key: string, headers: Record<string, string>, body: string | Uint8Array = text) => object({ method: 'PUT', key, body, headers })

  it.each([2000, 90_000])('sends a documented type of %i bytes compressed, in chunks, without what describes other bytes', async (size) => {
    const body = text.slice(0, size)
    await put('page.css', { 'content-type': 'text/css', 'x-oss-meta-a': 'b' }, body)
    const answer = await object({ key: 'page.css', headers: gzip })
    expect(gunzipSync(answer.body).toString()).toBe(body)
    expect(answer.headers).toMatchObject({ 'content-encoding': 'gzip', 'transfer-encoding': 'chunked', 'content-type': 'text/css', 'x-oss-meta-a': 'b' })
    for (const name of ['etag', 'content-length', 'content-md5', 'accept-ranges', 'x-oss-hash-crc64ecma']) expect(answer.headers[name], name).toBeUndefined()
  })
  it('leaves alone ranges, HEAD, small objects, other types, and what is encoded already', async () => {
    await put('page.txt', { 'content-type': 'text/plain' })
    await put('small.txt', { 'content-type': 'text/plain' }, 'x'.repeat(1023))
    await put('image', { 'content-type': 'image/bmp' })
    await put('encoded', { 'content-type': 'text/plain', 'content-encoding': 'br' })
    const part = await object({ key: 'page.txt', headers: { ...gzip, range: 'bytes=0-9' } })
    expect([part.status, part.text, part.headers['content-encoding']]).toEqual([206, text.slice(0, 10), undefined])
    for (const key of ['small.txt', 'image', 'encoded']) {
      const answer = await object({ key, headers: gzip })
      expect([answer.headers['content-encoding'], answer.headers.etag !== undefined], key).toEqual([key === 'encoded' ? 'br' : undefined, true])
    }
    expect((await object({ method: 'HEAD', key: 'page.txt', headers: gzip })).headers['content-length']).toBe(String(text.length))
    expect((await object({ key: 'page.txt' })).text).toBe(text)
  })
  it('still answers 304', async () => {
    await put('page.txt', { 'content-type': 'text/plain' })
    const etag = String((await object({ method: 'HEAD', key: 'page.txt' })).headers.etag)
    expect((await object({ key: 'page.txt', headers: { ...gzip, 'if-none-match': etag } })).status).toBe(304)
  })
})

describe('x-oss-traffic-limit', () => {
  const bytes = randomBytes(61_440)
  const slow = '245760'
  /** Less than the limit allows for these bytes, the first piece being free. */
  const leastMs = 1800

  it('slows an upload down and stores it whole', async () => {
    const start = performance.now()
    const answer = await object({ method: 'PUT', key: 'slow', body: bytes, headers: { 'x-oss-traffic-limit': slow } })
    expect(answer.status).toBe(200)
    expect(performance.now() - start).toBeGreaterThan(leastMs)
    expect((await object({ key: 'slow' })).body.equals(bytes)).toBe(true)
  })
  it('slows a download down, by header and by query, small ones included', async () => {
    await object({ method: 'PUT', key: 'fast', body: bytes })
    const timed = async (input: RawRequest) => {
      const start = performance.now()
      const { body } = await object({ key: 'fast', ...input })
      return { body, took: performance.now() - start }
    }
    const [byHeader, byQuery] = await Promise.all([
      timed({ headers: { 'x-oss-traffic-limit': slow } }),
      timed({ query: [['x-oss-traffic-limit', slow]] }),
    ])
    for (const { body, took } of [byHeader, byQuery]) expect([body.equals(bytes), took > leastMs]).toEqual([true, true])
    await object({ method: 'PUT', key: 'inline', body: bytes.subarray(0, 12_288) })
    expect((await timed({ key: 'inline', headers: { 'x-oss-traffic-limit': slow } })).took).toBeGreaterThan(250)
  })
  it('refuses limits outside of the documented bounds', async () => {
    for (const value of ['245759', '838860801', 'fast']) {
      expect((await object({ key: 'fast', headers: { 'x-oss-traffic-limit': value } })).code, value).toBe('InvalidArgument')
      expect((await object({ method: 'PUT', key: 'new', body: 'x', query: [['x-oss-traffic-limit', value]] })).code, value).toBe('InvalidArgument')
    }
    expect((await object({ key: 'new' })).code).toBe('NoSuchKey')
  })
})

describe('conditions of a copy', () => {
  it('hold for the source', async () => {
    await object({ method: 'PUT', key: 'source', body: 'x' })
    const { headers } = await object({ method: 'HEAD', key: 'source' })
    const etag = String(headers.etag)
    const past = 'Mon, 01 Jan 2001 00:00:00 GMT'
    const future = new Date(Date.now() + 86_400_000).toUTCString()
    const copy = async (name: string, value: string) =>
      (await object({ method: 'PUT', key: 'copy', headers: { 'x-oss-copy-source': `/${bucket}/source`, [`x-oss-copy-source-${name}`]: value } })).status
    expect([await copy('if-match', etag), await copy('if-match', '"0"')]).toEqual([200, 412])
    expect([await copy('if-none-match', '"0"'), await copy('if-none-match', etag)]).toEqual([200, 304])
    expect([await copy('if-modified-since', past), await copy('if-modified-since', future)]).toEqual([200, 304])
    expect([await copy('if-unmodified-since', future), await copy('if-unmodified-since', past)]).toEqual([200, 412])
  })
  it('onto itself replaces the metadata whatever the directive says, and not the bytes', async () => {
    await object({ method: 'PUT', key: 'self', body: 'bytes', headers: { 'x-oss-meta-a': '1', 'x-oss-tagging': 't=1' } })
    const headers = { 'x-oss-copy-source': `/${bucket}/self`, 'x-oss-metadata-directive': 'COPY', 'x-oss-meta-b': '2', 'content-type': 'text/x' }
    expect((await object({ method: 'PUT', key: 'self', headers })).status).toBe(200)
    const read = await object({ key: 'self' })
    expect([read.text, read.headers['x-oss-meta-a'], read.headers['x-oss-meta-b'], read.headers['content-type']]).toEqual(['bytes', undefined, '2', 'text/x'])
    expect(read.headers['x-oss-tagging-count']).toBe('1')
  })
})
