import { describe, expect, it } from 'vitest'
import type { LifecycleRule } from '../../model/lifecycle.ts'
import { bodyOf, createEngineFixture, type EngineFixture, putInput, readObject } from '../test-support/engine-fixture.ts'
import { emptyTally, type LifecycleRunInput } from './lifecycle-run.ts'
import { runLifecycle } from './run-lifecycle.ts'

const bucket = 'bucket'
const dayMs = 86_400_000
const days = (count: number) => ({ kind: 'days', days: count }) as const
const rule = (changes: Partial<LifecycleRule>): LifecycleRule => ({ id: 'r', prefix: '', status: 'Enabled', tags: {}, ...changes })

const setRules = ({ engine }: EngineFixture, ...rules: readonly Partial<LifecycleRule>[]) =>
  engine.putBucketSetting({ bucket, name: 'lifecycle', value: { rules: rules.map((each, at) => rule({ id: `r${at}`, ...each })) } })
const put = ({ engine }: EngineFixture, key: string, tags = {}) => engine.putObject(putInput(key, `body of ${key}`, { tags }))
const run = ({ deps }: EngineFixture, input?: LifecycleRunInput) => runLifecycle(deps, input)
/** What differs from doing nothing. */
async function runs(fixture: EngineFixture, input?: LifecycleRunInput): Promise<Record<string, number>> {
  return Object.fromEntries(Object.entries(await run(fixture, input)).filter(([name, count]) => count > 0 && name !== 'buckets' && name !== 'examined'))
}
async function versions({ engine }: EngineFixture): Promise<readonly string[]> {
  const { entries } = await engine.listObjectVersions({ bucket, prefix: '', delimiter: '', keyMarker: '', maxKeys: 1000 })
  return entries.flatMap((entry) =>
    entry.kind === 'version'
      ? [`${entry.version.key} ${entry.version.storageClass}${entry.version.isLatest ? ' latest' : ''}`]
      : entry.kind === 'deleteMarker'
        ? [`${entry.marker.key} marker${entry.marker.isLatest ? ' latest' : ''}`]
        : [],
  )
}

