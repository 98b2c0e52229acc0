import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { elementText, pathOf, send, type RawRequest } from './raw-client.ts'
import { startTestStore, type TestStore } from './test-store.ts'

let running: TestStore
const bucket = 'bad-input'
const call = (input: RawRequest) => send(running.port, input)
const object = (input: RawRequest) => call({ bucket, ...input })
beforeAll(async () => {
  running = await startTestStore()
  expect((await call({ method: 'PUT', bucket })).status).toBe(200)
})
afterAll(() => running.stop())

const md5 = (text: string) => createHash('md5').update(text).digest('base64')

describe('errors', () => {
  it('carry every element that clients read', async () => {
    const answer = await object({ key: 'missing' })
    expect(answer.status).toBe(404)
    expect(answer.headers['content-type']).toBe('application/xml')
    expect(answer.headers['x-oss-ec']).toBe('0026-00000001')
    const names = [...answer.text.matchAll(/<(\w+)>[^<]+<\/\1>/g)].map((match) => match[1])
    expect(names).toEqual(['Code', 'Message', 'RequestId', 'HostId', 'Key', 'EC', 'RecommendDoc'])
    expect(elementText(answer.text, 'RequestId')).toBe(answer.headers['x-oss-request-id'])
    expect(elementText(answer.text, 'HostId')).toBe(`127.0.0.1:${running.port}`)
    expect(answer.text).not.toContain('xmlns')
    const bucketAnswer = await call({ bucket: 'no-such-bucket', key: 'k' })
    expect([bucketAnswer.code, elementText(bucketAnswer.text, 'BucketName')]).toEqual(['NoSuchBucket', 'no-such-bucket'])
  })

  it('of HEAD requests come in a header', async () => {
    const answer = await object({ method: 'HEAD', key: 'missing' })
    expect([answer.status, answer.text]).toEqual([404, ''])
    const xml = Buffer.from(String(answer.headers['x-oss-err']), 'base64').toString('utf8')
    expect(elementText(xml, 'Code')).toBe('NoSuchKey')
  })

  it('come with the common headers, as every answer does', async () => {
    for (const answer of [await object({ key: 'missing' }), await call({})]) {
      expect(answer.headers['x-oss-request-id']).toMatch(/^[0-9A-F]{24}$/)
      expect(answer.headers['x-oss-server-time']).toMatch(/^\d+$/)
      expect(answer.headers.server).toBe('AliyunOSS')
      expect(Math.abs(Date.parse(String(answer.headers.date)) - Date.now())).toBeLessThan(5000)
    }
  })
})

describe('bucket names', () => {
  it.each(['ab', 'a'.repeat(64), 'Abc', 'a_b', '-ab', 'ab-', 'a..b', '127.0.0.1'])('refuses %j', async (name) => {
    expect((await call({ method: 'PUT', bucket: name })).code).toBe('InvalidBucketName')
  })
  it('refuses raw and broken bytes', async () => {
    for (const path of ['/xn--\u00e9/', '/%ff/', '/a%zz/', '//x']) {
      expect((await call({ method: 'PUT', path, sign: false })).code, path).toBe('InvalidBucketName')
    }
    expect((await call({ method: 'PUT', path: '/bucket/\u00e9', sign: false })).code).toBe('InvalidObjectName')
  })
})

