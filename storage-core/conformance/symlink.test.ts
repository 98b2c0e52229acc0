import { createHash } from 'node:crypto'
import OSS from 'ali-oss'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { elementText, send, type RawAnswer, type RawRequest } from './raw-client.ts'
import { accessKey, startTestStore, type TestStore } from './test-store.ts'

let running: TestStore
let client: OSS
const bucket = 'links'
const object = (input: RawRequest) => send(running.port, { bucket, ...input })
const link = (key: string, target: string, headers: Record<string, string> = {}) =>
  object({ method: 'PUT', key, query: [['symlink', '']], headers: { 'x-oss-symlink-target': target, ...headers } })
const facts = ({ status, code }: RawAnswer) => [status, code]
beforeAll(async () => {
  running = await startTestStore()
  client = new OSS({ ...accessKey, endpoint: `http://127.0.0.1:${running.port}`, region: 'oss-cn-hangzhou', secure: false })
  await client.putBucket(bucket)
  client.useBucket(bucket)
})
afterAll(() => running.stop())

describe('PutSymlink and GetSymlink', () => {
  it('round-trip through the official client, with metadata and odd names', async () => {
    for (const target of ['target', 'folder/täg 目标?&#+%.txt']) {
      await client.putSymlink('link', target, { storageClass: 'IA', meta: { uid: '1' } } as unknown as OSS.PutSymlinkOptions)
      const found = (await client.getSymlink('link')) as unknown as { targetName: string; res: { headers: Record<string, string> } }
      expect(found.targetName).toBe(target)
      expect(found.res.headers).toMatchObject({ 'x-oss-meta-uid': '1', etag: expect.stringMatching(/^"[0-9A-F]{32}"$/) as string })
    }
  })
  it('do not look at the target', async () => {
    expect((await link('dangling', 'nowhere')).status).toBe(200)
    expect((await object({ key: 'dangling', query: [['symlink', '']] })).headers['x-oss-symlink-target']).toBe('nowhere')
    expect(facts(await object({ key: 'dangling' }))).toEqual([404, 'SymlinkTargetNotExist'])
    expect((await object({ method: 'HEAD', key: 'dangling' })).status).toBe(404)
  })
  it('answer errors', async () => {
    await object({ method: 'PUT', key: 'plain', body: 'x' })
    const read = (key: string) => object({ key, query: [['symlink', '']] })
    expect(facts(await read('plain'))).toEqual([400, 'NotSymlink'])
    expect(facts(await read('missing'))).toEqual([404, 'NoSuchKey'])
    expect(facts(await object({ method: 'PUT', key: 'l', query: [['symlink', '']] }))).toEqual([400, 'MissingArgument'])
    for (const target of ['', '%zz', '/leading', 'x'.repeat(1024), '%ff']) {
      expect(facts(await link('l', target)), target).toEqual([400, 'InvalidArgument'])
    }
    expect(facts(await link('plain', 'target', { 'x-oss-forbid-overwrite': 'true' }))).toEqual([409, 'FileAlreadyExists'])
    expect((await object({ key: 'l' })).code).toBe('NoSuchKey')
  })
})

