import { createHash, randomBytes } from 'node:crypto'
import OSS from 'ali-oss'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { elementText, send, type RawRequest } from './raw-client.ts'
import { accessKey, startTestStore, type TestStore } from './test-store.ts'

let running: TestStore
/** Methods that the client has and its type package does not. */
interface Tagging {
  getObjectTagging(name: string): Promise<{ tag: Record<string, string> }>
  putObjectTagging(name: string, tag: Record<string, string>): Promise<void>
  deleteObjectTagging(name: string): Promise<void>
}
let client: OSS & Tagging
const bucket = 'attributes-of-objects'
const object = (input: RawRequest) => send(running.port, { bucket, ...input })
beforeAll(async () => {
  running = await startTestStore()
  client = new OSS({ ...accessKey, endpoint: `http://127.0.0.1:${running.port}`, region: 'oss-cn-hangzhou', secure: false }) as OSS & Tagging
  await client.putBucket(bucket)
  client.useBucket(bucket)
})
afterAll(() => running.stop())

const grant = async (key: string) => elementText((await object({ key, query: [['acl', '']] })).text, 'Grant')
const facts = ({ status, code, headers }: Awaited<ReturnType<typeof send>>) => [status, code, headers['x-oss-ec']]

describe('PutObjectACL and GetObjectACL', () => {
  it('round-trip through the official client', async () => {
    await client.put('acl', Buffer.from('body'))
    expect(((await client.getACL('acl')) as unknown as { acl: string }).acl).toBe('default')
    for (const acl of ['private', 'public-read', 'public-read-write', 'default'] as const) {
      await client.putACL('acl', acl as OSS.ACLType)
      expect(await client.getACL('acl')).toMatchObject({ acl, owner: { displayName: 'ossia' } })
    }
  })
  it('open an object to everyone and close it again, in a private bucket', async () => {
    await client.put('open', Buffer.from('body'))
    const anonymous = () => object({ key: 'open', sign: false })
    expect((await anonymous()).status).toBe(403)
    await client.putACL('open', 'public-read')
    expect((await anonymous()).text).toBe('body')
    expect((await object({ method: 'PUT', key: 'open', sign: false, body: 'x' })).code).toBe('AccessDenied')
    expect((await object({ key: 'open', sign: false, query: [['acl', '']] })).code).toBe('AccessDenied')
    await client.putACL('open', 'private')
    expect((await anonymous()).status).toBe(403)
  })
  it('close an object in a public bucket', async () => {
    const open = `public-${randomBytes(4).toString('hex')}`
    await send(running.port, { method: 'PUT', bucket: open, headers: { 'x-oss-acl': 'public-read' } })
    await send(running.port, { method: 'PUT', bucket: open, key: 'k', body: 'body' })
    expect((await send(running.port, { bucket: open, key: 'k', sign: false })).status).toBe(200)
    await send(running.port, { method: 'PUT', bucket: open, key: 'k', query: [['acl', '']], headers: { 'x-oss-object-acl': 'private' } })
    expect((await send(running.port, { bucket: open, key: 'k', sign: false })).code).toBe('AccessDenied')
  })
  it('leave bytes, ETag, time and metadata alone', async () => {
    await client.put('same', Buffer.from('body'), { meta: { a: 'b' } as unknown as OSS.UserMeta })
    const before = (await object({ method: 'HEAD', key: 'same' })).headers
    await client.putACL('same', 'public-read')
    const after = (await object({ method: 'HEAD', key: 'same' })).headers
    for (const name of ['etag', 'last-modified', 'x-oss-meta-a', 'content-length']) expect(after[name], name).toBe(before[name])
  })
  it('answer errors with their codes and causes', async () => {
    const put = (key: string, acl?: string) =>
      object({ method: 'PUT', key, query: [['acl', '']], ...(acl === undefined ? {} : { headers: { 'x-oss-object-acl': acl } }) })
    await client.put('acl', Buffer.from('body'))
    const bad = await put('acl', 'everyone')
    expect([bad.status, bad.code, elementText(bad.text, 'ArgumentName'), elementText(bad.text, 'ArgumentValue')]).toEqual([
      400,
      'InvalidArgument',
      'x-oss-object-acl',
      'everyone',
    ])
    expect(facts(await put('acl'))).toEqual([400, 'MissingArgument', '0016-00000502'])
    expect(facts(await put('missing', 'private'))).toEqual([404, 'NoSuchKey', '0026-00000001'])
    expect(facts(await object({ key: 'missing', query: [['acl', '']] }))).toEqual([404, 'NoSuchKey', '0026-00000001'])
    expect(await grant('acl')).toBe('default')
  })
  it('start with what a put, and a copy, asked for', async () => {
    await object({ method: 'PUT', key: 'born', headers: { 'x-oss-object-acl': 'public-read' }, body: 'x' })
    expect(await grant('born')).toBe('public-read')
    await object({ method: 'PUT', key: 'born-copy', headers: { 'x-oss-copy-source': `/${bucket}/born` } })
    expect(await grant('born-copy')).toBe('default')
  })
})