describe('object names', () => {
  it.each([
    ['invalid UTF-8', '%ff'],
    ['a lone surrogate', '%ed%a0%80'],
    ['a broken escape', '%zz'],
    ['an unfinished escape', 'a%2'],
  ])('refuses %s', async (_, raw) => {
    expect((await object({ path: `/${bucket}/${raw}`, sign: false })).code).toBe('InvalidObjectName')
  })
  it.each([
    ['1,024 bytes', 'k'.repeat(1024)],
    ['342 characters of three bytes', '中'.repeat(342)],
    ['NUL', 'a\0b'],
    ['a leading slash', '/a'],
    ['a leading backslash', '\\a'],
  ])('refuses %s', async (_, key) => {
    expect((await object({ method: 'PUT', key, body: '' , headers: { 'content-length': '0' } })).code).toBe('InvalidObjectName')
  })
  it.each([
    ['1,023 bytes', 'k'.repeat(1023)],
    ['341 characters of three bytes', '中'.repeat(341)],
    ['dot segments', 'a/../../b'],
    ['a leading parent', '../x'],
    ['a dot', './a'],
    ['an empty segment', 'a//b'],
    ['CR and LF', 'a\r\nb'],
    ['a right-to-left override', 'a\u202eb'],
    ['control characters', 'a\u0001\u001fb'],
    ['spaces and signs', ' %+#?&=;'],
    ['emoji', '🦴👩‍🚀'],
    ['a trailing slash', 'dir/'],
  ])('keeps %s exactly, V1 and V4, also in a URL-encoded listing', async (_, key) => {
    for (const sign of ['v1', 'v4'] as const) {
      expect((await object({ method: 'PUT', key, body: sign, sign })).status).toBe(200)
      expect((await object({ key, sign })).text).toBe(sign)
    }
    const listed = await object({ query: [['list-type', '2'], ['encoding-type', 'url'], ['prefix', key]] })
    expect(decodeURIComponent(elementText(listed.text, 'Key') ?? '')).toBe(key)
    expect(elementText(listed.text, 'Key')).not.toMatch(/[+ ]/)
    expect((await object({ method: 'DELETE', key })).status).toBe(204)
    expect((await object({ key })).code).toBe('NoSuchKey')
  })
  it('reads an escaped slash as a slash and a plus as a plus', async () => {
    await object({ method: 'PUT', key: 'e/f+g', body: '1' })
    expect((await object({ key: 'e/f+g', path: `/${bucket}/e%2Ff+g` })).text).toBe('1')
  })
  it('makes a listing without encoding readable whatever the keys', async () => {
    await object({ method: 'PUT', key: 'odd\u0001<&>\r', body: '' , headers: { 'content-length': '0' } })
    const listed = await object({ query: [['prefix', 'odd']] })
    expect(elementText(listed.text, 'Key')).toBe('odd\ufffd&lt;&amp;&gt;&#13;')
  })
})

