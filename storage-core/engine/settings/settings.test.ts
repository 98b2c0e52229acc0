import { describe, expect, it } from 'vitest'
import { bodyOf, createEngineFixture, type EngineFixture, owner, putInput, readObject } from '../test-support/engine-fixture.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const bucket = 'bucket'
const cors = { rules: [{ allowedOrigins: ['*'], allowedMethods: ['GET'], allowedHeaders: [], exposeHeaders: [] }], responseVary: true } as const

describe('settings of a bucket', () => {
  it('are kept by name, replaced as a whole, and removed', async () => {
    const { engine } = await createEngineFixture()
    expect(await engine.getBucketAccess({ bucket })).toMatchObject({ settings: {}, account: {}, bucket: { name: bucket } })
    await engine.putBucketSetting({ bucket, name: 'cors', value: cors })
    await engine.putBucketSetting({ bucket, name: 'policy', value: { text: 'first' } })
    await engine.putBucketSetting({ bucket, name: 'policy', value: { text: 'second' } })
    expect((await engine.getBucketAccess({ bucket })).settings).toEqual({ cors, policy: { text: 'second' } })
    await engine.deleteBucketSetting({ bucket, name: 'cors' })
    await engine.deleteBucketSetting({ bucket, name: 'referer' })
    expect((await engine.getBucketAccess({ bucket })).settings).toEqual({ policy: { text: 'second' } })
  })

  it('belong to one bucket and end with it, also when one of the same name follows', async () => {
    const { engine } = await createEngineFixture()
    await engine.putBucket({ bucket: 'other', owner, region: 'cn-hangzhou' })
    await engine.putBucketSetting({ bucket, name: 'policy', value: { text: 'mine' } })
    expect((await engine.getBucketAccess({ bucket: 'other' })).settings).toEqual({})
    await engine.deleteBucket({ bucket })
    await engine.putBucket({ bucket, owner, region: 'cn-hangzhou' })
    expect((await engine.getBucketAccess({ bucket })).settings).toEqual({})
  })

  it('need a bucket', async () => {
    const { engine } = await createEngineFixture()
    const missing = { bucket: 'missing' }
    const noSuchBucket = { code: 'NoSuchBucket' }
    await expect(engine.getBucketAccess(missing)).rejects.toMatchObject(noSuchBucket)
    await expect(engine.putBucketSetting({ ...missing, name: 'policy', value: { text: '' } })).rejects.toMatchObject(noSuchBucket)
    await expect(engine.deleteBucketSetting({ ...missing, name: 'policy' })).rejects.toMatchObject(noSuchBucket)
    await expect(engine.putBucketTagging({ ...missing, tags: {} })).rejects.toMatchObject(noSuchBucket)
    await expect(engine.getBucketWorm(missing)).rejects.toMatchObject(noSuchBucket)
  })

  it('of an account count for its buckets only', async () => {
    const { engine } = await createEngineFixture()
    const address = { accountId: owner.id, name: 'publicAccessBlock' } as const
    await engine.putBucket({ bucket: 'strangers', owner: { id: '9', displayName: '' }, region: 'cn-hangzhou' })
    await engine.putAccountSetting({ ...address, value: { blockPublicAccess: true } })
    expect(await engine.getAccountSetting(address)).toEqual({ blockPublicAccess: true })
    expect((await engine.getBucketAccess({ bucket })).account).toEqual({ publicAccessBlock: { blockPublicAccess: true } })
    expect((await engine.getBucketAccess({ bucket: 'strangers' })).account).toEqual({})
    await engine.deleteAccountSetting(address)
    expect(await engine.getAccountSetting(address)).toBeUndefined()
  })

  it('raise the revision with every change of them, and with nothing else', async () => {
    const { engine } = await createEngineFixture()
    const raises = async (change: () => Promise<unknown>) => {
      const before = engine.bucketRevision()
      await change()
      return engine.bucketRevision() > before
    }
    expect(await raises(() => engine.putBucketSetting({ bucket, name: 'policy', value: { text: '' } }))).toBe(true)
    expect(await raises(() => engine.putBucketAcl({ bucket, acl: 'public-read' }))).toBe(true)
    expect(await raises(() => engine.putBucketVersioning({ bucket, status: 'Enabled' }))).toBe(true)
    expect(await raises(() => engine.putBucketTagging({ bucket, tags: {} }))).toBe(true)
    expect(await raises(() => engine.putAccountSetting({ accountId: owner.id, name: 'publicAccessBlock', value: { blockPublicAccess: true } }))).toBe(true)
    expect(await raises(() => engine.deleteBucketSetting({ bucket, name: 'policy' }))).toBe(true)
    expect(await raises(() => engine.putObject(putInput('k', 'body')))).toBe(false)
    expect(await raises(() => engine.putObjectAcl({ bucket, key: 'k', acl: 'private' }))).toBe(false)
    expect(await raises(() => engine.deleteBucket({ bucket }).catch(() => undefined))).toBe(false)
  })
})

