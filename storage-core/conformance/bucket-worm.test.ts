import { randomBytes } from 'node:crypto'
import OSS from 'ali-oss'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNodePlatform } from '../platform/node/node-platform.ts'
import { elementText, type RawAnswer, type RawRequest, send } from './raw-client.ts'
import { accessKey, startTestStore, type TestStore } from './test-store.ts'

/** Methods that the client has and its type package does not. */
interface Worm {
  initiateBucketWorm(name: string, days: string): Promise<{ wormId: string }>
  abortBucketWorm(name: string): Promise<unknown>
  completeBucketWorm(name: string, wormId: string): Promise<unknown>
  extendBucketWorm(name: string, wormId: string, days: string): Promise<unknown>
  getBucketWorm(name: string): Promise<{ wormId: string; state: string; days: string; creationDate: string }>
}

const hourMs = 3_600_000
let running: TestStore
let client: OSS & Worm
/** How far the store's clock is ahead; requests are signed for it. */
let aheadMs = 0
beforeAll(async () => {
  running = await startTestStore({ platform: { ...createNodePlatform(), clock: { now: () => Date.now() + aheadMs } } })
  client = new OSS({ ...accessKey, endpoint: `http://127.0.0.1:${running.port}`, region: 'oss-cn-hangzhou', secure: false }) as OSS & Worm
})
afterAll(() => running.stop())

async function newBucket(): Promise<string> {
  const bucket = `worm-${randomBytes(4).toString('hex')}`
  await ask(bucket, { method: 'PUT' })
  return bucket
}
const ask = (bucket: string, input: RawRequest) => send(running.port, { bucket, now: Date.now() + aheadMs, ...input })
const worm = (bucket: string, method: string, query: RawRequest['query'], body = '') => ask(bucket, { method, query: query!, ...(body === '' ? {} : { body }) })
const initiate = (days: string | number) => `<InitiateWormConfiguration><RetentionPeriodInDays>${days}</RetentionPeriodInDays></InitiateWormConfiguration>`
const extend = (days: string | number) => `<ExtendWormConfiguration><RetentionPeriodInDays>${days}</RetentionPeriodInDays></ExtendWormConfiguration>`
const wormIdOf = ({ headers }: RawAnswer) => String(headers['x-oss-worm-id'])
const facts = ({ status, code }: RawAnswer) => [status, code]

