import { createHash, randomBytes } from 'node:crypto'
import OSS from 'ali-oss'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contentHasher } from '../blobs/content-hasher.ts'
import { elementText, send, type RawAnswer, type RawRequest } from './raw-client.ts'
import { accessKey, startTestStore, type TestStore } from './test-store.ts'

let running: TestStore
let client: OSS
const bucket = 'growing'
const object = (input: RawRequest) => send(running.port, { bucket, ...input })
const append = (key: string, position: number | string, body: string | Uint8Array = '', headers: Record<string, string> = {}) =>
  object({ method: 'POST', key, query: [['append', ''], ['position', String(position)]], body, headers })
const facts = ({ status, code, headers }: RawAnswer) => [status, code, headers['x-oss-next-append-position']]
const crc64 = async (bytes: Uint8Array) => {
  const hasher = await contentHasher()
  hasher.update(bytes)
  return hasher.digest().crc64.toString()
}
beforeAll(async () => {
  running = await startTestStore()
  client = new OSS({ ...accessKey, endpoint: `http://127.0.0.1:${running.port}`, region: 'oss-cn-hangzhou', secure: false })
  await client.putBucket(bucket)
  client.useBucket(bucket)
})
afterAll(() => running.stop())

describe('AppendObject', () => {
  it('grows an object through the official client', async () => {
    const parts = [Buffer.from('first '), Buffer.from('second '), randomBytes(300_000), Buffer.from(' last')]
    let position = '0'
    for (const part of parts) {
      const result = await client.append('sdk', part, { position })
      position = (result as unknown as { nextAppendPosition: string }).nextAppendPosition
    }
    const whole = Buffer.concat(parts)
    expect(position).toBe(String(whole.length))
    const found = await client.get('sdk')
    expect((found.content as Buffer).equals(whole)).toBe(true)
  })

  it('answers the CRC and the length of the whole after each call, for pieces of all sizes', async () => {
    let whole = Buffer.alloc(0)
    for (const size of [1, 5, 16_384, 16_385, 0, 70_000, 3]) {
      const piece = randomBytes(size)
      const answer = await append('crc', whole.length, piece)
      whole = Buffer.concat([whole, piece])
      expect(answer.status).toBe(200)
      expect(answer.headers['x-oss-next-append-position']).toBe(String(whole.length))
      expect(answer.headers['x-oss-hash-crc64ecma']).toBe(await crc64(whole))
      const read = await object({ key: 'crc' })
      expect(read.body.equals(whole)).toBe(true)
      expect(read.headers).toMatchObject({
        etag: answer.headers.etag,
        'x-oss-object-type': 'Appendable',
        'x-oss-next-append-position': String(whole.length),
        'x-oss-hash-crc64ecma': answer.headers['x-oss-hash-crc64ecma'],
      })
      expect(read.headers['content-md5']).toBeUndefined()
    }
    for (const [from, to] of [[0, 0], [4, 7], [16_380, 33_000], [whole.length - 4, whole.length - 1]] as const) {
      const part = await object({ key: 'crc', headers: { range: `bytes=${from}-${to}` } })
      expect([part.status, part.body.equals(whole.subarray(from, to + 1))], `${from}-${to}`).toEqual([206, true])
    }
  })

  it('starts with an empty call', async () => {
    expect(facts(await append('empty', 0))).toEqual([200, undefined, '0'])
    expect(facts(await append('empty', 0, 'abc'))).toEqual([200, undefined, '3'])
    expect((await object({ key: 'empty' })).text).toBe('abc')
  })

  it('takes attributes from the first call only', async () => {
    const headers = { 'x-oss-meta-a': '1', 'content-type': 'text/x-log', 'x-oss-object-acl': 'public-read', 'x-oss-tagging': 't=1', 'x-oss-storage-class': 'IA' }
    await append('log', 0, 'a', headers)
    await append('log', 1, 'b', { 'x-oss-meta-a': '2', 'x-oss-meta-b': '3', 'content-type': 'text/html', 'x-oss-storage-class': 'Standard' })
    const { headers: found } = await object({ method: 'HEAD', key: 'log' })
    expect(found).toMatchObject({ 'x-oss-meta-a': '1', 'content-type': 'text/x-log', 'x-oss-storage-class': 'IA', 'x-oss-tagging-count': '1' })
    expect(found['x-oss-meta-b']).toBeUndefined()
    expect((await object({ key: 'log', sign: false })).text).toBe('ab')
  })

  it('answers the length when the position is another, before it takes the body', async () => {
    await append('at', 0, 'abc')
    for (const position of [0, 2, 4]) {
      const answer = await append('at', position, 'x')
      expect([...facts(answer), answer.headers['x-oss-ec']]).toEqual([409, 'PositionNotEqualToLength', '3', '0026-00000016'])
    }
    expect(facts(await append('absent', 5, 'x'))).toEqual([409, 'PositionNotEqualToLength', '0'])
    expect((await object({ key: 'absent' })).code).toBe('NoSuchKey')
    expect((await object({ key: 'at' })).text).toBe('abc')
  })

  it('lets one of several writers win each position', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => append('race', 0, String(i).repeat(10))))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409, 409, 409, 409, 409])
    expect((await object({ key: 'race' })).text).toMatch(/^(\d)\1{9}$/)
  })

  it('refuses objects of other kinds, and classes that are archived', async () => {
    await object({ method: 'PUT', key: 'plain', body: 'x' })
    await object({ method: 'PUT', key: 'link', query: [['symlink', '']], headers: { 'x-oss-symlink-target': 'at' } })
    for (const key of ['plain', 'link']) expect(facts(await append(key, 1, 'y')), key).toEqual([409, 'ObjectNotAppendable', undefined])
    for (const storageClass of ['Archive', 'ColdArchive', 'DeepColdArchive']) {
      expect((await append('cold', 0, 'x', { 'x-oss-storage-class': storageClass })).code).toBe('MethodNotAllowed')
    }
  })

  it('refuses bad parameters and bodies, and keeps the object', async () => {
    await append('kept', 0, 'abc')
    for (const position of ['-1', 'x', '1.5', String(5 * 1024 ** 3 + 1)]) {
      expect((await append('kept', position, 'x')).code, position).toBe('InvalidArgument')
    }
    expect((await object({ method: 'POST', key: 'kept', query: [['append', '']], body: 'x' })).code).toBe('MissingArgument')
    expect((await append('kept', 3, 'x', { 'content-md5': createHash('md5').update('y').digest('base64') })).code).toBe('InvalidDigest')
    expect((await append('kept', 3, 'x', { 'x-oss-hash-crc64ecma': '1' })).code).toBe('InvalidCRC64')
    expect((await append('kept', 3, 'd', { 'x-oss-hash-crc64ecma': await crc64(Buffer.from('d')) })).status).toBe(200)
    expect((await object({ key: 'kept' })).text).toBe('abcd')
  })

  it('leaves copies as they were, and a put makes an ordinary object of it', async () => {
    await append('source', 0, 'a'.repeat(20_000))
    await append('source', 20_000, 'b'.repeat(20_000))
    await object({ method: 'PUT', key: 'copy', headers: { 'x-oss-copy-source': `/${bucket}/source` } })
    await append('source', 40_000, 'c')
    const copy = await object({ key: 'copy' })
    expect([copy.text, copy.headers['x-oss-object-type']]).toEqual(['a'.repeat(20_000) + 'b'.repeat(20_000), 'Normal'])
    expect(copy.headers['content-md5']).toBeUndefined()
    expect((await append('copy', 40_000, 'x')).code).toBe('ObjectNotAppendable')
    await object({ method: 'PUT', key: 'source', body: 'new' })
    expect((await append('source', 3, 'x')).code).toBe('ObjectNotAppendable')
    expect((await object({ key: 'copy' })).text).toHaveLength(40_000)
  })

  it('shows one entry in the listing, and counts every byte', async () => {
    const own = 'growing-counted'
    const call = (input: RawRequest) => send(running.port, { bucket: own, ...input })
    await call({ method: 'PUT' })
    for (const position of [0, 5]) await call({ method: 'POST', key: 'k', query: [['append', ''], ['position', String(position)]], body: '12345' })
    const page = (await call({})).text
    expect([elementText(page, 'Type'), elementText(page, 'Size')]).toEqual(['Appendable', '10'])
    const stat = (await call({ query: [['stat', '']] })).text
    expect([elementText(stat, 'ObjectCount'), elementText(stat, 'Storage')]).toEqual(['1', '10'])
  })
})