describe('tags of a bucket', () => {
  it('are replaced, removed by key, and removed altogether', async () => {
    const { engine } = await createEngineFixture()
    const tags = async () => (await engine.getBucketInfo({ bucket })).tags
    await engine.putBucketTagging({ bucket, tags: { a: '1', b: '2', c: '3' } })
    await engine.putBucketTagging({ bucket, tags: { a: '4', b: '2' } })
    expect(await tags()).toEqual({ a: '4', b: '2' })
    await engine.deleteBucketTagging({ bucket, keys: ['a', 'none'] })
    expect(await tags()).toEqual({ b: '2' })
    await engine.deleteBucketTagging({ bucket })
    expect(await tags()).toEqual({})
  })
})

describe('a retention policy', () => {
  let wormId = ''
  const initiate = async ({ engine }: EngineFixture, retentionPeriodDays = 2) => {
    wormId = (await engine.initiateBucketWorm({ bucket, retentionPeriodDays })).wormId
    expect(wormId).toMatch(/^[0-9A-F]{32}$/)
  }
  const immutable = { code: 'FileImmutable' }

  it('lapses after 24 hours unless it is locked', async () => {
    const fixture = await createEngineFixture()
    const { engine, clock } = fixture
    await expect(engine.getBucketWorm({ bucket })).rejects.toMatchObject({ code: 'NoSuchWORMConfiguration' })
    await initiate(fixture)
    await expect(initiate(fixture)).rejects.toMatchObject({ code: 'WORMConfigurationAlreadyExists' })
    await engine.putObject(putInput('k', 'body'))
    await expect(engine.deleteObject({ bucket, key: 'k' })).rejects.toMatchObject(immutable)
    clock.nowMs += dayMs - 1
    await expect(engine.deleteObject({ bucket, key: 'k' })).rejects.toMatchObject(immutable)
    clock.nowMs += 1
    await expect(engine.getBucketWorm({ bucket })).rejects.toMatchObject({ code: 'NoSuchWORMConfiguration' })
    await expect(engine.completeBucketWorm({ bucket, wormId })).rejects.toMatchObject({ code: 'NoSuchWORMConfiguration' })
    await engine.deleteObject({ bucket, key: 'k' })
    await initiate(fixture)
  })

  it('stays once locked, can be made longer, and never shorter or less', async () => {
    const fixture = await createEngineFixture()
    const { engine, clock } = fixture
    await initiate(fixture)
    const extend = (retentionPeriodDays: number, id: string = wormId) => engine.extendBucketWorm({ bucket, wormId: id, retentionPeriodDays })
    await expect(extend(3)).rejects.toMatchObject({ code: 'InvalidWORMConfiguration' })
    await expect(engine.completeBucketWorm({ bucket, wormId: 'A'.repeat(32) })).rejects.toMatchObject({ code: 'NoSuchWORMConfiguration' })
    await engine.completeBucketWorm({ bucket, wormId })
    clock.nowMs += 400 * dayMs
    await expect(engine.abortBucketWorm({ bucket })).rejects.toMatchObject({ code: 'WORMConfigurationLocked' })
    await expect(engine.completeBucketWorm({ bucket, wormId })).rejects.toMatchObject({ code: 'WORMConfigurationLocked' })
    await expect(extend(2)).rejects.toMatchObject({ code: 'InvalidWORMConfiguration' })
    await expect(extend(3, 'A'.repeat(32))).rejects.toMatchObject({ code: 'NoSuchWORMConfiguration' })
    await extend(3)
    expect(await engine.getBucketWorm({ bucket })).toMatchObject({ wormId, retentionPeriodDays: 3, lockedMs: 1_700_000_000_000 })
  })

  it('can be given up before it is locked', async () => {
    const fixture = await createEngineFixture()
    const { engine } = fixture
    await engine.putObject(putInput('k', 'body'))
    await initiate(fixture)
    await engine.abortBucketWorm({ bucket })
    await engine.deleteObject({ bucket, key: 'k' })
    await expect(engine.abortBucketWorm({ bucket })).rejects.toMatchObject({ code: 'NoSuchWORMConfiguration' })
  })

  it('keeps every write from changing an object until its days are over, objects from before included', async () => {
    const fixture = await createEngineFixture()
    const { engine, clock } = fixture
    const append = (position: number) =>
      engine.appendObject({ bucket, key: 'log', position, body: bodyOf('more'), claims: {}, signal: new AbortController().signal, headers: {}, userMetadata: {}, tags: {}, acl: 'default' })
    await engine.putObject(putInput('k', 'body'))
    await append(0)
    const { uploadId } = await engine.initiateMultipartUpload({ bucket, key: 'k', headers: {}, userMetadata: {}, tags: {}, acl: 'default', forbidOverwrite: false })
    await engine.uploadPart({ bucket, key: 'k', uploadId, partNumber: 1, body: bodyOf('part'), claims: {}, signal: new AbortController().signal })
    await initiate(fixture)
    await engine.completeBucketWorm({ bucket, wormId })
    const copy = (key: string) =>
      engine.copyObject({ bucket, key, source: { bucket, key: 'k' }, sourceConditions: {}, acl: 'default', forbidOverwrite: false, replaceMetadata: { headers: {}, userMetadata: {} } })
    const writes: Record<string, () => Promise<unknown>> = {
      put: () => engine.putObject(putInput('k', 'new')),
      'copy onto itself': () => copy('k'),
      'copy onto another': () => copy('log'),
      append: () => append(4),
      link: () => engine.putSymlink({ bucket, key: 'k', target: 'log', forbidOverwrite: false, headers: {}, userMetadata: {}, tags: {}, acl: 'default' }),
      complete: () => engine.completeMultipartUpload({ bucket, key: 'k', uploadId, parts: 'all', forbidOverwrite: false }),
      delete: () => engine.deleteObject({ bucket, key: 'k' }),
    }
    for (const [name, write] of Object.entries(writes)) await expect(write(), name).rejects.toMatchObject(immutable)
    expect(await readObject(engine, 'k')).toBe('body')
    await engine.putObject(putInput('fresh', 'body'))
    await engine.putObjectTagging({ bucket, key: 'k', tags: { a: 'b' } })
    clock.nowMs += 2 * dayMs - 1
    await expect(engine.deleteObject({ bucket, key: 'k' })).rejects.toMatchObject(immutable)
    clock.nowMs += 1
    await append(4)
    await engine.putObject(putInput('k', 'new'))
    expect(await readObject(engine, 'k')).toBe('new')
  })

  it('is refused by the put before the body is read', async () => {
    const fixture = await createEngineFixture()
    const { engine } = fixture
    await engine.putObject(putInput('k', 'body'))
    await initiate(fixture)
    let read = false
    const body = (async function* () {
      read = true
      yield Buffer.from('x')
    })()
    await expect(engine.putObject({ ...putInput('k', ''), body })).rejects.toMatchObject(immutable)
    expect(read).toBe(false)
  })

  it('lets a delete of many pass over what it protects', async () => {
    const fixture = await createEngineFixture()
    const { engine, clock } = fixture
    await engine.putObject(putInput('old', 'body'))
    await initiate(fixture)
    await engine.completeBucketWorm({ bucket, wormId })
    clock.nowMs += 2 * dayMs
    await engine.putObject(putInput('new', 'body'))
    const deleted = await engine.deleteMultipleObjects({ bucket, objects: [{ key: 'new' }, { key: 'old' }, { key: 'none' }] })
    expect(deleted.map(({ key }) => key)).toEqual(['old', 'none'])
    expect(await readObject(engine, 'new')).toBe('body')
  })

  it('keeps versions, while new ones and delete markers come and go', async () => {
    const fixture = await createEngineFixture()
    const { engine } = fixture
    await engine.putBucketVersioning({ bucket, status: 'Enabled' })
    await engine.putObject(putInput('before', 'body'))
    await initiate(fixture)
    const first = await engine.putObject(putInput('k', 'first'))
    await engine.putObject(putInput('k', 'second'))
    const marker = await engine.deleteObject({ bucket, key: 'k' })
    expect(marker.deleteMarker).toBe(true)
    await expect(engine.deleteObject({ bucket, key: 'k', versionId: first.versionId! })).rejects.toMatchObject(immutable)
    await engine.deleteObject({ bucket, key: 'k', versionId: marker.versionId! })
    expect(await readObject(engine, 'k')).toBe('second')
  })

  it('goes with versioning as it is and not with suspended versioning', async () => {
    const fixture = await createEngineFixture()
    const { engine } = fixture
    await engine.putBucketVersioning({ bucket, status: 'Suspended' })
    await expect(initiate(fixture)).rejects.toMatchObject({ code: 'InvalidRequest' })
    await engine.putBucketVersioning({ bucket, status: 'Enabled' })
    await initiate(fixture)
    await engine.putBucketVersioning({ bucket, status: 'Enabled' })
    await expect(engine.putBucketVersioning({ bucket, status: 'Suspended' })).rejects.toMatchObject({ code: 'InvalidRequest' })
  })

  it('does not keep an empty bucket', async () => {
    const fixture = await createEngineFixture()
    await initiate(fixture)
    await fixture.engine.completeBucketWorm({ bucket, wormId })
    await fixture.engine.deleteBucket({ bucket })
  })
})