describe('the retention policy of a bucket', () => {
  it('lives its life through the official client', async () => {
    aheadMs = 0
    const bucket = await newBucket()
    await client.initiateBucketWorm(bucket, '3')
    await client.abortBucketWorm(bucket)
    const { wormId } = await client.initiateBucketWorm(bucket, '3')
    expect(wormId).toMatch(/^[0-9A-F]{32}$/)
    expect(await client.getBucketWorm(bucket)).toMatchObject({ wormId, state: 'InProgress', days: '3', creationDate: expect.stringMatching(/^\d{4}-.*Z$/) as string })
    await client.completeBucketWorm(bucket, wormId)
    await client.extendBucketWorm(bucket, wormId, '5')
    expect(await client.getBucketWorm(bucket)).toMatchObject({ wormId, state: 'Locked', days: '5' })
    // The client takes every answer for a success.
    expect(await client.abortBucketWorm(bucket)).toMatchObject({ status: 403 })
    expect(facts(await worm(bucket, 'DELETE', [['worm', '']]))).toEqual([403, 'WORMConfigurationLocked'])
  })

  it('answers what it does not take with the documented code', async () => {
    const bucket = await newBucket()
    const query = [['worm', '']] as const
    expect(facts(await worm(bucket, 'GET', query))).toEqual([404, 'NoSuchWORMConfiguration'])
    for (const days of [0, 25_551, 'x', '-1', '1.5']) expect(facts(await worm(bucket, 'POST', query, initiate(days))), String(days)).toEqual([400, 'InvalidWORMConfiguration'])
    expect((await worm(bucket, 'POST', query, '<InitiateWormConfiguration/>')).code).toBe('MalformedXML')
    const wormId = wormIdOf(await worm(bucket, 'POST', query, initiate(25_550)))
    expect(facts(await worm(bucket, 'POST', query, initiate(1)))).toEqual([409, 'WORMConfigurationAlreadyExists'])
    expect(facts(await worm(bucket, 'POST', [['wormId', 'other']]))).toEqual([404, 'NoSuchWORMConfiguration'])
    expect(facts(await worm(bucket, 'POST', [['wormExtend', ''], ['wormId', wormId]], extend(1)))).toEqual([400, 'InvalidWORMConfiguration'])
    expect((await worm(bucket, 'POST', [['wormId', wormId]])).status).toBe(200)
    expect(facts(await worm(bucket, 'POST', [['wormExtend', ''], ['wormId', wormId]], extend(25_550)))).toEqual([400, 'InvalidWORMConfiguration'])
    expect(facts(await worm(bucket, 'POST', [['wormId', wormId]]))).toEqual([403, 'WORMConfigurationLocked'])
  })

  it('keeps objects from the day it begins, and is gone after 24 hours unless it is locked', async () => {
    aheadMs = 0
    const bucket = await newBucket()
    await ask(bucket, { method: 'PUT', key: 'k', body: 'body' })
    await worm(bucket, 'POST', [['worm', '']], initiate(10))
    expect(facts(await ask(bucket, { method: 'DELETE', key: 'k' }))).toEqual([409, 'FileImmutable'])
    aheadMs = 24 * hourMs + 1000
    expect((await worm(bucket, 'GET', [['worm', '']])).code).toBe('NoSuchWORMConfiguration')
    expect((await ask(bucket, { method: 'DELETE', key: 'k' })).status).toBe(204)
  })

  it('refuses every way to change or remove what it keeps, until its days are over', async () => {
    aheadMs = 0
    const bucket = await newBucket()
    await ask(bucket, { method: 'PUT', key: 'k', body: 'body' })
    await ask(bucket, { method: 'POST', key: 'log', query: [['append', ''], ['position', '0']], body: 'one' })
    const uploadId = elementText((await ask(bucket, { method: 'POST', key: 'k', query: [['uploads', '']] })).text, 'UploadId')!
    await ask(bucket, { method: 'PUT', key: 'k', query: [['partNumber', '1'], ['uploadId', uploadId]], body: 'part' })
    const wormId = wormIdOf(await worm(bucket, 'POST', [['worm', '']], initiate(2)))
    await worm(bucket, 'POST', [['wormId', wormId]])
    const form = '--b\r\ncontent-disposition: form-data; name="key"\r\n\r\nk\r\n--b\r\ncontent-disposition: form-data; name="file"\r\n\r\nbody\r\n--b--\r\n'
    const changes: Readonly<Record<string, RawRequest>> = {
      PutObject: { method: 'PUT', key: 'k', body: 'new' },
      'CopyObject onto itself': { method: 'PUT', key: 'k', headers: { 'x-oss-copy-source': `/${bucket}/k`, 'x-oss-metadata-directive': 'REPLACE' } },
      CopyObject: { method: 'PUT', key: 'k', headers: { 'x-oss-copy-source': `/${bucket}/log` } },
      AppendObject: { method: 'POST', key: 'log', query: [['append', ''], ['position', '3']], body: 'two' },
      PutSymlink: { method: 'PUT', key: 'k', query: [['symlink', '']], headers: { 'x-oss-symlink-target': 'log' } },
      CompleteMultipartUpload: { method: 'POST', key: 'k', query: [['uploadId', uploadId]], headers: { 'x-oss-complete-all': 'yes' } },
      PostObject: { method: 'POST', body: form, headers: { 'content-type': 'multipart/form-data; boundary=b' } },
      DeleteObject: { method: 'DELETE', key: 'k' },
    }
    for (const [name, request] of Object.entries(changes)) expect(facts(await ask(bucket, request)), name).toEqual([409, 'FileImmutable'])
    expect((await ask(bucket, { method: 'PUT', key: 'new', body: 'x' })).status).toBe(200)
    expect((await ask(bucket, { key: 'k' })).text).toBe('body')
    aheadMs = 48 * hourMs + 1000
    expect((await ask(bucket, changes['AppendObject']!)).status).toBe(200)
    expect((await ask(bucket, changes['PutObject']!)).status).toBe(200)
    expect(facts(await ask(bucket, { method: 'DELETE', key: 'k' })), 'its days begin again with the change').toEqual([409, 'FileImmutable'])
    expect((await ask(bucket, { method: 'DELETE', key: 'new' })).status).toBe(204)
  })

  it('leaves a mixed delete with what may go', async () => {
    aheadMs = 0
    const bucket = await newBucket()
    await ask(bucket, { method: 'PUT', key: 'kept', body: 'body' })
    await worm(bucket, 'POST', [['worm', '']], initiate(1))
    client.useBucket(bucket)
    const { deleted } = await client.deleteMulti(['kept', 'none'])
    expect(deleted?.map((each: unknown) => (each as { Key: string }).Key)).toEqual(['none'])
    expect((await ask(bucket, { key: 'kept' })).status).toBe(200)
  })

  it('goes with versioning: versions stay, and new ones come', async () => {
    aheadMs = 0
    const bucket = await newBucket()
    const versioning = (status: string) => ask(bucket, { method: 'PUT', query: [['versioning', '']], body: `<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>` })
    await versioning('Enabled')
    const versionId = String((await ask(bucket, { method: 'PUT', key: 'k', body: 'one' })).headers['x-oss-version-id'])
    await worm(bucket, 'POST', [['worm', '']], initiate(1))
    expect((await ask(bucket, { method: 'PUT', key: 'k', body: 'two' })).status).toBe(200)
    expect((await ask(bucket, { method: 'DELETE', key: 'k' })).status).toBe(204)
    expect(facts(await ask(bucket, { method: 'DELETE', key: 'k', query: [['versionId', versionId]] }))).toEqual([409, 'FileImmutable'])
    const refused = await versioning('Suspended')
    expect([...facts(refused), refused.headers['x-oss-ec']]).toEqual([400, 'InvalidRequest', '0012-00000006'])
    expect((await ask(bucket, { key: 'k', query: [['versionId', versionId]] })).text).toBe('one')
  })
})
