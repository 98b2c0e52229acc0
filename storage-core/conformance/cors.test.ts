import { randomBytes } from 'node:crypto'
import OSS from 'ali-oss'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RawAnswer, type RawRequest, send } from './raw-client.ts'
import { accessKey, startTestStore, type TestStore } from './test-store.ts'

let running: TestStore
let client: OSS
const bucket = `cors-${randomBytes(4).toString('hex')}`
const page = 'https://app.example'
beforeAll(async () => {
  running = await startTestStore()
  client = new OSS({ ...accessKey, endpoint: `http://127.0.0.1:${running.port}`, region: 'oss-cn-hangzhou', secure: false })
  await client.putBucket(bucket)
  client.useBucket(bucket)
  await client.put('k', Buffer.from('body'))
})
afterAll(() => running.stop())

const cors = [['cors', '']] as const
const put = (...rules: readonly string[]) => putDocument(rules.map((rule) => `<CORSRule>${rule}</CORSRule>`).join(''))
const putDocument = (content: string) => send(running.port, { method: 'PUT', bucket, query: cors, body: `<CORSConfiguration>${content}</CORSConfiguration>` })
const origin = (text: string) => `<AllowedOrigin>${text}</AllowedOrigin>`
const method = (text: string) => `<AllowedMethod>${text}</AllowedMethod>`
const ask = (input: Partial<RawRequest>) => send(running.port, { bucket, key: 'k', ...input })
const preflight = (headers: Record<string, string>, input: Partial<RawRequest> = {}) => ask({ method: 'OPTIONS', sign: false, headers, ...input })
const said = ({ headers }: RawAnswer) => ({
  origin: headers['access-control-allow-origin'],
  methods: headers['access-control-allow-methods'],
  headers: headers['access-control-allow-headers'],
  expose: headers['access-control-expose-headers'],
  maxAge: headers['access-control-max-age'],
  vary: headers.vary,
})
const silence = { origin: undefined, methods: undefined, headers: undefined, expose: undefined, maxAge: undefined, vary: undefined }

describe('the CORS configuration of a bucket', () => {
  it('round-trips through the official client', async () => {
    const rules = [
      { allowedOrigin: ['http://a.example', 'http://*.b.example'], allowedMethod: ['GET', 'PUT'], allowedHeader: 'x-oss-*', exposeHeader: ['etag', 'x-oss-request-id'], maxAgeSeconds: '300' },
      { allowedOrigin: '*', allowedMethod: 'HEAD' },
    ]
    await client.putBucketCORS(bucket, rules)
    expect((await client.getBucketCORS(bucket)).rules).toEqual(rules)
    await client.deleteBucketCORS(bucket)
    expect(await client.getBucketCORS(bucket).catch((error: unknown) => error)).toMatchObject({ code: 'NoSuchCORSConfiguration', status: 404 })
    await client.deleteBucketCORS(bucket)
  })
  it.each([
    ['no rule', '', 'MalformedXML'],
    ['11 rules', `<CORSRule>${origin('*')}${method('GET')}</CORSRule>`.repeat(11), 'CORSRuleBeyondLimit'],
    ['a rule without an origin', `<CORSRule>${method('GET')}</CORSRule>`, 'MalformedXML'],
    ['a rule without a method', `<CORSRule>${origin('*')}</CORSRule>`, 'MalformedXML'],
    ['two wildcards', `<CORSRule>${origin('http://*.*')}${method('GET')}</CORSRule>`, 'InvalidArgument'],
    ['an unknown method', `<CORSRule>${origin('*')}${method('PATCH')}</CORSRule>`, 'InvalidArgument'],
    ['an exposed wildcard', `<CORSRule>${origin('*')}${method('GET')}<ExposeHeader>x-*</ExposeHeader></CORSRule>`, 'InvalidArgument'],
    ['a header that would split the answer', `<CORSRule>${origin('*')}${method('GET')}<ExposeHeader>a&#13;&#10;b</ExposeHeader></CORSRule>`, 'InvalidArgument'],
    ['an age that is none', `<CORSRule>${origin('*')}${method('GET')}<MaxAgeSeconds>-1</MaxAgeSeconds></CORSRule>`, 'InvalidArgument'],
    ['more than 16 KB', `<CORSRule>${origin('http://a.example/'.padEnd(17_000, 'x'))}${method('GET')}</CORSRule>`, 'MalformedXML'],
  ])('is refused with %s', async (_, content, code) => {
    expect((await putDocument(content)).code).toBe(code)
    expect((await send(running.port, { bucket, query: cors })).code).toBe('NoSuchCORSConfiguration')
  })
})