describe('bodies', () => {
  it('refuses more than 5 GB before reading any of it', async () => {
    const answer = await object({ method: 'PUT', key: 'big', headers: { 'content-length': String(5 * 1024 ** 3 + 1), expect: '100-continue' } })
    expect([answer.status, answer.code]).toEqual([400, 'EntityTooLarge'])
  })
  it.each([
    ['a wrong MD5', { 'content-md5': md5('other') }, 'InvalidDigest'],
    ['an MD5 that is not base64', { 'content-md5': 'not base64' }, 'InvalidDigest'],
    ['a wrong CRC64', { 'x-oss-hash-crc64ecma': '1' }, 'InvalidCRC64'],
    ['a CRC64 that is no number', { 'x-oss-hash-crc64ecma': 'x' }, 'InvalidArgument'],
    ['encryption, which is not built', { 'x-oss-server-side-encryption': 'AES256' }, 'NotImplemented'],
    ['a callback without an address', { 'x-oss-callback': 'e30=' }, 'InvalidArgument'],
    ['a condition on a write', { 'if-none-match': '*' }, 'NotImplemented'],
    ['an unknown ACL', { 'x-oss-object-acl': 'everyone' }, 'InvalidArgument'],
    ['a traffic limit that is too small', { 'x-oss-traffic-limit': '1000' }, 'InvalidArgument'],
    ['an unknown class', { 'x-oss-storage-class': 'Tape' }, 'InvalidArgument'],
    ['a repeated tag', { 'x-oss-tagging': 'a=1&a=2' }, 'RepeatedTags'],
    ['a bad tag', { 'x-oss-tagging': 'a=%3C' }, 'InvalidTag'],
    ['more than 8 KB of metadata', { 'x-oss-meta-a': 'x'.repeat(8192) }, 'InvalidArgument'],
    ['an odd metadata name', { 'x-oss-meta-a_b': 'x' }, 'InvalidArgument'],
    ['a forbid-overwrite that is neither', { 'x-oss-forbid-overwrite': 'maybe' }, 'InvalidArgument'],
  ])('refuses %s and stores nothing', async (_, headers: Record<string, string>, code) => {
    const answer = await object({ method: 'PUT', key: 'refused', body: 'body', headers })
    expect([answer.status, answer.code]).toEqual([400, code])
    if (code === 'NotImplemented') expect(elementText(answer.text, 'Header')).toBe(Object.keys(headers)[0])
    expect((await object({ key: 'refused' })).code).toBe('NoSuchKey')
  })
  it('takes chunks, checks what the client claims, and stores tags and classes', async () => {
    const body = 'chunked body'
    const answer = await object({
      method: 'PUT',
      key: 'chunked',
      body,
      headers: { 'transfer-encoding': 'chunked', 'content-md5': md5(body), 'x-oss-tagging': 'team=core&x=%E4%B8%AD', 'x-oss-storage-class': 'IA', 'x-oss-meta-name': '文件' },
    })
    expect(answer.status).toBe(200)
    expect(answer.headers['content-md5']).toBe(md5(body))
    const got = await object({ key: 'chunked', query: [['response-content-type', 'text/x-test'], ['versionId', 'null']] })
    expect(got.text).toBe(body)
    expect(got.headers).toMatchObject({
      'content-type': 'text/x-test',
      'content-md5': md5(body),
      'x-oss-tagging-count': '2',
      'x-oss-storage-class': 'IA',
      'accept-ranges': 'bytes',
    })
    expect(Buffer.from(String(got.headers['x-oss-meta-name']), 'latin1').toString('utf8')).toBe('文件')
  })
  it.each([
    ['cut off', '<Delete><Object><Key>a</Key>'],
    ['with a document type', '<!DOCTYPE d [<!ENTITY a "aaaa">]><Delete><Object><Key>&a;</Key></Object></Delete>'],
    ['with an unknown entity', '<Delete><Object><Key>&lol;</Key></Object></Delete>'],
    ['100,000 deep', `${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`],
    ['with another root', '<Remove><Object><Key>a</Key></Object></Remove>'],
    ['of 1,001 keys', `<Delete>${'<Object><Key>a</Key></Object>'.repeat(1001)}</Delete>`],
    ['of none', '<Delete></Delete>'],
    ['with an empty key', '<Delete><Object><Key></Key></Object></Delete>'],
    ['that is not XML', '{"Delete": true}'],
    ['that is not UTF-8', Buffer.from([0x3c, 0xff, 0x3e])],
  ])('refuses a document %s', async (_, body: string | Buffer) => {
    const digest = createHash('md5').update(body).digest('base64')
    const headers = { 'content-md5': digest, 'content-length': String(Buffer.byteLength(body)) }
    const answer = await object({ method: 'POST', query: [['delete', '']], body, headers })
    expect([answer.status, answer.code]).toEqual([400, 'MalformedXML'])
  })
  it('deletes what references and CDATA name, and a key twice', async () => {
    for (const key of [' a&b ', 'c<d']) await object({ method: 'PUT', key, body: '1' })
    const body = '<?xml version="1.0"?>\n<Delete><Quiet>false</Quiet><Object><Key> a&amp;&#98; </Key></Object><Object><Key><![CDATA[c<d]]></Key></Object><Object><Key>c&lt;d</Key></Object></Delete>'
    const headers = { 'content-md5': md5(body), 'content-length': String(body.length) }
    const answer = await object({ method: 'POST', query: [['delete', ''], ['encoding-type', 'url']], body, headers })
    expect([...answer.text.matchAll(/<Key>(.*?)<\/Key>/g)].map((match) => match[1])).toEqual(['%20a%26b%20', 'c%3Cd', 'c%3Cd'])
    expect((await object({ key: ' a&b ' })).code).toBe('NoSuchKey')
    expect((await object({ method: 'POST', query: [['delete', '']], body, headers: { ...headers, 'content-md5': md5('x') } })).code).toBe('InvalidDigest')
    expect((await object({ method: 'POST', query: [['delete', '']], body, headers: { 'content-length': String(body.length) } })).code).toBe('MissingArgument')
  })
})

describe('signatures', () => {
  it.each([
    ['none on a private bucket', { sign: false as const }, 403, 'AccessDenied'],
    ['a malformed one', { change: (headers: Record<string, string>) => ({ ...headers, authorization: 'OSS a' }) }, 400, 'InvalidArgument'],
    ['another scheme', { change: (headers: Record<string, string>) => ({ ...headers, authorization: 'Basic YTpi' }) }, 400, 'InvalidArgument'],
    ['an unknown key id', { credential: { accessKeyId: 'nobody', accessKeySecret: 'x' } }, 403, 'InvalidAccessKeyId'],
    ['a wrong secret', { credential: { accessKeyId: 'test-key', accessKeySecret: 'x' } }, 403, 'SignatureDoesNotMatch'],
    ['an old date', { now: Date.now() - 16 * 60_000 }, 403, 'RequestTimeTooSkewed'],
    ['a token nobody issued', { credential: { accessKeyId: 'test-key', accessKeySecret: 'test-secret', securityToken: 't' } }, 403, 'InvalidSecurityToken'],
  ])('refuses %s', async (_, input, status, code) => {
    for (const sign of ['v1', 'v4'] as const) {
      const answer = await object({ key: 'k', sign, ...input })
      expect([answer.status, answer.code]).toEqual([status, code])
      expect(answer.text).not.toContain('test-secret')
    }
  })
  it('shows what it would have signed', async () => {
    const answer = await object({ key: 'k', change: (headers) => ({ ...headers, 'x-oss-meta-late': '1' }) })
    expect(answer.code).toBe('SignatureDoesNotMatch')
    expect(elementText(answer.text, 'StringToSign')).toContain('x-oss-meta-late:1\n/bad-input/k')
    expect(elementText(answer.text, 'StringToSignBytes')).toMatch(/^47 45 54 0A/)
  })
})

