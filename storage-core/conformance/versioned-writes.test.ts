import { createHmac, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { elementText, type RawAnswer, type RawRequest, send } from './raw-client.ts'
import { accessKey, startTestStore, type TestStore } from './test-store.ts'

/** Every way of writing an object, in a bucket with versioning. */
let running: TestStore
let bucket: string
beforeAll(async () => {
  running = await startTestStore()
})
afterAll(() => running.stop())

const call = (input: RawRequest) => send(running.port, { bucket, ...input })
const setStatus = (status: string) =>
  call({ method: 'PUT', query: [['versioning', '']], body: `<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>` })
beforeEach(async () => {
  bucket = `writes-${randomBytes(5).toString('hex')}`
  expect((await send(running.port, { method: 'PUT', bucket })).status).toBe(200)
  await setStatus('Enabled')
  await call({ method: 'PUT', key: 'source', body: 'a copy' })
})

async function complete(key: string, headers: Record<string, string> = {}): Promise<RawAnswer> {
  const uploadId = elementText((await call({ method: 'POST', key, query: [['uploads', '']] })).text, 'UploadId') ?? ''
  await call({ method: 'PUT', key, query: [['partNumber', '1'], ['uploadId', uploadId]], body: 'parts' })
  return call({ method: 'POST', key, query: [['uploadId', uploadId]], headers: { 'x-oss-complete-all': 'yes', ...headers } })
}

function form(key: string): Promise<RawAnswer> {
  const policy = Buffer.from(
    JSON.stringify({ expiration: new Date(Date.now() + 60_000).toISOString(), conditions: [{ bucket }] }),
  ).toString('base64')
  const signature = createHmac('sha1', accessKey.accessKeySecret).update(policy).digest('base64')
  const fields = { key, OSSAccessKeyId: accessKey.accessKeyId, policy, Signature: signature }
  const parts = Object.entries(fields).map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
  const body = `${parts.join('')}--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\na form\r\n--b--\r\n`
  return call({ method: 'POST', sign: false, body, headers: { 'content-type': 'multipart/form-data; boundary=b' } })
}

const ways: [string, string, (key: string) => Promise<RawAnswer>][] = [
  ['PutObject', 'put', (key) => call({ method: 'PUT', key, body: 'put' })],
  ['CopyObject', 'a copy', (key) => call({ method: 'PUT', key, headers: { 'x-oss-copy-source': `/${bucket}/source` } })],
  ['CompleteMultipartUpload', 'parts', (key) => complete(key)],
  ['PostObject', 'a form', (key) => form(key)],
  ['PutSymlink', 'a copy', (key) => call({ method: 'PUT', key, query: [['symlink', '']], headers: { 'x-oss-symlink-target': 'source' } })],
]
const read = async (key: string, versionId?: string) =>
  (await call({ key, query: versionId === undefined ? [] : [['versionId', versionId]] })).text
const listed = async (key: string) => {
  const { text } = await call({ query: [['versions', ''], ['prefix', key]] })
  return [...text.matchAll(/<VersionId>([^<]*)<\/VersionId><IsLatest>([^<]*)</g)].map((match) => [match[1], match[2]])
}

describe.each(ways)('%s', (_, body, write) => {
  it('makes a version of its own when versioning is enabled', async () => {
    const old = (await call({ method: 'PUT', key: 'k', body: 'old' })).headers['x-oss-version-id'] as string
    const answer = await write('k')
    expect(answer.status).toBeLessThan(300)
    const id = answer.headers['x-oss-version-id'] as string
    expect(await listed('k')).toEqual([[id, 'true'], [old, 'false']])
    expect([await read('k'), await read('k', id), await read('k', old)]).toEqual([body, body, 'old'])
  })
  it('replaces the null version alone when versioning is suspended', async () => {
    const old = (await call({ method: 'PUT', key: 'k', body: 'old' })).headers['x-oss-version-id'] as string
    await setStatus('Suspended')
    await call({ method: 'PUT', key: 'k', body: 'null' })
    expect((await write('k')).headers['x-oss-version-id']).toBe('null')
    expect(await listed('k')).toEqual([['null', 'true'], [old, 'false']])
    expect([await read('k', 'null'), await read('k', old)]).toEqual([body, 'old'])
    await setStatus('Enabled')
    const id = (await write('k')).headers['x-oss-version-id'] as string
    expect(await listed('k')).toEqual([[id, 'true'], ['null', 'false'], [old, 'false']])
  })
  it('shows the key again that a delete marker hid', async () => {
    await call({ method: 'PUT', key: 'k', body: 'old' })
    await call({ method: 'DELETE', key: 'k' })
    await write('k')
    expect(await read('k')).toBe(body)
    expect(await listed('k')).toHaveLength(3)
  })
})

describe('links with versions', () => {
  it('lead to the target as it is now, whichever version of the link is read', async () => {
    const link = (target: string) => call({ method: 'PUT', key: 'link', query: [['symlink', '']], headers: { 'x-oss-symlink-target': target } })
    const first = (await link('source')).headers['x-oss-version-id'] as string
    await link('elsewhere')
    await call({ method: 'PUT', key: 'source', body: 'newer' })
    expect(await read('link', first)).toBe('newer')
    const answer = await call({ key: 'link', query: [['symlink', ''], ['versionId', first]] })
    expect([answer.headers['x-oss-symlink-target'], answer.headers['x-oss-version-id']]).toEqual(['source', first])
    expect((await call({ key: 'link' })).code).toBe('SymlinkTargetNotExist')
    await call({ method: 'DELETE', key: 'source' })
    expect((await call({ key: 'link', query: [['versionId', first]] })).code).toBe('SymlinkTargetNotExist')
  })
})

describe('multipart uploads with versions', () => {
  it('ignore x-oss-forbid-overwrite, and keep the parts of old versions', async () => {
    const old = (await complete('k')).headers['x-oss-version-id'] as string
    const guarded = await complete('k', { 'x-oss-forbid-overwrite': 'true' })
    expect(guarded.status).toBe(200)
    await call({ method: 'DELETE', key: 'k', query: [['versionId', guarded.headers['x-oss-version-id'] as string]] })
    expect([await read('k'), await read('k', old)]).toEqual(['parts', 'parts'])
  })
})