describe('reading through a link', () => {
  const body = 'the bytes of the target '.repeat(100)
  const md5 = createHash('md5').update(body).digest()

  it('answers the bytes of the target under the headers of the link', async () => {
    await object({ method: 'PUT', key: 'there', body, headers: { 'x-oss-meta-of': 'target', 'content-type': 'text/css', 'x-oss-tagging': 'a=1' } })
    await link('to-there', 'there', { 'x-oss-meta-of': 'link', 'content-type': 'text/html', 'x-oss-storage-class': 'IA', 'x-oss-tagging': 'b=2&c=3' })
    const target = await object({ key: 'there' })
    for (const method of ['GET', 'HEAD']) {
      const answer = await object({ method, key: 'to-there' })
      if (method === 'GET') expect(answer.text).toBe(body)
      expect(answer.headers).toMatchObject({
        etag: `"${md5.toString('hex').toUpperCase()}"`,
        'content-md5': md5.toString('base64'),
        'content-length': String(body.length),
        'x-oss-hash-crc64ecma': target.headers['x-oss-hash-crc64ecma'],
        'content-type': 'text/html',
        'x-oss-object-type': 'Symlink',
        'x-oss-storage-class': 'IA',
        'x-oss-meta-of': 'link',
        'x-oss-tagging-count': '2',
      })
    }
    const meta = await object({ method: 'HEAD', key: 'to-there', query: [['objectMeta', '']] })
    expect([meta.headers.etag, meta.headers['content-length']]).toEqual([target.headers.etag, String(body.length)])
  })
  it('answers ranges and conditions of the target', async () => {
    await object({ method: 'PUT', key: 'there', body })
    await link('to-there', 'there')
    const ranged = await object({ key: 'to-there', headers: { range: 'bytes=4-8' } })
    expect([ranged.status, ranged.text]).toEqual([206, body.slice(4, 9)])
    const etag = String(ranged.headers.etag)
    expect((await object({ key: 'to-there', headers: { 'if-none-match': etag } })).status).toBe(304)
    expect((await object({ key: 'to-there', headers: { 'if-match': '"0"' } })).code).toBe('PreconditionFailed')
  })
  it('refuses a link to a link, and to itself', async () => {
    await link('first', 'second')
    await link('second', 'first')
    await link('itself', 'itself')
    for (const key of ['first', 'itself']) expect(facts(await object({ key })), key).toEqual([400, 'InvalidTargetType'])
  })
  it('follows the target as it changes and goes', async () => {
    await link('follow', 'changing')
    await object({ method: 'PUT', key: 'changing', body: 'one' })
    expect((await object({ key: 'follow' })).text).toBe('one')
    await object({ method: 'PUT', key: 'changing', body: 'two' })
    expect((await object({ key: 'follow' })).text).toBe('two')
    await object({ method: 'DELETE', key: 'changing' })
    expect((await object({ key: 'follow' })).code).toBe('SymlinkTargetNotExist')
    await object({ method: 'DELETE', key: 'follow' })
    expect((await object({ key: 'follow' })).code).toBe('NoSuchKey')
  })
  it('checks both ACLs', async () => {
    const acl = (key: string, value: string) => object({ method: 'PUT', key, query: [['acl', '']], headers: { 'x-oss-object-acl': value } })
    await object({ method: 'PUT', key: 'guarded', body })
    await link('door', 'guarded')
    const status = async () => (await object({ key: 'door', sign: false })).status
    const meta = async () => (await object({ method: 'HEAD', key: 'door', sign: false })).status
    expect([await status(), await meta()]).toEqual([403, 403])
    await acl('door', 'public-read')
    expect([await status(), await meta()]).toEqual([403, 403])
    await acl('guarded', 'public-read')
    expect([await status(), await meta()]).toEqual([200, 200])
    await acl('door', 'private')
    expect([await status(), await meta()]).toEqual([403, 403])
  })
  it('is one entry of its own in a listing', async () => {
    await link('listed', 'there')
    const page = (await object({ query: [['prefix', 'listed']] })).text
    expect([elementText(page, 'Key'), elementText(page, 'Type'), elementText(page, 'Size')]).toEqual(['listed', 'Symlink', '0'])
  })
})

describe('copying a link', () => {
  it('makes a link, with the directives of every copy', async () => {
    await object({ method: 'PUT', key: 'there', body: 'bytes' })
    await link('original', 'there', { 'x-oss-meta-a': '1', 'x-oss-tagging': 't=1' })
    const copy = async (key: string, headers: Record<string, string> = {}) => {
      expect((await object({ method: 'PUT', key, headers: { 'x-oss-copy-source': `/${bucket}/original`, ...headers } })).status).toBe(200)
      return (await object({ key, query: [['symlink', '']] })).headers
    }
    expect(await copy('copy')).toMatchObject({ 'x-oss-symlink-target': 'there', 'x-oss-meta-a': '1' })
    expect((await object({ key: 'copy' })).text).toBe('bytes')
    const replaced = await copy('copy', { 'x-oss-metadata-directive': 'REPLACE', 'x-oss-meta-b': '2' })
    expect([replaced['x-oss-symlink-target'], replaced['x-oss-meta-a'], replaced['x-oss-meta-b']]).toEqual(['there', undefined, '2'])
  })
})

describe('links and versions', () => {
  it('are versions of the link, and always show the target as it is now', async () => {
    const versioned = 'links-with-versions'
    const call = (input: RawRequest) => send(running.port, { bucket: versioned, ...input })
    await call({ method: 'PUT' })
    const body = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>'
    expect((await call({ method: 'PUT', query: [['versioning', '']], body })).status).toBe(200)
    const to = async (target: string) =>
      String((await call({ method: 'PUT', key: 'l', query: [['symlink', '']], headers: { 'x-oss-symlink-target': target } })).headers['x-oss-version-id'])
    await call({ method: 'PUT', key: 'a', body: 'old a' })
    await call({ method: 'PUT', key: 'a', body: 'new a' })
    await call({ method: 'PUT', key: 'b', body: 'b' })
    const first = await to('a')
    const second = await to('b')
    expect(first).not.toBe(second)
    expect((await call({ key: 'l' })).text).toBe('b')
    const old = await call({ key: 'l', query: [['versionId', first]] })
    expect([old.text, old.headers['x-oss-version-id']]).toEqual(['new a', first])
    const target = await call({ key: 'l', query: [['symlink', ''], ['versionId', first]] })
    expect([target.headers['x-oss-symlink-target'], target.headers['x-oss-version-id']]).toEqual(['a', first])
    await call({ method: 'DELETE', key: 'b' })
    expect((await call({ key: 'l' })).code).toBe('SymlinkTargetNotExist')
    await call({ method: 'DELETE', key: 'l' })
    expect((await call({ key: 'l', query: [['symlink', '']] })).code).toBe('NoSuchKey')
  })
})