describe('requests for what is not there', () => {
  it.each([
    ['GET', 'bucket', 'encryption'],
    ['PUT', 'bucket', 'inventory'],
    ['GET', 'bucket', 'something-new'],
    ['PUT', 'bucket', 'something-new'],
    ['DELETE', 'bucket', 'something-new'],
    ['POST', 'object', 'asyncFetch'],
    ['PUT', 'object', 'legalHold'],
    ['GET', 'service', 'regions'],
  ])('%s on the %s with ?%s answers NotImplemented', async (method, scope, name) => {
    const fresh = 'never-created'
    const answer = await call({ method, query: [[name, '']], ...(scope === 'service' ? {} : scope === 'bucket' ? { bucket: fresh } : { bucket, key: 'k' }) })
    expect([answer.status, answer.code]).toEqual([400, 'NotImplemented'])
    expect((await call({ bucket: fresh, query: [['bucketInfo', '']] })).code).toBe('NoSuchBucket')
  })
  it('ignores parameters it does not know on reads, and refuses them where they could change a bucket', async () => {
    expect((await object({ query: [['made-up', '1'], ['x-something', '']] })).status).toBe(200)
    expect((await call({ method: 'PUT', bucket: 'never-created', query: [['made-up', '1']] })).code).toBe('NotImplemented')
  })
  it.each(['PATCH', 'TRACE'])('%s is not a method of objects', async (method) => {
    const answer = await object({ method, key: 'k' })
    expect([answer.status, answer.code, answer.headers.allow]).toEqual([405, 'MethodNotAllowed', 'GET, HEAD, PUT, DELETE'])
    expect(elementText(answer.text, 'ResourceType')).toBe('Object')
  })
  it('refuses versions that cannot exist', async () => {
    await object({ method: 'PUT', key: 'versions', body: '1' })
    const get = (versionId: string) => object({ key: 'versions', query: [['versionId', versionId]] })
    // A signed empty value is the bare name.
    expect((await get('')).code).toBe('InvalidArgument')
    expect((await get('gar bage')).code).toBe('InvalidArgument')
    expect((await get('CAEQMxiBgICbof2D0BYiIGRhZjgwMzJiMjA3MjQ0')).code).toBe('NoSuchVersion')
    expect((await get('null')).text).toBe('1')
    expect((await object({ method: 'DELETE', key: 'versions', query: [['versionId', 'CAEQMxiBgICbof2D0BYi']] })).status).toBe(204)
    expect((await get('null')).text).toBe('1')
  })
  it.each([
    ['max-keys', '0'],
    ['max-keys', '1001'],
    ['max-keys', 'many'],
    ['encoding-type', 'base64'],
    ['prefix', 'p'.repeat(1024)],
    ['list-type', '3'],
  ])('refuses the list parameter %s=%s', async (name, value) => {
    const answer = await object({ query: [[name, value]] })
    expect([answer.code, elementText(answer.text, 'ArgumentName')]).toEqual(['InvalidArgument', name])
  })
})