describe('preflight requests', () => {
  it('are answered without a signature, on objects that do not exist and on the bucket too', async () => {
    await put(`${origin(page)}${method('PUT')}<AllowedHeader>x-oss-*</AllowedHeader><AllowedHeader>Content-Type</AllowedHeader><MaxAgeSeconds>60</MaxAgeSeconds>`)
    const wish = { origin: page, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'content-type, X-OSS-meta-a' }
    for (const input of [{}, { key: 'nothing' }, { path: `/${bucket}/` }, { path: `/${bucket}` }]) {
      const answer = await preflight(wish, input)
      expect([answer.status, answer.text]).toEqual([200, ''])
      expect(said(answer)).toMatchObject({ origin: page, methods: 'PUT', headers: 'content-type, X-OSS-meta-a', maxAge: '60' })
    }
  })
  it('are refused where no rule fits, and when they lack what they must say', async () => {
    const wish = { origin: page, 'access-control-request-method': 'PUT' }
    expect(await preflight({ ...wish, origin: 'https://evil.example' })).toMatchObject({ status: 403, code: 'AccessForbidden' })
    expect(await preflight({ ...wish, 'access-control-request-method': 'DELETE' })).toMatchObject({ status: 403, code: 'AccessForbidden' })
    expect(await preflight({ ...wish, 'access-control-request-headers': 'x-other' })).toMatchObject({ status: 403, code: 'AccessForbidden' })
    expect(await preflight({ origin: page })).toMatchObject({ status: 400, code: 'BadRequest' })
    expect(await preflight({ 'access-control-request-method': 'PUT' })).toMatchObject({ status: 400, code: 'BadRequest' })
    expect(await preflight(wish, { path: '/no-such-bucket-here/k' })).toMatchObject({ status: 404, code: 'NoSuchBucket' })
    expect(await preflight(wish, { path: '/' })).toMatchObject({ status: 403, code: 'AccessForbidden' })
  })
  it('are refused again at once when the rules are gone', async () => {
    await client.deleteBucketCORS(bucket)
    expect(await preflight({ origin: page, 'access-control-request-method': 'PUT' })).toMatchObject({ status: 403, code: 'AccessForbidden' })
  })
})

describe('answers to pages', () => {
  const from = (text: string) => ({ headers: { origin: text } })
  it('say nothing about origins without a rule, and go out all the same', async () => {
    const answer = await ask(from(page))
    expect([answer.text, said(answer)]).toEqual(['body', silence])
  })
  it('carry what the first fitting rule says, errors as well as bodies', async () => {
    await put(
      `${origin('https://*.example')}${method('GET')}${method('HEAD')}<ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>5</MaxAgeSeconds>`,
      `${origin('*')}${method('GET')}${method('PUT')}`,
    )
    const expected = { origin: page, methods: 'GET, HEAD', headers: undefined, expose: 'ETag', maxAge: '5', vary: 'Origin' }
    for (const input of [{}, { method: 'HEAD' }, { key: 'missing' }, { key: 'missing', method: 'HEAD' }, { sign: false as const }, { key: undefined }, { credential: { accessKeyId: 'test-key', accessKeySecret: 'wrong' } }]) {
      const { key, ...rest } = { key: 'k', ...input }
      expect(said(await send(running.port, { bucket, ...(key === undefined ? {} : { key }), ...from(page), ...rest })), JSON.stringify(input)).toEqual(expected)
    }
    expect(said(await ask({ ...from('http://elsewhere'), method: 'PUT', body: 'body' }))).toMatchObject({ origin: '*', methods: 'GET, PUT' })
    expect(said(await ask({ ...from(page), method: 'DELETE', key: 'gone' }))).toEqual(silence)
    expect(said(await ask({}))).toEqual(silence)
  })
  it('vary by origin always where the configuration says so', async () => {
    await putDocument(`<CORSRule>${origin('*')}${method('GET')}</CORSRule><ResponseVary>true</ResponseVary>`)
    for (const input of [from(page), {}, { ...from(page), method: 'PUT', body: 'body' }]) expect((await ask(input)).headers.vary).toBe('Origin')
  })
  it('let a page read what is public and post what is open, and no other page', async () => {
    await put(`${origin(page)}${method('GET')}${method('POST')}`)
    await client.putBucketACL(bucket, 'public-read-write')
    const foreign = { 'sec-fetch-site': 'cross-site' }
    expect((await ask({ sign: false, headers: { ...foreign, origin: page } })).status).toBe(200)
    expect((await ask({ sign: false, headers: { ...foreign, origin: 'https://evil.example' } })).code).toBe('AccessDenied')
    expect((await ask({ sign: false, headers: { origin: page }, method: 'PUT', body: 'x' })).code).toBe('AccessDenied')
    const body = '--b\r\ncontent-disposition: form-data; name="key"\r\n\r\nposted\r\n--b\r\ncontent-disposition: form-data; name="file"\r\n\r\nbody\r\n--b--\r\n'
    const post = (from: string) => send(running.port, { bucket, method: 'POST', sign: false, body, headers: { origin: from, 'content-type': 'multipart/form-data; boundary=b' } })
    expect((await post(page)).status).toBe(204)
    expect((await post('https://evil.example')).code).toBe('AccessDenied')
  })
})
