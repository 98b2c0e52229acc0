import OSS from 'ali-oss'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNodePlatform } from '../platform/node/node-platform.ts'
import { elementText, send, type RawAnswer, type RawRequest } from './raw-client.ts'
import { accessKey, startTestStore, type TestStore } from './test-store.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

let running: TestStore
/** How far the store's clock is ahead. */
let aheadMs = 0
const now = () => Date.now() + aheadMs
const bucket = 'archived'
const object = (input: RawRequest) => send(running.port, { bucket, now: now(), ...input })
const facts = ({ status, code, headers }: RawAnswer) => [status, code, headers['x-oss-ec']]
const put = (key: string, storageClass: string, headers: Record<string, string> = {}) =>
  object({ method: 'PUT', key, body: 'frozen', headers: { 'x-oss-storage-class': storageClass, ...headers } })
const request = (days?: number | string, tier?: string) =>
  `<RestoreRequest>${days === undefined ? '' : `<Days>${days}</Days>`}${tier === undefined ? '' : `<JobParameters><Tier>${tier}</Tier></JobParameters>`}</RestoreRequest>`
const restore = (key: string, body = '', more: readonly (readonly [string, string])[] = []) =>
  object({ method: 'POST', key, query: [['restore', ''], ...more], body })
const shown = async (key: string) => (await object({ method: 'HEAD', key })).headers['x-oss-restore']
const clean = (key: string) => object({ method: 'POST', key, query: [['cleanRestoredObject', '']] })

beforeAll(async () => {
  running = await startTestStore({ platform: { ...createNodePlatform(), clock: { now } } })
  expect((await object({ method: 'PUT' })).status).toBe(200)
})
afterAll(() => running.stop())

describe('archived objects', () => {
  it.each(['Archive', 'ColdArchive', 'DeepColdArchive'])('of %s cannot be read or copied, while everything about them can', async (storageClass) => {
    const key = `cold-${storageClass}`
    await put(key, storageClass, { 'x-oss-tagging': 'a=1' })
    expect(facts(await object({ key }))).toEqual([403, 'InvalidObjectState', '0000-00000000'])
    expect(facts(await object({ key, headers: { range: 'bytes=0-1' } }))[1]).toBe('InvalidObjectState')
    const head = await object({ method: 'HEAD', key })
    expect([head.status, head.headers['x-oss-storage-class'], head.headers['x-oss-restore']]).toEqual([200, storageClass, undefined])
    expect((await object({ method: 'PUT', key: 'copy', headers: { 'x-oss-copy-source': `/${bucket}/${key}` } })).code).toBe('InvalidObjectState')
    expect((await object({ key, query: [['tagging', '']] })).status).toBe(200)
    expect((await object({ method: 'PUT', key, query: [['acl', '']], headers: { 'x-oss-object-acl': 'private' } })).status).toBe(200)
    expect((await object({ method: 'PUT', key: 'link', query: [['symlink', '']], headers: { 'x-oss-symlink-target': key } })).status).toBe(200)
    expect((await object({ key: 'link' })).code).toBe('InvalidObjectState')
    expect((await object({ method: 'DELETE', key })).status).toBe(204)
  })
})