describe('who may ask', () => {
  const open = 'open-bucket'
  beforeAll(async () => {
    await call({ method: 'PUT', bucket: open, headers: { 'x-oss-acl': 'public-read' } })
    await call({ method: 'PUT', bucket: open, key: 'k', body: 'public' })
    await call({ method: 'PUT', bucket: open, key: 'hidden', body: 'x', headers: { 'x-oss-object-acl': 'private' } })
    await call({ method: 'PUT', bucket: 'wide-open', headers: { 'x-oss-acl': 'public-read-write' } })
  })
  const anonymous = (input: RawRequest) => call({ bucket: open, sign: false, ...input })
  it('lets anyone read public objects, and no more', async () => {
    expect((await anonymous({ key: 'k' })).text).toBe('public')
    expect((await anonymous({ method: 'HEAD', key: 'k' })).status).toBe(200)
    expect((await anonymous({ key: 'missing' })).code).toBe('NoSuchKey')
    for (const input of [{ key: 'hidden' }, {}, { query: [['bucketInfo', '']] as const }, { method: 'DELETE', key: 'k' }, { method: 'PUT', key: 'new', body: '1' }]) {
      const answer = await anonymous(input)
      expect([answer.status, answer.code]).toEqual([403, 'AccessDenied'])
    }
    expect((await anonymous({ key: 'k', query: [['response-content-type', 'text/html']] })).code).toBe('InvalidRequest')
  })
  it('lets anyone write where the bucket says so, but not set ACLs or tags', async () => {
    const write = (headers: Record<string, string>) => call({ method: 'PUT', bucket: 'wide-open', key: 'k', body: '1', sign: false, headers })
    expect((await write({})).status).toBe(200)
    expect((await write({ 'x-oss-object-acl': 'private' })).code).toBe('AccessDenied')
    expect((await write({ 'x-oss-tagging': 'a=b' })).code).toBe('AccessDenied')
    expect((await write({ origin: 'https://example.com' })).code).toBe('AccessDenied')
    expect((await write({ 'sec-fetch-site': 'cross-site' })).code).toBe('AccessDenied')
    expect((await call({ method: 'DELETE', bucket: 'wide-open', key: 'k', sign: false })).status).toBe(204)
  })
  it('refuses pages of other sites and hosts that are not its own', async () => {
    expect((await anonymous({ key: 'k', headers: { 'sec-fetch-site': 'cross-site' } })).code).toBe('AccessDenied')
    for (const host of ['evil.example', `evil.example:${running.port}`, '10.0.0.1', 'aliyuncs.com.evil.example', 'localhost.evil.example']) {
      const answer = await anonymous({ key: 'k', headers: { host } })
      expect([answer.status, answer.code], host).toEqual([403, 'AccessDenied'])
    }
  })
  it('copies only what may be read', async () => {
    const copy = (source: string) => call({ method: 'PUT', bucket: 'wide-open', key: 'c', sign: false, headers: { 'x-oss-copy-source': source, 'content-length': '0' } })
    expect((await copy(`/${open}/k`)).status).toBe(200)
    expect((await copy(`/${open}/hidden`)).code).toBe('AccessDenied')
    expect((await copy('/nowhere-at-all/k')).code).toBe('NoSuchBucket')
    expect((await copy('nonsense')).code).toBe('InvalidArgument')
  })
})

describe('addresses', () => {
  it.each([
    `${bucket}.oss-cn-hangzhou.localhost`,
    `${bucket}.localhost`,
    `${bucket}.oss.localhost`,
    `${bucket}.oss-cn-hangzhou.aliyuncs.com`,
    `${bucket}.oss-eu-central-1-internal.aliyuncs.com`,
  ])('finds the bucket in the host %s', async (host) => {
    await object({ method: 'PUT', key: 'by/host', body: host })
    for (const sign of ['v1', 'v4'] as const) {
      expect((await object({ key: 'by/host', path: '/by/host', headers: { host }, sign })).text).toBe(host)
    }
  })
  it.each(['undefined.oss-cn-hangzhou.aliyuncs.com', '.oss-cn-hangzhou.aliyuncs.com', 'localhost', '[::1]', 'oss-cn-hangzhou.localhost'])(
    'lists buckets at the host %s',
    async (host) => {
      const answer = await call({ headers: { host } })
      expect(elementText(answer.text, 'Name')).toBe(bucket)
    },
  )
  it('shows the endpoint that the client used', async () => {
    const info = await object({ query: [['bucketInfo', '']] })
    expect(elementText(info.text, 'ExtranetEndpoint')).toBe(`127.0.0.1:${running.port}`)
    expect(elementText(info.text, 'IntranetEndpoint')).toBe(`127.0.0.1:${running.port}`)
    const elsewhere = await call({ query: [['prefix', bucket]], headers: { host: 'oss-cn-hangzhou.aliyuncs.com' } })
    expect(elementText(elsewhere.text, 'ExtranetEndpoint')).toBe('oss-cn-hangzhou.aliyuncs.com')
    expect(elementText(elsewhere.text, 'IntranetEndpoint')).toBe('oss-cn-hangzhou-internal.aliyuncs.com')
  })
  it('understands absolute request targets', async () => {
    expect((await object({ key: 'by/host', path: `http://127.0.0.1:${running.port}${pathOf(bucket, 'by/host')}` })).status).toBe(200)
  })
})
