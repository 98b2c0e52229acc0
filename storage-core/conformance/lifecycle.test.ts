import { randomBytes } from 'node:crypto'
import OSS from 'ali-oss'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNodePlatform } from '../platform/node/node-platform.ts'
import { type RawRequest, send } from './raw-client.ts'
import { accessKey, startTestStore, type TestStore } from './test-store.ts'

const dayMs = 86_400_000
let running: TestStore
let client: OSS
/** How far the store's clock is ahead; requests are signed for it. */
let aheadMs = 0
beforeAll(async () => {
  running = await startTestStore({ platform: { ...createNodePlatform(), clock: { now: () => Date.now() + aheadMs } }, limits: { lifecycleCheckMs: 20 } })
  client = new OSS({ ...accessKey, endpoint: `http://127.0.0.1:${running.port}`, region: 'oss-cn-hangzhou', secure: false })
})
afterAll(() => running.stop())

const ask = (bucket: string, input: RawRequest) => send(running.port, { bucket, now: Date.now() + aheadMs, ...input })
async function newBucket(): Promise<string> {
  const bucket = `life-${randomBytes(4).toString('hex')}`
  await ask(bucket, { method: 'PUT' })
  return bucket
}
const query = [['lifecycle', '']] as const
const putRules = (bucket: string, rules: string, headers: Record<string, string> = {}) =>
  ask(bucket, { method: 'PUT', query, headers, body: `<LifecycleConfiguration>${rules}</LifecycleConfiguration>` })
const rule = (id: string, prefix: string, content: string) => `<Rule><ID>${id}</ID><Prefix>${prefix}</Prefix><Status>Enabled</Status>${content}</Rule>`
const days = (count: number) => `<Expiration><Days>${count}</Days></Expiration>`
/** The next run comes when the store looks at its clock. */
const until = (isSo: () => Promise<boolean>) => expect.poll(isSo, { timeout: 20_000, interval: 20 }).toBe(true)

