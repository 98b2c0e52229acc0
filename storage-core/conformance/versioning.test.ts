import { randomBytes } from 'node:crypto'
import OSS from 'ali-oss'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { accessKey, startTestStore, type TestStore } from './test-store.ts'

/** Versioning through the official client, with both signature versions. */
let running: TestStore
beforeAll(async () => {
  running = await startTestStore()
})
afterAll(() => running.stop())

/** Methods and options that the client has and its type package does not. */
interface Versioned {
  putBucketVersioning(bucket: string, status: string): Promise<unknown>
  getBucketVersioning(bucket: string): Promise<{ versionStatus?: string }>
  getBucketVersions(query?: Record<string, unknown>): Promise<VersionsPage>
  getObjectMeta(name: string, options?: unknown): Promise<{ res: { headers: Record<string, string> } }>
  delete(name: string, options?: unknown): Promise<{ res: { headers: Record<string, string>; status: number } }>
  deleteMulti(names: unknown[], options?: unknown): Promise<{ deleted: Record<string, string>[] }>
  copy(name: string, source: string, options?: unknown): Promise<{ res: { headers: Record<string, string>; status: number } }>
  getBucketStat(bucket: string): Promise<{ stat: Record<string, string> }>
  putObjectTagging(name: string, tags: Record<string, string>, options?: unknown): Promise<unknown>
  getObjectTagging(name: string, options?: unknown): Promise<{ tag: Record<string, string> }>
  deleteObjectTagging(name: string, options?: unknown): Promise<unknown>
  putACL(name: string, acl: string, options?: unknown): Promise<unknown>
  getACL(name: string, options?: unknown): Promise<{ acl: string }>
  head(name: string, options?: unknown): Promise<{ status: number; meta: Record<string, string> | null; res: { headers: Record<string, string> } }>
}
interface VersionsPage {
  objects: { name: string; versionId: string; isLatest: boolean; size: number; etag: string }[]
  deleteMarker: { name: string; versionId: string }[]
  prefixes: string[] | null
  nextKeyMarker: string | null
  nextVersionIdMarker: string | null
  isTruncated: boolean
}
type Client = Versioned & Pick<OSS, 'put' | 'get' | 'putBucket' | 'deleteBucket' | 'listV2' | 'useBucket' | 'getBucketInfo' | 'signatureUrl'>

async function failure(work: Promise<unknown>): Promise<{ code: string; status: number }> {
  try {
    await work
  } catch (error) {
    return error as { code: string; status: number }
  }
  throw new Error('the call succeeded')
}
const headersOf = (answer: unknown) => (answer as { res: { headers: Record<string, string> } }).res.headers
const idOf = (answer: unknown) => headersOf(answer)['x-oss-version-id'] ?? 'none'

