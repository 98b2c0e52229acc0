import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { elementText, type RawRequest, send } from './raw-client.ts'
import { startTestStore, type TestStore } from './test-store.ts'

/** What of versioning the official client cannot say: bad values, exact documents, exact headers. */
let running: TestStore
let bucket: string
beforeAll(async () => {
  running = await startTestStore()
})
afterAll(() => running.stop())

const call = (input: RawRequest) => send(running.port, { bucket, ...input })
const configure = (body: string | undefined, more: RawRequest = {}) =>
  call({ method: 'PUT', query: [['versioning', '']], ...(body === undefined ? {} : { body }), ...more })
const setStatus = async (status: string) => {
  const answer = await configure(`<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>`)
  expect(answer.status).toBe(200)
}
const put = async (key: string, body = key) => (await call({ method: 'PUT', key, body })).headers['x-oss-version-id'] as string
const remove = (key: string, versionId?: string) =>
  call({ method: 'DELETE', key, ...(versionId === undefined ? {} : { query: [['versionId', versionId]] }) })
const versions = (...query: [string, string][]) => call({ query: [['versions', ''], ...query] })
const ofVersion = (versionId: string) => ({ query: [['versionId', versionId]] as [string, string][] })
const missing = 'CAEQMxiBgICbof2D0BYiIGRhZjgwMzJiMjA3MjQ0'

beforeEach(async () => {
  bucket = `wire-${randomBytes(5).toString('hex')}`
  expect((await send(running.port, { method: 'PUT', bucket })).status).toBe(200)
})