describe('RestoreObject', () => {
  it('makes an Archive object readable after a minute, for the days asked for', async () => {
    await put('a', 'Archive')
    expect((await restore('a', request(2))).status).toBe(202)
    expect(await shown('a')).toBe('ongoing-request="true"')
    expect((await object({ key: 'a' })).code).toBe('InvalidObjectState')
    expect(facts(await restore('a', request(2)))).toEqual([409, 'RestoreAlreadyInProgress', '0026-00000011'])
    aheadMs += minute
    const read = await object({ key: 'a' })
    expect([read.status, read.text]).toEqual([200, 'frozen'])
    const text = String(read.headers['x-oss-restore'])
    expect(text).toMatch(/^ongoing-request="false", expiry-date="\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT"$/)
    const expiry = Date.parse(/expiry-date="(.*)"/.exec(text)?.[1] ?? '')
    expect(Math.abs(expiry - now() - 2 * day)).toBeLessThan(30_000)
    aheadMs += 2 * day
    expect((await object({ key: 'a' })).code).toBe('InvalidObjectState')
    expect(await shown('a')).toBeUndefined()
    expect((await restore('a')).status).toBe(202)
  })

  it.each([
    ['ColdArchive', undefined, 5 * hour],
    ['ColdArchive', 'Expedited', hour],
    ['ColdArchive', 'Standard', 5 * hour],
    ['ColdArchive', 'Bulk', 12 * hour],
    ['DeepColdArchive', 'Expedited', 12 * hour],
    ['DeepColdArchive', 'Standard', 48 * hour],
  ])('takes its time for %s, tier %s', async (storageClass, tier, durationMs) => {
    const key = `${storageClass}-${tier ?? 'none'}`
    await put(key, storageClass)
    const answer = await restore(key, request(1, tier))
    expect([answer.status, answer.headers['x-oss-object-restore-priority']]).toEqual([202, tier ?? 'Standard'])
    aheadMs += durationMs - minute
    expect((await object({ key })).code).toBe('InvalidObjectState')
    aheadMs += minute
    expect((await object({ key })).text).toBe('frozen')
  })

  it('can be made faster while it is under way, not slower', async () => {
    await put('faster', 'ColdArchive')
    expect((await restore('faster', request(1, 'Standard'))).status).toBe(202)
    expect(facts(await restore('faster', request(1, 'Bulk')))).toEqual([409, 'RestoreAlreadyInProgress', '0016-00000715'])
    expect((await restore('faster', request(1, 'Expedited'))).status).toBe(202)
    aheadMs += hour
    expect((await object({ key: 'faster' })).text).toBe('frozen')
  })

  it('prolongs the life of a copy with 200', async () => {
    await put('longer', 'Archive')
    await restore('longer', request(1))
    aheadMs += minute
    expect((await restore('longer', request(5))).status).toBe(200)
    aheadMs += 4 * day
    expect((await object({ key: 'longer' })).text).toBe('frozen')
    aheadMs += day
    expect((await object({ key: 'longer' })).code).toBe('InvalidObjectState')
  })

  it('answers errors with their codes and causes', async () => {
    await put('warm', 'IA')
    await put('cold', 'ColdArchive')
    expect(facts(await restore('warm'))).toEqual([400, 'OperationNotSupported', '0016-00000702'])
    expect(facts(await restore('missing'))).toEqual([404, 'NoSuchKey', '0026-00000001'])
    for (const days of ['0', '366', '-1', 'a', '1.5', '']) {
      expect(facts(await restore('cold', request(days))), days).toEqual([400, 'MalformedXML', '0016-00000704'])
    }
    expect(facts(await restore('cold', request(1, 'Test')))).toEqual([400, 'MalformedXML', '0016-00000703'])
    expect((await restore('cold', '<Other/>')).code).toBe('MalformedXML')
    await put('deep', 'DeepColdArchive')
    expect(facts(await restore('deep', request(1, 'Bulk')))).toEqual([400, 'MalformedXML', '0016-00000703'])
    expect((await object({ method: 'POST', key: 'cold', query: [['restore', '']], sign: false })).code).toBe('AccessDenied')
    expect(await shown('cold')).toBeUndefined()
    expect((await restore('cold', request(365))).status).toBe(202)
  })

  it('is shown by every listing', async () => {
    await put('listed/a', 'Archive')
    await put('listed/b', 'Archive')
    await put('listed/c', 'Standard')
    await restore('listed/a')
    const infos = async (query: RawRequest['query']) => (await object({ query: [['prefix', 'listed/'], ...(query ?? [])] })).text.match(/<RestoreInfo>[^<]*<\/RestoreInfo>/g)
    const ongoing = ['<RestoreInfo>ongoing-request=&quot;true&quot;</RestoreInfo>']
    for (const query of [[], [['list-type', '2']], [['versions', '']]] as const) expect(await infos(query)).toEqual(ongoing)
    aheadMs += minute
    expect((await infos([]))?.[0]).toContain('ongoing-request=&quot;false&quot;, expiry-date=&quot;')
    aheadMs += 2 * day
    expect(await infos([])).toBeNull()
  })

  it('lets a copy be made, which is not restored itself, and a change of class onto itself', async () => {
    await put('thaw', 'Archive')
    await restore('thaw')
    aheadMs += minute
    const copy = (key: string, storageClass: string) =>
      object({ method: 'PUT', key, headers: { 'x-oss-copy-source': `/${bucket}/thaw`, 'x-oss-storage-class': storageClass } })
    expect((await copy('thaw-copy', 'ColdArchive')).status).toBe(200)
    expect(await shown('thaw-copy')).toBeUndefined()
    expect((await object({ key: 'thaw-copy' })).code).toBe('InvalidObjectState')
    expect((await copy('thaw', 'Standard')).status).toBe(200)
    const read = await object({ key: 'thaw' })
    expect([read.text, read.headers['x-oss-storage-class'], read.headers['x-oss-restore']]).toEqual(['frozen', 'Standard', undefined])
    const stat = (await object({ query: [['stat', '']] })).text
    expect(Number(elementText(stat, 'StandardObjectCount'))).toBeGreaterThan(0)
  })

  it('works on a version', async () => {
    const versioned = 'archived-versions'
    const call = (input: RawRequest) => send(running.port, { bucket: versioned, now: now(), ...input })
    await call({ method: 'PUT' })
    await call({ method: 'PUT', query: [['versioning', '']], body: '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>' })
    const write = async (body: string) =>
      String((await call({ method: 'PUT', key: 'k', body, headers: { 'x-oss-storage-class': 'Archive' } })).headers['x-oss-version-id'])
    const old = await write('old')
    const current = await write('new')
    const restored = await call({ method: 'POST', key: 'k', query: [['restore', ''], ['versionId', old]] })
    expect([restored.status, restored.headers['x-oss-version-id']]).toEqual([202, old])
    aheadMs += minute
    expect((await call({ key: 'k', query: [['versionId', old]] })).text).toBe('old')
    expect((await call({ key: 'k', query: [['versionId', current]] })).code).toBe('InvalidObjectState')
  })
})