describe('the lifecycle rules of a bucket', () => {
  it('are put, got and deleted through the official client', async () => {
    const bucket = await newBucket()
    await expect(client.getBucketLifecycle(bucket)).rejects.toMatchObject({ code: 'NoSuchLifecycle', status: 404 })
    await client.putBucketLifecycle(bucket, [
      { id: 'all', prefix: 'logs/', status: 'Enabled', transition: { days: 30, storageClass: 'IA' }, expiration: { days: 60 }, tag: [{ key: 'k', value: 'v' }] },
      { id: 'parts', prefix: 'up/', status: 'Disabled', abortMultipartUpload: { createdBeforeDate: '2030-01-02T00:00:00.000Z' } },
      { id: 'old', prefix: 'v/', status: 'Enabled', expiration: { expiredObjectDeleteMarker: 'true' }, noncurrentVersionExpiration: { noncurrentDays: 9 }, noncurrentVersionTransition: { noncurrentDays: 3, storageClass: 'ColdArchive' } },
    ] as unknown as OSS.LifecycleRule[])
    expect((await client.getBucketLifecycle(bucket)).rules).toEqual([
      { id: 'all', prefix: 'logs/', status: 'Enabled', tag: [{ key: 'k', value: 'v' }], expiration: { days: '60' }, transition: { days: '30', storageClass: 'IA' } },
      { id: 'parts', prefix: 'up/', status: 'Disabled', abortMultipartUpload: { createdBeforeDate: '2030-01-02T00:00:00.000Z' } },
      { id: 'old', prefix: 'v/', status: 'Enabled', expiration: { expiredObjectDeleteMarker: 'true' }, noncurrentVersionExpiration: { noncurrentDays: '9' }, noncurrentVersionTransition: { noncurrentDays: '3', storageClass: 'ColdArchive' } },
    ])
    await client.deleteBucketLifecycle(bucket)
    await client.deleteBucketLifecycle(bucket)
    await expect(client.getBucketLifecycle(bucket)).rejects.toMatchObject({ code: 'NoSuchLifecycle' })
  })

  it('are replaced as a whole, and stay as they were when the new ones are refused', async () => {
    const bucket = await newBucket()
    expect((await putRules(bucket, rule('a', 'x', days(1)))).status).toBe(200)
    const overlapping = rule('b', 'y', days(1)) + rule('c', 'y/z', days(2))
    const refused = await putRules(bucket, overlapping)
    expect([refused.status, refused.code, refused.headers['x-oss-ec']]).toEqual([400, 'InvalidArgument', '0014-00000084'])
    expect((await ask(bucket, { query })).text).toContain('<ID>a</ID>')
    expect((await putRules(bucket, overlapping, { 'x-oss-allow-same-action-overlap': 'true' })).status).toBe(200)
    expect((await ask(bucket, { query })).text).not.toContain('<ID>a</ID>')
    expect((await putRules(bucket, rule('a', 'x', days(1)), { 'x-oss-allow-same-action-overlap': 'maybe' })).code).toBe('InvalidArgument')
    expect((await ask(bucket, { method: 'PUT', query })).code).toBe('MalformedXML')
    expect((await ask(`${bucket}-none`, { query })).code).toBe('NoSuchBucket')
  })

  it('are for the owner and for whom the owner lets', async () => {
    const bucket = await newBucket()
    const anonymous = await ask(bucket, { query, sign: false })
    expect([anonymous.status, anonymous.code]).toEqual([403, 'AccessDenied'])
  })

  it('announce when an object expires, in the answers of PUT, GET and HEAD', async () => {
    const bucket = await newBucket()
    await putRules(bucket, rule('my rule', 'logs/', days(3)) + rule('"日志"', 'more/', days(4)))
    const put = await ask(bucket, { method: 'PUT', key: 'logs/a', body: 'x' })
    const midnight = Math.ceil((Date.now() + aheadMs) / dayMs) * dayMs
    const wanted = `expiry-date="${new Date(midnight + 3 * dayMs).toUTCString()}", rule-id="my rule"`
    expect(put.headers['x-oss-expiration']).toBe(wanted)
    expect((await ask(bucket, { key: 'logs/a' })).headers['x-oss-expiration']).toBe(wanted)
    expect((await ask(bucket, { method: 'HEAD', key: 'logs/a' })).headers['x-oss-expiration']).toBe(wanted)
    await ask(bucket, { method: 'PUT', key: 'more/a', body: 'x' })
    expect((await ask(bucket, { key: 'more/a' })).headers['x-oss-expiration']).toContain('rule-id="%22%E6%97%A5%E5%BF%97%22"')
    const other = await ask(bucket, { method: 'PUT', key: 'other', body: 'x' })
    expect(other.headers['x-oss-expiration']).toBeUndefined()
  })

  it('announce nothing that would tell of tags to who may not read them', async () => {
    const bucket = await newBucket()
    await ask(bucket, { method: 'PUT', query: [['acl', '']], headers: { 'x-oss-acl': 'public-read' } })
    await putRules(bucket, rule('tagged', '', `<Tag><Key>k</Key><Value>v</Value></Tag>${days(3)}`))
    await ask(bucket, { method: 'PUT', key: 'a', body: 'x', headers: { 'x-oss-tagging': 'k=v' } })
    for (const method of ['GET', 'HEAD']) {
      expect((await ask(bucket, { method, key: 'a' })).headers['x-oss-expiration'], method).toContain('rule-id="tagged"')
      const anonymous = await ask(bucket, { method, key: 'a', sign: false })
      expect([anonymous.status, anonymous.headers['x-oss-expiration']]).toEqual([200, undefined])
    }
  })

  it('are done by the running store once the clock passes midnight', async () => {
    const bucket = await newBucket()
    await putRules(
      bucket,
      rule('end', 'logs/', days(1)) +
        rule('move', 'data/', '<Transition><Days>1</Days><StorageClass>ColdArchive</StorageClass></Transition>') +
        rule('parts', 'up/', '<AbortMultipartUpload><Days>1</Days></AbortMultipartUpload>'),
    )
    for (const key of ['logs/a', 'data/a', 'other']) await ask(bucket, { method: 'PUT', key, body: 'x' })
    await ask(bucket, { method: 'POST', key: 'up/a', query: [['uploads', '']] })
    aheadMs += 3 * dayMs
    await until(async () => (await ask(bucket, { method: 'HEAD', key: 'logs/a' })).status === 404)
    await until(async () => !(await ask(bucket, { query: [['uploads', '']] })).text.includes('up/a'))
    const moved = await ask(bucket, { method: 'HEAD', key: 'data/a' })
    expect([moved.headers['x-oss-storage-class'], moved.headers['x-oss-transition-time']]).toEqual(['ColdArchive', expect.stringMatching(/GMT$/) as string])
    expect((await ask(bucket, {})).text).toMatch(/<StorageClass>ColdArchive<\/StorageClass><TransitionTime>[0-9T:.Z-]+<\/TransitionTime>/)
    expect((await ask(bucket, { key: 'data/a' })).code).toBe('InvalidObjectState')
    expect((await ask(bucket, { key: 'other' })).text).toBe('x')
  })

  it('do not go by the last access, which is not kept', async () => {
    const bucket = await newBucket()
    const refused = await putRules(bucket, rule('a', '', '<Transition><Days>9</Days><IsAccessTime>true</IsAccessTime><StorageClass>IA</StorageClass></Transition>'))
    expect([refused.status, refused.code]).toEqual([400, 'NotImplemented'])
    expect(refused.text).toContain('<ArgumentName>IsAccessTime</ArgumentName>')
  })
})