describe('PutBucketVersioning and GetBucketVersioning', () => {
  it('answers an empty configuration while it was never set, and the status afterwards', async () => {
    const get = () => call({ query: [['versioning', '']] })
    expect((await get()).text).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<VersioningConfiguration></VersioningConfiguration>\n')
    await setStatus('Enabled')
    expect(elementText((await get()).text, 'Status')).toBe('Enabled')
    await setStatus('Suspended')
    expect(elementText((await get()).text, 'Status')).toBe('Suspended')
  })
  it.each([
    ['no status', '<VersioningConfiguration/>', 'InvalidArgument'],
    ['an unknown status', '<VersioningConfiguration><Status>Disabled</Status></VersioningConfiguration>', 'InvalidArgument'],
    ['a status in other letters', '<VersioningConfiguration><Status>enabled</Status></VersioningConfiguration>', 'InvalidArgument'],
    ['another root', '<Versioning><Status>Enabled</Status></Versioning>', 'MalformedXML'],
    ['no document', undefined, 'MalformedXML'],
    ['half a document', '<VersioningConfiguration><Status>', 'MalformedXML'],
  ])('refuses %s and changes nothing', async (_, body, code) => {
    const answer = await configure(body)
    expect([answer.status, answer.code]).toEqual([400, code])
    expect((await call({ query: [['versioning', '']] })).text).not.toContain('Status')
  })
  it('checks the MD5 of the document', async () => {
    const body = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>'
    expect((await configure(body, { headers: { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' } })).code).toBe('InvalidDigest')
  })
  it('is the owner’s alone', async () => {
    const query: [string, string][] = [['versioning', '']]
    expect((await call({ method: 'PUT', query, sign: false, body: '<VersioningConfiguration/>' })).code).toBe('AccessDenied')
    expect((await call({ query, sign: false })).code).toBe('AccessDenied')
    expect((await send(running.port, { bucket: 'not-there', query })).code).toBe('NoSuchBucket')
  })
})

describe('version ids', () => {
  it('are refused when empty or malformed, wherever they are given', async () => {
    await setStatus('Enabled')
    await put('k')
    for (const method of ['GET', 'DELETE']) {
      const empty = await call({ method, key: 'k', ...ofVersion('') })
      expect([empty.status, empty.code, elementText(empty.text, 'Message')]).toEqual([400, 'InvalidArgument', 'Version id can not be the empty string'])
      const odd = await call({ method, key: 'k', ...ofVersion('not an id') })
      expect([odd.status, odd.code, elementText(odd.text, 'Message')]).toEqual([400, 'InvalidArgument', 'Invalid version id specified'])
      expect(elementText(odd.text, 'ArgumentValue')).toBe('not an id')
    }
    for (const query of [[['acl', ''], ['versionId', 'x']], [['tagging', ''], ['versionId', 'x']]] as [string, string][][]) {
      expect((await call({ key: 'k', query })).code).toBe('InvalidArgument')
    }
    const copy = (source: string) => call({ method: 'PUT', key: 'c', headers: { 'x-oss-copy-source': source } })
    expect((await copy(`/${bucket}/k?versionId=`)).code).toBe('InvalidArgument')
    expect((await copy(`/${bucket}/k?versionId=short`)).code).toBe('InvalidArgument')
    const body = '<Delete><Object><Key>k</Key><VersionId>short</VersionId></Object></Delete>'
    const md5 = createHash('md5').update(body).digest('base64')
    expect((await call({ method: 'POST', query: [['delete', '']], body, headers: { 'content-md5': md5 } })).code).toBe('InvalidArgument')
  })
  it('that name no version answer NoSuchVersion, and deleting them is fine', async () => {
    await setStatus('Enabled')
    const id = await put('k')
    const foreign = await put('other')
    for (const versionId of [missing, foreign, 'null']) {
      const answer = await call({ key: 'k', ...ofVersion(versionId) })
      expect([answer.status, answer.code]).toEqual([404, 'NoSuchVersion'])
      const deleted = await remove('k', versionId)
      expect([deleted.status, deleted.headers['x-oss-version-id'], deleted.headers['x-oss-delete-marker']]).toEqual([204, versionId, undefined])
    }
    expect((await call({ key: 'k', ...ofVersion(id) })).text).toBe('k')
    expect((await call({ key: 'other' })).text).toBe('other')
  })
  it('are URL-safe and sort as the versions were written', async () => {
    await setStatus('Enabled')
    const ids: string[] = []
    for (let i = 0; i < 20; i++) ids.push(await put('k', String(i)))
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9._-]+$/)
    expect(ids.toSorted()).toEqual(ids)
  })
})

describe('delete markers', () => {
  it('make a read answer NoSuchKey that says why, on GET and HEAD', async () => {
    await setStatus('Enabled')
    await put('k')
    const marker = (await remove('k')).headers['x-oss-version-id']
    for (const [method, query] of [['GET', []], ['HEAD', []], ['HEAD', [['objectMeta', '']]]] as [string, [string, string][]][]) {
      const answer = await call({ method, key: 'k', query })
      expect([answer.status, answer.headers['x-oss-delete-marker'], answer.headers['x-oss-version-id']]).toEqual([404, 'true', marker])
    }
    expect((await call({ key: 'k' })).code).toBe('NoSuchKey')
  })
  it('allow nothing but DELETE by their own id', async () => {
    await setStatus('Enabled')
    await put('k')
    const marker = (await remove('k')).headers['x-oss-version-id'] as string
    for (const method of ['GET', 'HEAD']) {
      const answer = await call({ method, key: 'k', ...ofVersion(marker) })
      expect([answer.status, answer.headers.allow, answer.headers['x-oss-delete-marker'], answer.headers['x-oss-version-id']]).toEqual([
        405, 'DELETE', 'true', marker,
      ])
      const xml = method === 'GET' ? answer.text : Buffer.from(answer.headers['x-oss-err'] as string, 'base64').toString()
      expect([elementText(xml, 'Code'), elementText(xml, 'Method'), elementText(xml, 'ResourceType')]).toEqual(['MethodNotAllowed', method, 'DeleteMarker'])
    }
  })
  it('answer NoSuchKey to operations on attributes', async () => {
    await setStatus('Enabled')
    await put('k')
    const marker = (await remove('k')).headers['x-oss-version-id'] as string
    for (const name of ['acl', 'tagging']) {
      for (const query of [[[name, '']], [[name, ''], ['versionId', marker]]] as [string, string][][]) {
        const answer = await call({ key: 'k', query })
        expect([answer.status, answer.code, answer.headers['x-oss-delete-marker']]).toEqual([404, 'NoSuchKey', 'true'])
      }
    }
  })
  it('are made for keys that never existed, and on top of each other', async () => {
    await setStatus('Enabled')
    const first = await remove('never')
    const second = await remove('never')
    expect([first.headers['x-oss-delete-marker'], second.headers['x-oss-delete-marker']]).toEqual(['true', 'true'])
    expect(first.headers['x-oss-version-id']).not.toBe(second.headers['x-oss-version-id'])
    const { text } = await versions()
    expect(text.match(/<DeleteMarker>/g)).toHaveLength(2)
    expect(text.match(/<IsLatest>true<\/IsLatest>/g)).toHaveLength(1)
  })
  it('show the version below once they are gone, and it is whole', async () => {
    await setStatus('Enabled')
    const body = randomBytes(50_000).toString('hex')
    const id = await put('k', body)
    const marker = (await remove('k')).headers['x-oss-version-id'] as string
    expect((await remove('k', marker)).headers['x-oss-delete-marker']).toBe('true')
    const answer = await call({ key: 'k' })
    expect([answer.headers['x-oss-version-id'], answer.text === body]).toEqual([id, true])
  })
})

describe('ListObjectVersions', () => {
  it('writes its elements in the documented order, versions and markers interleaved', async () => {
    await put('a')
    await setStatus('Enabled')
    const id = await put('a')
    const marker = (await remove('a')).headers['x-oss-version-id'] as string
    await put('f/1')
    const { text } = await versions(['delimiter', '/'], ['max-keys', '10'])
    const names = [...text.matchAll(/<([A-Za-z]+)>/g)].map((match) => match[1])
    const common = ['Key', 'VersionId', 'IsLatest', 'LastModified']
    const version = ['Version', ...common, 'ETag', 'Type', 'Size', 'StorageClass', 'Owner', 'ID', 'DisplayName']
    expect(names).toEqual([
      'ListVersionsResult', 'Name', 'Prefix', 'KeyMarker', 'VersionIdMarker', 'MaxKeys', 'Delimiter', 'IsTruncated',
      'DeleteMarker', ...common, 'Owner', 'ID', 'DisplayName', ...version, ...version, 'CommonPrefixes', 'Prefix',
    ])
    expect([...text.matchAll(/<VersionId>([^<]*)</g)].map((match) => match[1])).toEqual([marker, id, 'null'])
    expect([...text.matchAll(/<IsLatest>([^<]*)</g)].map((match) => match[1])).toEqual(['true', 'false', 'false'])
  })
  it('shows null ids in a bucket without versioning', async () => {
    await put('a')
    expect([...(await versions()).text.matchAll(/<(VersionId|IsLatest)>([^<]*)</g)].map((match) => match[2])).toEqual(['null', 'true'])
  })
  it('resumes behind a null version, also when that is gone', async () => {
    await put('a', 'null')
    await setStatus('Enabled')
    const id = await put('a', 'new')
    await setStatus('Suspended')
    const page = async (...query: [string, string][]) => {
      const { text } = await versions(['max-keys', '1'], ...query)
      return [elementText(text, 'VersionId'), elementText(text, 'NextKeyMarker'), elementText(text, 'NextVersionIdMarker')]
    }
    await put('a', 'null again')
    expect(await page()).toEqual(['null', 'a', 'null'])
    expect(await page(['key-marker', 'a'], ['version-id-marker', 'null'])).toEqual([id, undefined, undefined])
    await remove('a', 'null')
    expect(await page(['key-marker', 'a'], ['version-id-marker', 'null'])).toEqual([id, undefined, undefined])
  })
  it('resumes where a version was that is gone, and still knows the latest', async () => {
    await setStatus('Enabled')
    const ids = [await put('a', '1'), await put('a', '2'), await put('a', '3')]
    await remove('a', ids[2])
    const { text } = await versions(['key-marker', 'a'], ['version-id-marker', ids[2] ?? ''])
    expect([...text.matchAll(/<(VersionId|IsLatest)>([^<]*)</g)].map((match) => match[2])).toEqual([ids[1], 'true', ids[0], 'false'])
  })
  it('refuses a version marker without a key marker, and one that is none', async () => {
    const alone = await versions(['version-id-marker', missing])
    expect([alone.status, alone.code, elementText(alone.text, 'EC'), alone.headers['x-oss-ec']]).toEqual([
      400, 'InvalidArgument', '0012-00000106', '0012-00000106',
    ])
    for (const marker of ['short', missing]) {
      expect((await versions(['key-marker', 'a'], ['version-id-marker', marker])).code).toBe('InvalidArgument')
    }
    expect((await versions(['key-marker', ''], ['version-id-marker', ''])).status).toBe(200)
  })
  it.each([['max-keys', '0'], ['max-keys', '1001'], ['encoding-type', 'base64'], ['key-marker', 'k'.repeat(1024)]])('refuses %s=%s', async (name, value) => {
    const answer = await versions([name, value])
    expect([answer.status, answer.code, elementText(answer.text, 'ArgumentName')]).toEqual([400, 'InvalidArgument', name])
  })
  it('encodes keys and markers when asked to', async () => {
    await setStatus('Enabled')
    await put('a b+c/ü\u0001')
    await put('z')
    const { text } = await versions(['encoding-type', 'url'], ['max-keys', '1'], ['prefix', ''])
    expect(elementText(text, 'EncodingType')).toBe('url')
    expect(elementText(text, 'Key')).toBe('a%20b%2Bc%2F%C3%BC%01')
    expect(elementText(text, 'NextKeyMarker')).toBe('a%20b%2Bc%2F%C3%BC%01')
  })
  it('has no version marker when a page ends with a common prefix, and goes on behind it', async () => {
    await setStatus('Enabled')
    for (const key of ['d/1', 'd/2', 'e']) await put(key)
    const first = (await versions(['delimiter', '/'], ['max-keys', '1'])).text
    expect([elementText(first, 'NextKeyMarker'), elementText(first, 'NextVersionIdMarker')]).toEqual(['d/', undefined])
    const second = (await versions(['delimiter', '/'], ['max-keys', '1'], ['key-marker', 'd/'])).text
    expect([elementText(second, 'Key'), elementText(second, 'IsTruncated')]).toEqual(['e', 'false'])
  })
  it('is the owner’s alone', async () => {
    expect((await call({ method: 'PUT', query: [['acl', '']], headers: { 'x-oss-acl': 'public-read-write' } })).status).toBe(200)
    expect((await call({ query: [['versions', '']], sign: false })).code).toBe('AccessDenied')
  })
})

describe('strangers in a public bucket', () => {
  it('read versions by the ACL of each, and delete none for good', async () => {
    await setStatus('Enabled')
    const hidden = await put('k', 'hidden')
    const open = await put('k', 'open')
    expect((await call({ method: 'PUT', query: [['acl', '']], headers: { 'x-oss-acl': 'public-read-write' } })).status).toBe(200)
    const hide = await call({
      method: 'PUT', key: 'k', query: [['acl', ''], ['versionId', hidden]], headers: { 'x-oss-object-acl': 'private' },
    })
    expect([hide.status, hide.headers['x-oss-version-id']]).toEqual([200, hidden])
    expect((await call({ key: 'k', ...ofVersion(hidden), sign: false })).code).toBe('AccessDenied')
    expect((await call({ key: 'k', ...ofVersion(open), sign: false })).text).toBe('open')
    expect((await call({ key: 'k', ...ofVersion(missing), sign: false })).code).toBe('NoSuchVersion')
    expect((await call({ method: 'DELETE', key: 'k', ...ofVersion(open), sign: false })).code).toBe('AccessDenied')
    // A plain delete can be undone.
    expect((await call({ method: 'DELETE', key: 'k', sign: false })).headers['x-oss-delete-marker']).toBe('true')
    expect((await call({ key: 'k', ...ofVersion(open) })).text).toBe('open')
  })
})

describe('headers of versioned objects', () => {
  it('name the version on put, copy, get, head, 206 and 304', async () => {
    await setStatus('Enabled')
    const id = await put('k', 'abc')
    const get = async (headers: Record<string, string>, method = 'GET') => {
      const answer = await call({ method, key: 'k', headers })
      return [answer.status, answer.headers['x-oss-version-id']]
    }
    expect(await get({})).toEqual([200, id])
    expect(await get({}, 'HEAD')).toEqual([200, id])
    expect(await get({ range: 'bytes=0-1' })).toEqual([206, id])
    expect(await get({ 'if-none-match': '*' })).toEqual([304, id])
    expect(await get({ 'if-none-match': '*' }, 'HEAD')).toEqual([304, id])
    const copy = await call({ method: 'PUT', key: 'c', headers: { 'x-oss-copy-source': `/${bucket}/k?versionId=${id}` } })
    expect(copy.headers['x-oss-copy-source-version-id']).toBe(id)
    expect(copy.headers['x-oss-version-id']).not.toBe(id)
  })
})