describe('PutBucketAcl', () => {
  it('round-trips through the official client and is seen at once', async () => {
    await client.put('seen', Buffer.from('body'))
    for (const [acl, status] of [['public-read', 200], ['private', 403], ['public-read-write', 200], ['private', 403]] as const) {
      await client.putBucketACL(bucket, acl)
      expect(((await client.getBucketACL(bucket)) as unknown as { acl: string }).acl).toBe(acl)
      expect((await object({ key: 'seen', sign: false })).status, acl).toBe(status)
    }
  })
  it('creates a bucket that does not exist', async () => {
    const created = `created-${randomBytes(4).toString('hex')}`
    const put = (sign: false | 'v1') =>
      send(running.port, { method: 'PUT', bucket: created, query: [['acl', '']], headers: { 'x-oss-acl': 'public-read' }, sign })
    expect((await put(false)).code).toBe('AccessDenied')
    expect((await send(running.port, { bucket: created })).code).toBe('NoSuchBucket')
    expect((await put('v1')).status).toBe(200)
    expect(elementText((await send(running.port, { bucket: created, query: [['acl', '']] })).text, 'Grant')).toBe('public-read')
  })
  it('answers errors with their codes and causes', async () => {
    const put = (headers: Record<string, string>, sign: false | 'v1' = 'v1') =>
      send(running.port, { method: 'PUT', bucket, query: [['acl', '']], headers, sign })
    const bad = await put({ 'x-oss-acl': 'default' })
    expect([...facts(bad), elementText(bad.text, 'ArgumentName')]).toEqual([400, 'InvalidArgument', '0015-00000204', 'x-oss-acl'])
    expect((await put({})).code).toBe('MissingArgument')
    expect((await put({ 'x-oss-acl': 'private' }, false)).code).toBe('AccessDenied')
  })
})