describe('CleanRestoredObject', () => {
  it('ends the life of a copy, once there is one', async () => {
    await put('cleaned', 'Archive')
    expect(facts(await clean('cleaned')).slice(0, 2)).toEqual([409, 'ArchiveRestoreFileStale'])
    await restore('cleaned')
    expect(facts(await clean('cleaned'))).toEqual([409, 'ArchiveRestoreNotFinished', '0016-00000719'])
    aheadMs += minute
    expect((await object({ key: 'cleaned' })).status).toBe(200)
    expect((await clean('cleaned')).status).toBe(200)
    expect((await object({ key: 'cleaned' })).code).toBe('InvalidObjectState')
    await put('never-cold', 'Standard')
    expect((await clean('never-cold')).code).toBe('OperationNotSupported')
    expect((await clean('missing')).code).toBe('NoSuchKey')
  })
})

describe('a bucket of an archived class', () => {
  it('gives its class to what names none', async () => {
    const cold = 'archived-by-default'
    const call = (input: RawRequest) => send(running.port, { bucket: cold, now: now(), ...input })
    await call({ method: 'PUT', body: '<CreateBucketConfiguration><StorageClass>Archive</StorageClass></CreateBucketConfiguration>' })
    await call({ method: 'PUT', key: 'k', body: 'x' })
    expect((await call({ key: 'k' })).code).toBe('InvalidObjectState')
    expect((await call({ method: 'POST', key: 'log', query: [['append', ''], ['position', '0']], body: 'x' })).code).toBe('MethodNotAllowed')
    expect((await call({ method: 'POST', key: 'log', query: [['append', ''], ['position', '0']], body: 'x', headers: { 'x-oss-storage-class': 'IA' } })).status).toBe(200)
  })
})

describe('ali-oss', () => {
  it('restores, and is told when it has to wait', async () => {
    const plain = await startTestStore()
    try {
      const client = new OSS({ ...accessKey, endpoint: `http://127.0.0.1:${plain.port}`, region: 'oss-cn-hangzhou', secure: false })
      await client.putBucket(bucket)
      client.useBucket(bucket)
      await client.put('sdk', Buffer.from('x'), { headers: { 'x-oss-storage-class': 'ColdArchive' } })
      const call = client as unknown as { restore(name: string, options: object): Promise<{ res: { status: number } }> }
      expect((await call.restore('sdk', { type: 'ColdArchive', Days: 3, JobParameters: 'Bulk' })).res.status).toBe(202)
      await expect(call.restore('sdk', { type: 'ColdArchive' }).then(() => call.restore('sdk', { type: 'ColdArchive' }))).rejects.toMatchObject({
        code: 'RestoreAlreadyInProgress',
      })
      await expect(client.get('sdk')).rejects.toMatchObject({ code: 'InvalidObjectState' })
      const page = (await client.listV2({ 'max-keys': '10' }, {})) as unknown as { objects: { restoreInfo: { ongoingRequest: boolean } }[] }
      expect(page.objects[0]?.restoreInfo).toMatchObject({ ongoingRequest: true })
    } finally {
      await plain.stop()
    }
  })
})