describe.each([
  { name: 'V1', authorizationV4: false },
  { name: 'V4', authorizationV4: true },
])('ali-oss and versions, $name', ({ authorizationV4 }) => {
  let client: Client
  let bucket: string
  const connect = (host: string) =>
    new OSS({
      ...accessKey,
      endpoint: `http://${host}:${running.port}`,
      region: 'oss-cn-hangzhou',
      secure: false,
      sldEnable: host === 'localhost',
      authorizationV4,
    } as OSS.Options) as unknown as Client
  const text = async (name: string, versionId?: string) => {
    const { content } = (await client.get(name, versionId === undefined ? {} : ({ versionId } as OSS.GetObjectOptions))) as { content: Buffer }
    return content.toString()
  }
  const put = async (name: string, body: string) => idOf(await client.put(name, Buffer.from(body)))
  const versions = async (query: Record<string, unknown> = {}) => client.getBucketVersions({ maxKeys: 1000, ...query })
  const enable = () => client.putBucketVersioning(bucket, 'Enabled')
  const suspend = () => client.putBucketVersioning(bucket, 'Suspended')

  beforeEach(async () => {
    client = connect('127.0.0.1')
    bucket = `versions-${randomBytes(5).toString('hex')}`
    await client.putBucket(bucket)
    client.useBucket(bucket)
  })

  it('is in no state until it is set, then enabled or suspended', async () => {
    expect((await client.getBucketVersioning(bucket)).versionStatus).toBeUndefined()
    const before = (await client.getBucketInfo(bucket)) as { bucket: Record<string, unknown> }
    expect(before.bucket['Versioning']).toBeUndefined()
    for (const status of ['Enabled', 'Suspended', 'Enabled']) {
      await client.putBucketVersioning(bucket, status)
      expect((await client.getBucketVersioning(bucket)).versionStatus).toBe(status)
      expect(((await client.getBucketInfo(bucket)) as { bucket: Record<string, unknown> }).bucket['Versioning']).toBe(status)
    }
  })

  it('shows no version ids while versioning was never set', async () => {
    expect(await put('k', 'one')).toBe('none')
    expect(headersOf(await client.head('k'))).not.toHaveProperty('x-oss-version-id')
    expect(headersOf(await client.delete('k'))).not.toHaveProperty('x-oss-delete-marker')
  })

  it('keeps what was there as the null version, still shown, when it is enabled', async () => {
    await put('k', 'before')
    await enable()
    expect(await text('k')).toBe('before')
    expect(idOf(await client.head('k'))).toBe('null')
    const first = await put('k', 'after')
    expect(first).not.toBe('null')
    expect([await text('k'), await text('k', 'null'), await text('k', first)]).toEqual(['after', 'before', 'after'])
  })

  it('reads every version by its id, with its own body, size, ETag and metadata', async () => {
    await enable()
    const ids: string[] = []
    for (const body of ['1', '22', '333']) {
      ids.push(idOf(await client.put('k', Buffer.from(body), { meta: { count: body } } as unknown as OSS.PutObjectOptions)))
    }
    expect(new Set(ids).size).toBe(3)
    expect(ids.toSorted()).toEqual(ids)
    for (const [index, versionId] of ids.entries()) {
      const body = ['1', '22', '333'][index]
      expect(await text('k', versionId)).toBe(body)
      const { meta, res } = await client.head('k', { versionId })
      expect(meta).toEqual({ count: body })
      expect(res.headers).toMatchObject({ 'x-oss-version-id': versionId, 'content-length': String(index + 1) })
      expect(headersOf(await client.getObjectMeta('k', { versionId }))).toMatchObject({ 'x-oss-version-id': versionId, 'content-length': String(index + 1) })
    }
  })

  it('lists versions newest first, and which one is the latest', async () => {
    await enable()
    const ids = [await put('a', '1'), await put('a', '2'), await put('b', '3')]
    const page = await versions()
    expect(page.objects.map(({ name, versionId, isLatest, size }) => [name, versionId, isLatest, size])).toEqual([
      ['a', ids[1], true, 1],
      ['a', ids[0], false, 1],
      ['b', ids[2], true, 1],
    ])
    expect(page.isTruncated).toBe(false)
  })

  it('answers a delete with a marker, which hides the object and can be removed', async () => {
    await enable()
    const id = await put('k', 'kept')
    const { headers, status } = (await client.delete('k')).res
    expect([status, headers['x-oss-delete-marker']]).toEqual([204, 'true'])
    const marker = headers['x-oss-version-id']
    expect(await failure(client.get('k'))).toMatchObject({ status: 404, code: 'NoSuchKey' })
    expect(await text('k', id)).toBe('kept')
    expect((await client.listV2({}, {})).objects ?? []).toEqual([])
    expect((await versions()).deleteMarker.map((each) => each.versionId)).toEqual([marker])
    const removed = await client.delete('k', { versionId: marker })
    expect(headersOf(removed)).toMatchObject({ 'x-oss-delete-marker': 'true', 'x-oss-version-id': marker })
    expect(await text('k')).toBe('kept')
  })

  it('shows the version before when the latest is deleted for good', async () => {
    await enable()
    const ids = [await put('k', '1'), await put('k', '2'), await put('k', '3')]
    const removed = await client.delete('k', { versionId: ids[2] })
    expect(headersOf(removed)).toMatchObject({ 'x-oss-version-id': ids[2] })
    expect(headersOf(removed)).not.toHaveProperty('x-oss-delete-marker')
    expect(await text('k')).toBe('2')
    await client.delete('k', { versionId: ids[0] })
    expect(await text('k')).toBe('2')
    await client.delete('k', { versionId: ids[1] })
    expect(await failure(client.get('k'))).toMatchObject({ code: 'NoSuchKey' })
    expect((await versions()).objects).toEqual([])
  })

  it('writes and deletes the null version alone while suspended', async () => {
    await enable()
    const id = await put('k', 'kept')
    await suspend()
    expect(await put('k', 'null 1')).toBe('null')
    expect(await put('k', 'null 2')).toBe('null')
    expect((await versions()).objects.map((each) => each.versionId)).toEqual(['null', id])
    const deleted = await client.delete('k')
    expect(headersOf(deleted)).toMatchObject({ 'x-oss-delete-marker': 'true', 'x-oss-version-id': 'null' })
    const page = await versions()
    expect([page.objects.map((each) => each.versionId), page.deleteMarker.map((each) => each.versionId)]).toEqual([[id], ['null']])
    expect(await put('k', 'null 3')).toBe('null')
    expect((await versions()).deleteMarker).toEqual([])
    expect([await text('k'), await text('k', id)]).toEqual(['null 3', 'kept'])
  })

  it('ignores x-oss-forbid-overwrite once versioning was set', async () => {
    const guarded = { headers: { 'x-oss-forbid-overwrite': 'true' } }
    await put('k', '1')
    expect(await failure(client.put('k', Buffer.from('2'), guarded))).toMatchObject({ code: 'FileAlreadyExists' })
    await enable()
    await client.put('k', Buffer.from('3'), guarded)
    await suspend()
    await client.put('k', Buffer.from('4'), guarded)
    expect(await text('k')).toBe('4')
  })

  it('copies an old version, and restores one by copying it onto its own key', async () => {
    await enable()
    const ids = [
      idOf(await client.put('k', Buffer.from('old'), { meta: { age: 'old' } } as unknown as OSS.PutObjectOptions)),
      await put('k', 'new'),
    ]
    const other = await client.copy('other', 'k', { versionId: ids[0] })
    expect(other.res.headers).toMatchObject({ 'x-oss-copy-source-version-id': ids[0] })
    expect(other.res.headers['x-oss-version-id']).toMatch(/^[A-Za-z0-9._-]{16,}$/)
    expect(await text('other')).toBe('old')
    await client.copy('k', 'k', { versionId: ids[0] })
    expect(await text('k')).toBe('old')
    expect((await client.head('k')).meta).toEqual({ age: 'old' })
    expect((await versions({ prefix: 'k' })).objects).toHaveLength(3)
    const latest = await client.copy('latest', 'k')
    expect(latest.res.headers['x-oss-copy-source-version-id']).toBe(idOf(await client.head('k')))
  })

  it('does not copy what a delete marker hides, nor versions there are not', async () => {
    await enable()
    await put('k', '1')
    const marker = idOf(await client.delete('k'))
    expect(await failure(client.copy('c', 'k'))).toMatchObject({ status: 404, code: 'NoSuchKey' })
    expect(await failure(client.copy('c', 'k', { versionId: marker }))).toMatchObject({ status: 404, code: 'NoSuchKey' })
    expect(await failure(client.copy('c', 'k', { versionId: 'CAEQMxiBgICbof2D0BYi' }))).toMatchObject({ status: 404, code: 'NoSuchVersion' })
  })

  it('deletes several at once, with and without versions, and says what became of each', async () => {
    await enable()
    const ids = [await put('a', '1'), await put('a', '2'), await put('b', '3')]
    const first = await client.deleteMulti([{ key: 'a', versionId: ids[0] }, { key: 'b' }, { key: 'never' }])
    const [a, b, never] = first.deleted
    expect(a).toEqual({ Key: 'a', VersionId: ids[0] })
    expect(b).toMatchObject({ Key: 'b', DeleteMarker: 'true' })
    expect(never).toMatchObject({ Key: 'never', DeleteMarker: 'true' })
    const second = await client.deleteMulti([{ key: 'b', versionId: b?.['DeleteMarkerVersionId'] }])
    expect(second.deleted).toEqual([
      { Key: 'b', VersionId: b?.['DeleteMarkerVersionId'], DeleteMarker: 'true', DeleteMarkerVersionId: b?.['DeleteMarkerVersionId'] },
    ])
    expect([await text('a'), await text('b')]).toEqual(['2', '3'])
  })

  it('pages through versions with both markers', async () => {
    await enable()
    const wanted: string[][] = []
    for (const name of ['a', 'b', 'c']) {
      const ids = [await put(name, '1'), await put(name, '2'), await put(name, '3')]
      wanted.push(...ids.toReversed().map((id) => [name, id]))
    }
    const found: string[][] = []
    let markers: Record<string, unknown> = {}
    for (let pages = 0; pages < 20; pages++) {
      const page = await versions({ maxKeys: 2, ...markers })
      found.push(...page.objects.map(({ name, versionId }) => [name, versionId]))
      if (!page.isTruncated) break
      markers = { keyMarker: page.nextKeyMarker, versionIdMarker: page.nextVersionIdMarker }
    }
    expect(found).toEqual(wanted)
    expect((await versions({ keyMarker: 'a' })).objects.map((each) => each.name)).toEqual(['b', 'b', 'b', 'c', 'c', 'c'])
  })

  it('folds versions by delimiter below a prefix', async () => {
    await enable()
    for (const name of ['d/1', 'd/1', 'd/e/2', 'd/e/3', 'z']) await put(name, name)
    const page = await versions({ prefix: 'd/', delimiter: '/' })
    expect([page.objects.map((each) => each.name), page.prefixes]).toEqual([['d/1', 'd/1'], ['d/e/']])
  })

  it('changes and shows tags and ACL of one version', async () => {
    await enable()
    const ids = [await put('k', '1'), await put('k', '2')]
    await client.putObjectTagging('k', { of: 'first' }, { versionId: ids[0] })
    await client.putObjectTagging('k', { of: 'latest' })
    expect((await client.getObjectTagging('k', { versionId: ids[0] })).tag).toEqual({ of: 'first' })
    expect((await client.getObjectTagging('k')).tag).toEqual({ of: 'latest' })
    await client.deleteObjectTagging('k', { versionId: ids[1] })
    expect((await client.getObjectTagging('k')).tag).toEqual({})
    await client.putACL('k', 'public-read', { versionId: ids[0] })
    expect([(await client.getACL('k', { versionId: ids[0] })).acl, (await client.getACL('k')).acl]).toEqual(['public-read', 'default'])
    expect(await text('k', ids[0])).toBe('1')
  })

  it('reads a version by a signed link', async () => {
    await enable()
    const id = await put('k', 'linked')
    await put('k', 'newer')
    // The client makes no links to IP addresses.
    const named = connect('localhost')
    named.useBucket(bucket)
    const url = named.signatureUrl('k', { subResource: { versionId: id } })
    const answer = await fetch(url)
    expect([answer.status, await answer.text(), answer.headers.get('x-oss-version-id')]).toEqual([200, 'linked', id])
  })

  it('counts what all versions take, and delete markers', async () => {
    await enable()
    await put('k', '12345')
    await put('k', '123')
    await client.delete('k')
    expect((await client.getBucketStat(bucket)).stat).toMatchObject({ Storage: '8', ObjectCount: '2', DeleteMarkerCount: '1' })
  })

  it('does not delete a bucket with versions or markers', async () => {
    await enable()
    const id = await put('k', '1')
    const marker = idOf(await client.delete('k'))
    expect(await failure(client.deleteBucket(bucket))).toMatchObject({ status: 409, code: 'BucketNotEmpty' })
    await client.delete('k', { versionId: id })
    expect(await failure(client.deleteBucket(bucket))).toMatchObject({ status: 409, code: 'BucketNotEmpty' })
    await client.delete('k', { versionId: marker })
    await client.deleteBucket(bucket)
  })
})