describe('object tagging', () => {
  const query = [['tagging', '']] as const
  const tagging = (key: string) => object({ key, query })
  const put = (key: string, body: string, headers: Record<string, string> = {}) => object({ method: 'PUT', key, query, body, headers })
  const tag = (key: string, value: string) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`
  const set = (...tags: string[]) => `<Tagging><TagSet>${tags.join('')}</TagSet></Tagging>`

  it('round-trips through the official client', async () => {
    await client.put('tags', Buffer.from('body'))
    expect((await client.getObjectTagging('tags')).tag).toEqual({})
    await client.putObjectTagging('tags', { one: '1', 'a b': 'c+d-e=f._:/' })
    expect((await client.getObjectTagging('tags')).tag).toEqual({ one: '1', 'a b': 'c+d-e=f._:/' })
    expect((await object({ method: 'HEAD', key: 'tags' })).headers['x-oss-tagging-count']).toBe('2')
    expect((await put('tags', set(tag('two', '')))).status).toBe(200)
    expect((await tagging('tags')).text).toContain('<TagSet><Tag><Key>two</Key><Value></Value></Tag></TagSet>')
    await client.deleteObjectTagging('tags')
    expect((await client.getObjectTagging('tags')).tag).toEqual({})
    expect((await object({ method: 'HEAD', key: 'tags' })).headers['x-oss-tagging-count']).toBeUndefined()
  })
  it('does not change the time, the ETag or the bytes', async () => {
    await client.put('still', Buffer.from('body'))
    const before = (await object({ key: 'still' })).headers
    await client.putObjectTagging('still', { a: 'b' })
    const after = await object({ key: 'still' })
    expect([after.headers.etag, after.headers['last-modified'], after.text]).toEqual([before.etag, before['last-modified'], 'body'])
  })
  it('takes ten tags of the longest kind, an empty set, and Chinese', async () => {
    await client.put('limits', Buffer.from('body'))
    const ten = Array.from({ length: 10 }, (_, i) => tag(`${i}${'k'.repeat(127)}`, 'v'.repeat(256)))
    expect((await put('limits', set(...ten))).status).toBe(200)
    expect((await object({ method: 'HEAD', key: 'limits' })).headers['x-oss-tagging-count']).toBe('10')
    expect((await put('limits', set(tag('部门', '研发')))).status).toBe(200)
    expect((await tagging('limits')).text).toContain('<Key>部门</Key><Value>研发</Value>')
    expect((await put('limits', '<Tagging><TagSet/></Tagging>')).status).toBe(200)
    expect((await tagging('limits')).text).toContain('<TagSet></TagSet>')
  })
  it.each([
    ['InvalidTag', set(...Array.from({ length: 11 }, (_, i) => tag(`k${i}`, 'v')))],
    ['InvalidTag', set(tag('', 'v'))],
    ['InvalidTag', set(tag('k'.repeat(129), 'v'))],
    ['InvalidTag', set(tag('k', 'v'.repeat(257)))],
    ['InvalidTag', set(tag('k?', 'v'))],
    ['InvalidTag', set(tag('k', 'v;'))],
    ['RepeatedTags', set(tag('k', '1'), tag('k', '2'))],
    ['MalformedXML', '<Tagging></Tagging>'],
    ['MalformedXML', '<TagSet></TagSet>'],
    ['MalformedXML', '<Tagging><TagSet><Tag><Value>v</Value></Tag></TagSet></Tagging>'],
    ['MalformedXML', '<Tagging><TagSet></TagSet><TagSet></TagSet></Tagging>'],
    ['MalformedXML', 'tags'],
    ['MalformedXML', ''],
  ])('answers %s and keeps the old tags (%#)', async (code, body) => {
    await object({ method: 'PUT', key: 'kept', headers: { 'x-oss-tagging': 'old=tag' }, body: 'x' })
    const answer = await put('kept', body)
    expect([answer.status, answer.code]).toEqual([400, code])
    expect((await tagging('kept')).text).toContain('<Key>old</Key><Value>tag</Value>')
  })
  it('checks Content-MD5, existence and permission', async () => {
    await object({ method: 'PUT', key: 'kept', headers: { 'x-oss-object-acl': 'public-read-write' }, body: 'x' })
    const body = set(tag('a', 'b'))
    expect((await put('kept', body, { 'content-md5': createHash('md5').update('other').digest('base64') })).code).toBe('InvalidDigest')
    expect((await put('kept', body, { 'content-md5': createHash('md5').update(body).digest('base64') })).status).toBe(200)
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const common = { method, query, ...(method === 'PUT' ? { body } : {}) }
      expect((await object({ ...common, key: 'missing' })).code, method).toBe('NoSuchKey')
      expect((await object({ ...common, key: 'kept', sign: false })).code, method).toBe('AccessDenied')
    }
  })
  it('comes with a put and follows a copy as its directive says', async () => {
    const headers = { 'x-oss-tagging': 'a=1&b%20c=%2F' }
    expect((await object({ method: 'PUT', key: 'source', headers, body: 'x' })).status).toBe(200)
    const copy = async (more: Record<string, string>) => {
      await object({ method: 'PUT', key: 'copy', headers: { 'x-oss-copy-source': `/${bucket}/source`, ...more } })
      return (await client.getObjectTagging('copy')).tag
    }
    expect(await copy({})).toEqual({ a: '1', 'b c': '/' })
    expect(await copy({ 'x-oss-tagging': 'n=2' })).toEqual({ a: '1', 'b c': '/' })
    expect(await copy({ 'x-oss-tagging': 'n=2', 'x-oss-tagging-directive': 'Replace' })).toEqual({ n: '2' })
    expect(await copy({ 'x-oss-tagging-directive': 'Replace' })).toEqual({})
    const bad = await object({ method: 'PUT', key: 'copy', headers: { 'x-oss-copy-source': `/${bucket}/source`, 'x-oss-tagging-directive': 'Drop' } })
    expect(bad.code).toBe('InvalidArgument')
  })
})