describe('a run of the lifecycle rules', () => {
  it('removes what has expired, and nothing a moment before', async () => {
    const fixture = await createEngineFixture()
    await setRules(fixture, { prefix: 'logs/', expiration: days(1) })
    for (const key of ['log', 'logs/a', 'logs/b', 'logt']) await put(fixture, key)
    const midnight = Math.ceil(fixture.clock.nowMs / dayMs) * dayMs
    fixture.clock.nowMs = midnight + dayMs - 1
    expect(await runs(fixture)).toEqual({})
    fixture.clock.nowMs = midnight + dayMs
    expect(await runs(fixture)).toEqual({ expired: 2 })
    expect(await versions(fixture)).toEqual(['log Standard latest', 'logt Standard latest'])
    expect(await runs(fixture)).toEqual({})
  })

  it('moves objects to colder classes without changing them, step by step', async () => {
    const fixture = await createEngineFixture()
    const { engine, clock } = fixture
    await setRules(fixture, { transitions: [{ moment: days(1), storageClass: 'IA' }, { moment: days(5), storageClass: 'ColdArchive' }] })
    const { etag, lastModifiedMs } = await put(fixture, 'k')
    clock.nowMs += 2 * dayMs
    expect(await runs(fixture)).toEqual({ transitioned: 1 })
    expect(await readObject(engine, 'k')).toBe('body of k')
    const head = async () => (await engine.headObject({ bucket, key: 'k', conditions: {} })).head
    expect(await head()).toMatchObject({ etag, lastModifiedMs, storageClass: 'IA', transitionedMs: clock.nowMs })
    clock.nowMs += 4 * dayMs
    expect(await runs(fixture)).toEqual({ transitioned: 1 })
    expect(await head()).toMatchObject({ etag, lastModifiedMs, storageClass: 'ColdArchive', transitionedMs: clock.nowMs })
    const { byClass, objectCount } = await engine.getBucketStat({ bucket })
    expect([objectCount, byClass.ColdArchive?.objectCount, byClass.Standard?.objectCount ?? 0]).toEqual([1, 1, 0])
    expect(await runs(fixture)).toEqual({})
  })

  it('gives up the restored copy of the class before', async () => {
    const fixture = await createEngineFixture()
    const { engine, clock } = fixture
    await setRules(fixture, { transitions: [{ moment: days(2), storageClass: 'DeepColdArchive' }] })
    await engine.putObject(putInput('k', 'body', { storageClass: 'Archive' }))
    clock.nowMs += 2.9 * dayMs
    await engine.restoreObject({ bucket, key: 'k' })
    clock.nowMs += dayMs / 2
    expect((await engine.headObject({ bucket, key: 'k', conditions: {} })).head.restore).toBeDefined()
    await run(fixture)
    expect((await engine.headObject({ bucket, key: 'k', conditions: {} })).head).toMatchObject({ storageClass: 'DeepColdArchive' })
    expect((await engine.headObject({ bucket, key: 'k', conditions: {} })).head.restore).toBeUndefined()
  })

  it('covers expired objects with a delete marker where there is versioning, once', async () => {
    const fixture = await createEngineFixture()
    const { engine, clock } = fixture
    await engine.putBucketVersioning({ bucket, status: 'Enabled' })
    await setRules(fixture, { expiration: days(1) })
    await put(fixture, 'k')
    clock.nowMs += 3 * dayMs
    expect(await runs(fixture)).toEqual({ expired: 1 })
    expect(await versions(fixture)).toEqual(['k marker latest', 'k Standard'])
    clock.nowMs += 30 * dayMs
    expect(await runs(fixture)).toEqual({})
  })

  it('replaces the null version by a null marker where versioning is suspended', async () => {
    const fixture = await createEngineFixture()
    const { engine, clock } = fixture
    await put(fixture, 'k')
    await engine.putBucketVersioning({ bucket, status: 'Suspended' })
    await setRules(fixture, { expiration: days(1) })
    clock.nowMs += 3 * dayMs
    expect(await runs(fixture)).toEqual({ expired: 1 })
    expect(await versions(fixture)).toEqual(['k marker latest'])
  })

  it('counts the days of old versions from when they were replaced', async () => {
    const fixture = await createEngineFixture()
    const { engine, clock } = fixture
    await engine.putBucketVersioning({ bucket, status: 'Enabled' })
    await setRules(fixture, { noncurrentExpirationDays: 10, noncurrentTransitions: [{ noncurrentDays: 5, storageClass: 'IA' }] })
    await put(fixture, 'k')
    clock.nowMs += 20 * dayMs
    await put(fixture, 'k')
    clock.nowMs += 5 * dayMs
    await put(fixture, 'k')
    expect(await runs(fixture)).toEqual({})
    clock.nowMs += dayMs
    expect(await runs(fixture)).toEqual({ transitioned: 1 })
    expect(await versions(fixture)).toEqual(['k Standard latest', 'k Standard', 'k IA'])
    clock.nowMs += 5 * dayMs
    expect(await runs(fixture)).toEqual({ noncurrentExpired: 1, transitioned: 1 })
    expect(await versions(fixture)).toEqual(['k Standard latest', 'k IA'])
  })

  it('removes a delete marker only when it is all there is of its key', async () => {
    const fixture = await createEngineFixture()
    const { engine, clock } = fixture
    await engine.putBucketVersioning({ bucket, status: 'Enabled' })
    await setRules(fixture, { expiration: { kind: 'expiredObjectDeleteMarker' }, noncurrentExpirationDays: 1 })
    await engine.deleteObject({ bucket, key: 'never there' })
    await put(fixture, 'k')
    await engine.deleteObject({ bucket, key: 'k' })
    await engine.deleteObject({ bucket, key: 'two markers' })
    await engine.deleteObject({ bucket, key: 'two markers' })
    expect(await runs(fixture)).toEqual({ deleteMarkersRemoved: 1 })
    expect(await versions(fixture)).toEqual(['k marker latest', 'k Standard', 'two markers marker latest', 'two markers marker'])
    clock.nowMs += 2 * dayMs
    // The version goes first, in the same run or in the next.
    expect(await runs(fixture)).toEqual({ noncurrentExpired: 1 })
    expect(await runs(fixture)).toEqual({ deleteMarkersRemoved: 1 })
    expect(await versions(fixture)).toEqual(['two markers marker latest', 'two markers marker'])
    expect((await engine.getBucketStat({ bucket })).deleteMarkerCount).toBe(2)
  })

  it('gives up unfinished uploads with their parts', async () => {
    const fixture = await createEngineFixture()
    const { engine, clock } = fixture
    await setRules(fixture, { prefix: 'up/', abortMultipartUpload: days(2) })
    const begin = async (key: string) => {
      const { uploadId } = await engine.initiateMultipartUpload({ bucket, key, headers: {}, userMetadata: {}, tags: {}, acl: 'default', forbidOverwrite: false })
      await engine.uploadPart({ bucket, key, uploadId, partNumber: 1, body: bodyOf('part'), claims: {}, signal: new AbortController().signal })
      return uploadId
    }
    await begin('up/old')
    await begin('other')
    clock.nowMs += 2 * dayMs
    await begin('up/young')
    expect(await runs(fixture)).toEqual({})
    clock.nowMs += dayMs
    expect(await runs(fixture)).toEqual({ uploadsAborted: 1 })
    const { entries } = await engine.listMultipartUploads({ bucket, prefix: '', delimiter: '', keyMarker: '', uploadIdMarker: '', maxUploads: 1000 })
    expect(entries.map((entry) => (entry.kind === 'upload' ? entry.upload.key : ''))).toEqual(['other', 'up/young'])
    expect((await engine.getBucketStat({ bucket })).multipartPartCount).toBe(2)
  })

  it('goes by tags, which it reads of what they decide about', async () => {
    const fixture = await createEngineFixture()
    await setRules(fixture, { tags: { keep: 'no' }, expiration: days(1) })
    await put(fixture, 'a', { keep: 'no', more: 'x' })
    await put(fixture, 'b', { keep: 'yes' })
    await put(fixture, 'c')
    fixture.clock.nowMs += 2 * dayMs
    expect(await runs(fixture)).toEqual({ expired: 1 })
    expect(await versions(fixture)).toEqual(['b Standard latest', 'c Standard latest'])
  })

  it('leaves what a retention policy protects, and moves it all the same', async () => {
    const fixture = await createEngineFixture()
    const { engine, clock } = fixture
    await put(fixture, 'k')
    const { wormId } = await engine.initiateBucketWorm({ bucket, retentionPeriodDays: 100 })
    await engine.completeBucketWorm({ bucket, wormId })
    await setRules(fixture, { prefix: 'k', expiration: days(10), transitions: [{ moment: days(1), storageClass: 'IA' }] })
    clock.nowMs += 2 * dayMs
    expect(await runs(fixture)).toEqual({ transitioned: 1 })
    clock.nowMs += 10 * dayMs
    expect(await runs(fixture)).toEqual({ retained: 1 })
    expect(await runs(fixture, { isDryRun: true })).toEqual({ retained: 1 })
    expect(await runs(fixture, { asOfMs: clock.nowMs + 1000 * dayMs }), 'another time to judge by is no way around it').toEqual({ retained: 1 })
    clock.nowMs += 100 * dayMs
    expect(await runs(fixture)).toEqual({ expired: 1 })
  })

  it('says what it would do at another time, and does it when asked to', async () => {
    const fixture = await createEngineFixture()
    await setRules(fixture, { expiration: days(30) })
    await put(fixture, 'k')
    const asOfMs = fixture.clock.nowMs + 60 * dayMs
    expect(await run(fixture, { asOfMs, isDryRun: true })).toEqual({ ...emptyTally(), buckets: 1, examined: 1, expired: 1 })
    expect(await versions(fixture)).toEqual(['k Standard latest'])
    expect(await runs(fixture)).toEqual({})
    expect(await runs(fixture, { asOfMs })).toEqual({ expired: 1 })
  })

  it('looks at the keys under its prefixes only, and at each once', async () => {
    const fixture = await createEngineFixture()
    for (let at = 0; at < 40; at += 1) await put(fixture, `${'abcd'.charAt(at % 4)}/${at}`)
    await setRules(fixture, { prefix: 'b/', expiration: days(900) }, { prefix: 'b/1', transitions: [{ moment: days(1), storageClass: 'IA' }] }, { prefix: 'd/', expiration: days(9) })
    expect(await run(fixture)).toMatchObject({ buckets: 1, examined: 20 })
    await setRules(fixture, { prefix: 'b/', expiration: days(1), status: 'Disabled' })
    expect(await run(fixture)).toMatchObject({ buckets: 1, examined: 0 })
    await fixture.engine.deleteBucketSetting({ bucket, name: 'lifecycle' })
    expect(await run(fixture)).toEqual(emptyTally())
  })

  it('goes through many keys, versions of one among them, in stretches', async () => {
    const fixture = await createEngineFixture()
    const { engine, clock } = fixture
    await engine.putBucketVersioning({ bucket, status: 'Enabled' })
    for (let at = 0; at < 600; at += 1) await put(fixture, at < 300 ? 'one key' : `key ${at}`)
    await setRules(fixture, { noncurrentExpirationDays: 1 }, { prefix: 'key', expiration: days(1) })
    clock.nowMs += 2 * dayMs
    let turns = 0
    let ended = false
    const count = () => {
      turns += 1
      if (!ended) setImmediate(count)
    }
    setImmediate(count)
    expect(await run(fixture)).toMatchObject({ examined: 600, noncurrentExpired: 299, expired: 300 })
    ended = true
    expect(turns, 'turns that others got meanwhile').toBeGreaterThanOrEqual(3)
    expect((await engine.getBucketStat({ bucket })).objectCount).toBe(301)
  })

  it('judges again by what is there when it comes to it', async () => {
    const fixture = await createEngineFixture()
    const { engine, deps, clock } = fixture
    await setRules(fixture, { expiration: days(1) })
    for (const key of ['overwritten', 'gone', 'still there']) await put(fixture, key)
    clock.nowMs += 3 * dayMs
    const { metadata } = deps
    let isFirst = true
    const racing = Object.create(metadata, {
      write: {
        value: async (work: Parameters<typeof metadata.write>[0]) => {
          if (isFirst) {
            isFirst = false
            await put(fixture, 'overwritten')
            await engine.deleteObject({ bucket, key: 'gone' })
          }
          return metadata.write(work)
        },
      },
    }) as typeof metadata
    expect(await runLifecycle({ ...deps, metadata: racing })).toMatchObject({ expired: 1 })
    expect(await versions(fixture)).toEqual(['overwritten Standard latest'])
  })

  it('does nothing more by rules that were taken away meanwhile', async () => {
    const fixture = await createEngineFixture()
    const { engine, deps, clock } = fixture
    await setRules(fixture, { expiration: days(1) })
    await put(fixture, 'k')
    clock.nowMs += 3 * dayMs
    const { metadata } = deps
    let isFirst = true
    const racing = Object.create(metadata, {
      write: {
        value: async (work: Parameters<typeof metadata.write>[0]) => {
          if (isFirst) {
            isFirst = false
            await engine.deleteBucketSetting({ bucket, name: 'lifecycle' })
          }
          return metadata.write(work)
        },
      },
    }) as typeof metadata
    expect(await runLifecycle({ ...deps, metadata: racing })).toMatchObject({ expired: 0 })
    expect(await versions(fixture)).toEqual(['k Standard latest'])
  })

  it('goes on with other buckets when one of them fails, and says so', async () => {
    const fixture = await createEngineFixture()
    const { engine, deps, clock } = fixture
    await engine.putBucket({ bucket: 'another', owner: { id: '1', displayName: 'x' }, region: 'cn-hangzhou' })
    for (const name of ['another', bucket]) {
      await engine.putBucketSetting({ bucket: name, name: 'lifecycle', value: { rules: [rule({ expiration: days(1) })] } })
      await engine.putObject(putInput('k', 'body', { bucket: name }))
    }
    clock.nowMs += 3 * dayMs
    const { metadata } = deps
    let isFirst = true
    const failing = Object.create(metadata, {
      write: {
        value: async (work: Parameters<typeof metadata.write>[0]) => {
          if (!isFirst) return metadata.write(work)
          isFirst = false
          throw new Error('disk')
        },
      },
    }) as typeof metadata
    await expect(runLifecycle({ ...deps, metadata: failing })).rejects.toThrow('disk')
    expect((await engine.getBucketStat({ bucket: 'another' })).objectCount).toBe(1)
    expect((await engine.getBucketStat({ bucket })).objectCount).toBe(0)
    await expect(runLifecycle(deps, { bucket: 'none' })).rejects.toMatchObject({ code: 'NoSuchBucket' })
    expect(await runLifecycle(deps, { bucket: 'another' })).toMatchObject({ buckets: 1, expired: 1 })
  })
})
