import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RestorePlan } from '../../contract/as-of.ts'
import type { TransferBatch } from '../../contract/transfer-batches.ts'
import { codeOf, toWire } from '../errors.ts'
import type { WriteAttributes } from '../providers/attributes-provider.ts'
import type { Provider } from '../providers/object-provider.ts'
import { openProvider } from '../providers/open-provider.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { getBytes, keysOf, openBench, putText, type TransferBench } from '../test-support/transfer-bench.ts'
import { walkVersions } from '../versions/walk-versions.ts'
import { asOfHandlers } from './handlers.ts'
import { createPlanRegistry } from './plan-session.ts'

let store: RealStore
beforeAll(async () => {
  store = await startRealStore()
})
afterAll(() => store.close())

describe.each([
  ['OSS', 'oss'],
  ['S3', 's3'],
] as const)('a restore to a moment, over %s', (_, kind) => {
  let provider: Provider
  let bench: TransferBench
  let bucket = ''
  let serial = 0
  const profileId = 'local'
  const plans = createPlanRegistry()
  const told: RestorePlan[] = []
  const signal = new AbortController().signal
  const handlers = () =>
    asOfHandlers({
      connections: { providerOf: () => provider, requireWritable: () => undefined } as never,
      plans,
      windows: { planned: (plan: RestorePlan) => told.push(plan), versionsCounted: () => undefined } as never,
      transfers: () => Promise.resolve(bench.service),
      toWire: (error) => toWire(error, () => undefined),
      apartMs: 0,
    })
  const put = (key: string, text: string, attributes: WriteAttributes = {}): Promise<void> => putText(provider, bucket, key, text, attributes)
  /** The moment before what follows. */
  const mark = (): number => {
    const moment = store.now()
    store.passTime(2000)
    return moment
  }
  const planFor = async (momentMs: number, prefix = ''): Promise<RestorePlan> => {
    const { planId } = await handlers()['asOf.openPlan']({ profileId, bucket, prefix, momentMs }, { signal })
    await plans.get(planId).finished
    store.passTime(2000)
    return plans.get(planId).plan()
  }
  const restore = async (plan: RestorePlan, options = { includeSame: false, leaveUncertain: false }): Promise<TransferBatch> =>
    bench.finish(await handlers()['transfers.enqueueRevert']({ planId: plan.planId, ...options }, { signal }))
  const rowsOf = async ({ planId }: RestorePlan): Promise<string[]> => {
    const { rows } = await handlers()['asOf.getPlanRows']({ planId, offset: 0, limit: 100 }, { signal })
    return rows.map(({ key, change, before, now }) => `${change} ${key} ${String(before?.sizeBytes ?? '-')} ${String(now?.sizeBytes ?? '-')}`)
  }
  const contents = async (): Promise<Record<string, string>> => Object.fromEntries(await Promise.all((await keysOf(provider, bucket)).map(async (key) => [key, String(await getBytes(provider, bucket, key))])))
  const versionCount = async (): Promise<number> => {
    let count = 0
    for await (const { versions } of walkVersions(provider, { bucket, prefix: '' })) count += versions.length
    return count
  }

  beforeAll(async () => {
    provider = openProvider({ ...store.connection, kind })
    bench = await openBench(() => provider, await store.folder('state'))
  })
  beforeEach(async () => {
    bucket = `revert-${kind}-${String(++serial)}`
    await provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
    await provider.putBucketSetting({ bucket, setting: { name: 'versioning', status: 'Enabled' } })
  })
  afterAll(async () => {
    plans.closeAll()
    await bench.service.close()
    provider.close()
  })

  it('says what would change, does it by new versions only, and can be taken back', async () => {
    for (const [key, text] of [['kept', '1'], ['d/changed', '1'], ['d/deleted', '22'], ['d/same', '1']] as const) await put(key, text, { headers: { 'content-type': 'text/plain' }, userMetadata: { of: 'then' } })
    const moment = mark()
    await put('d/changed', '4444')
    await put('d/same', '1')
    await put('d/created', '55555')
    await provider.deleteObject({ bucket, key: 'd/deleted' })
    const before = await contents()
    mark()
    const plan = await planFor(moment)
    expect(plan).toMatchObject({ state: 'complete', versions: 8, unchanged: 1, totals: { created: { objects: 1, bytes: 5 }, changed: { objects: 1, bytes: 1 }, deleted: { objects: 1, bytes: 2 }, same: { objects: 1, bytes: 1 }, uncertain: { objects: 0, bytes: 0 } } })
    expect(told.at(-1)).toEqual(plan)
    expect(await rowsOf(plan)).toEqual(['changed d/changed 1 4', 'created d/created - 5', 'deleted d/deleted 2 -', 'same d/same 1 1'])
    const deleted = await handlers()['asOf.getPlanRows']({ planId: plan.planId, change: 'deleted', offset: 0, limit: 100 }, { signal })
    expect(deleted).toMatchObject({ total: 1, rows: [{ key: 'd/deleted' }] })

    const batch = await restore(plan)
    expect(batch).toMatchObject({ kind: 'revert', state: 'done', itemsDone: 3, bytesTotal: 3, momentMs: moment, revert: { prefix: '' } })
    expect(await contents()).toEqual({ kept: '1', 'd/changed': '1', 'd/deleted': '22', 'd/same': '1' })
    expect(await provider.headObject({ bucket, key: 'd/changed' })).toMatchObject({ userMetadata: { of: 'then' }, headers: { 'content-type': 'text/plain' } })
    // Nothing was removed: two copies and a delete marker came to what was there.
    expect(await versionCount()).toBe(11)

    mark()
    const back = await planFor(batch.revert?.beforeMs ?? 0)
    expect(await rowsOf(back)).toEqual(['changed d/changed 4 1', 'deleted d/created 5 -', 'created d/deleted - 2'])
    expect(await restore(back)).toMatchObject({ state: 'done', itemsDone: 3 })
    expect(await contents()).toEqual(before)
  })

  it('is taken back object by object at once, again by new versions only, and that can be taken back too', async () => {
    for (const [key, text] of [['changed', '1'], ['deleted', '22'], ['edited', '1']] as const) await put(key, text)
    const moment = mark()
    await put('changed', '4444', { userMetadata: { of: 'now' } })
    await put('edited', '4444')
    await put('created', '55555')
    await provider.deleteObject({ bucket, key: 'deleted' })
    mark()
    const batch = await restore(await planFor(moment))
    expect(batch).toMatchObject({ itemsDone: 4, undoable: true })
    // What somebody wrote since is not lost to it.
    await put('edited', 'since then')
    const count = await versionCount()
    const undo = await bench.finish(await bench.service.undo(batch.batchId))
    expect(undo).toMatchObject({ kind: 'revert', takesBack: true, state: 'failed', itemsDone: 3, itemsFailed: 1, undoable: true })
    expect(bench.itemsOf(undo).find(({ state }) => state === 'failed')).toMatchObject({ name: 'edited', error: { code: 'ChangedSinceRestore' } })
    expect(await contents()).toEqual({ changed: '4444', created: '55555', edited: 'since then' })
    expect(await provider.headObject({ bucket, key: 'changed' })).toMatchObject({ userMetadata: { of: 'now' } })
    expect(await versionCount()).toBe(count + 3)
    await expect(bench.service.undo(batch.batchId)).rejects.toSatisfy((error) => codeOf(error) === 'InvalidInput')

    expect(await bench.finish(await bench.service.undo(undo.batchId))).toMatchObject({ state: 'done', itemsDone: 3 })
    expect(await contents()).toEqual({ changed: '1', deleted: '22', edited: 'since then' })
  })

  it('brings back a folder alone, and metadata of the same bytes when asked', async () => {
    await put('in/', '')
    await put('in/a', '1', { userMetadata: { of: 'then' } })
    await put('out/a', '1')
    const moment = mark()
    await put('in/a', '1', { userMetadata: { of: 'now' } })
    await put('out/a', '2')
    await provider.deleteObject({ bucket, key: 'in/' })
    mark()
    const plan = await planFor(moment, 'in/')
    expect(await rowsOf(plan)).toEqual(['deleted in/ 0 -', 'same in/a 1 1'])
    expect(await restore(plan, { includeSame: true, leaveUncertain: false })).toMatchObject({ state: 'done', itemsDone: 2, title: 'in/', prefix: '', revert: { prefix: 'in/' } })
    expect(await contents()).toEqual({ 'in/': '', 'in/a': '1', 'out/a': '2' })
    expect(await provider.headObject({ bucket, key: 'in/a' })).toMatchObject({ userMetadata: { of: 'then' } })
  })

  it('leaves alone what changed after the preview, and says so', async () => {
    await put('a', '1')
    await put('b', '1')
    const moment = mark()
    await put('a', '2')
    await put('b', '2')
    await put('c', '2')
    const plan = await planFor(moment)
    await put('a', '3')
    await put('c', '3')
    const batch = await restore(plan)
    expect(batch).toMatchObject({ state: 'failed', itemsDone: 1, itemsFailed: 2 })
    expect(bench.itemsOf(batch).map(({ name, error }) => [name, error?.code])).toEqual([['a', 'ChangedSincePreview'], ['b', undefined], ['c', 'ChangedSincePreview']])
    expect(await contents()).toEqual({ a: '3', b: '1', c: '3' })
  })

  it('refuses where nothing is kept, and where what was there is gone, unless that is left alone', async () => {
    await put('a', '1')
    const moment = mark()
    await put('b', '1')
    await provider.putBucketSetting({ bucket, setting: { name: 'versioning', status: 'Suspended' } })
    await put('a', '2')
    const suspended = await planFor(moment)
    await expect(restore(suspended, { includeSame: false, leaveUncertain: true })).rejects.toSatisfy((error) => codeOf(error) === 'VersioningNotEnabled')
    await provider.putBucketSetting({ bucket, setting: { name: 'versioning', status: 'Enabled' } })
    const plan = await planFor(moment)
    expect(plan.totals).toMatchObject({ uncertain: { objects: 1 }, created: { objects: 1 } })
    await expect(restore(plan)).rejects.toSatisfy((error) => codeOf(error) === 'VersionsUncertain')
    expect(await restore(plan, { includeSame: false, leaveUncertain: true })).toMatchObject({ state: 'done', itemsDone: 1 })
    expect(await contents()).toEqual({ a: '2' })
  })

  it('stops at the first write that is no version, and does not go on before that is mended', async () => {
    const keys = Array.from({ length: 60 }, (_, number) => `key ${String(number)}`)
    await Promise.all(keys.map((key) => put(key, '1')))
    const moment = mark()
    await Promise.all(keys.map((key) => put(key, '2')))
    const plan = await planFor(moment)
    const real = provider
    let copies = 0
    provider = {
      ...real,
      copyObject: async (input) => {
        if (++copies === 1) await real.putBucketSetting({ bucket, setting: { name: 'versioning', status: 'Suspended' } })
        return real.copyObject(input)
      },
    }
    try {
      const batch = await restore(plan)
      expect(batch).toMatchObject({ state: 'failed', error: { code: 'VersioningNotEnabled' } })
      expect(copies).toBeLessThan(keys.length)
      const copiesBefore = copies
      await bench.service.retry([batch.batchId])
      expect(await bench.finish(batch)).toMatchObject({ state: 'failed', error: { code: 'VersioningNotEnabled' } })
      expect(copies).toBe(copiesBefore)
    } finally {
      provider = real
    }
  })

  it('counts what versions take, by folder', async () => {
    await put('a', '1')
    await put('a', '22')
    await put('x/b', '333')
    await provider.deleteObject({ bucket, key: 'x/b' })
    expect(await handlers()['asOf.countVersions']({ profileId, bucket, prefix: '', countId: '1' }, { signal })).toEqual({
      current: { count: 1, bytes: 2 },
      noncurrent: { count: 2, bytes: 4 },
      deleteMarkers: 1,
      folderCount: 1,
      folders: [{ prefix: 'x/', current: { count: 0, bytes: 0 }, noncurrent: { count: 1, bytes: 3 }, deleteMarkers: 1 }],
    })
  })
})