describe('SealAppendObject', () => {
  const seal = (key: string, position: number) => object({ method: 'POST', key, query: [['seal', ''], ['position', String(position)]] })
  it('ends the growing for good', async () => {
    await append('sealed', 0, 'abc')
    expect(facts(await seal('sealed', 2))).toEqual([409, 'PositionNotEqualToLength', '3'])
    const sealed = await seal('sealed', 3)
    expect([sealed.status, Number.isNaN(Date.parse(String(sealed.headers['x-oss-sealed-time'])))]).toEqual([200, false])
    expect((await append('sealed', 3, 'd')).code).toBe('ObjectNotAppendable')
    expect((await object({ method: 'HEAD', key: 'sealed' })).headers['x-oss-sealed-time']).toBe(sealed.headers['x-oss-sealed-time'])
    expect((await seal('sealed', 3)).headers['x-oss-sealed-time']).toBe(sealed.headers['x-oss-sealed-time'])
    await object({ method: 'PUT', key: 'ordinary', body: 'x' })
    expect((await seal('ordinary', 1)).code).toBe('ObjectNotAppendable')
    expect((await seal('missing', 0)).code).toBe('NoSuchKey')
  })
})

describe('appending with versions', () => {
  it('grows the version that is current, and cannot copy it', async () => {
    const versioned = 'growing-with-versions'
    const call = (input: RawRequest) => send(running.port, { bucket: versioned, ...input })
    const grow = (position: number) => call({ method: 'POST', key: 'k', query: [['append', ''], ['position', String(position)]], body: 'abc' })
    await call({ method: 'PUT' })
    const body = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>'
    await call({ method: 'PUT', query: [['versioning', '']], body })
    const first = await grow(0)
    const second = await grow(3)
    expect(first.headers['x-oss-version-id']).toBeDefined()
    expect(second.headers['x-oss-version-id']).toBe(first.headers['x-oss-version-id'])
    expect((await call({ query: [['versions', '']] })).text.match(/<Version>/g)).toHaveLength(1)
    expect((await call({ method: 'PUT', key: 'c', headers: { 'x-oss-copy-source': `/${versioned}/k` } })).code).toBe('OperationNotSupported')
    await call({ method: 'DELETE', key: 'k' })
    expect((await grow(0)).status).toBe(200)
    expect((await call({ key: 'k', query: [['versionId', String(first.headers['x-oss-version-id'])]] })).text).toBe('abcabc')
    expect((await call({ key: 'k' })).text).toBe('abc')
  })
})
