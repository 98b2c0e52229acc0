import { randomBytes } from 'node:crypto'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createListingRegistry } from '../listing/listing-registry.ts'
import { resolveSelection } from '../listing/selection.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { smallSizes } from '../test-support/small-sizes.ts'
import { nodeFiles } from './local-files.ts'
import { faultyProvider, keysOf, openBench, putText, treeOf } from '../test-support/transfer-bench.ts'

let store: RealStore
let serial = 0
let bucket = ''
beforeAll(async () => {
  store = await startRealStore()
})
afterAll(() => store.close())
beforeEach(async () => {
  bucket = `restart-${String(++serial)}`
  await store.provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
})
const place = { profileId: 'local', prefix: '' }
const under = (prefix: string): ReturnType<typeof resolveSelection> =>
  resolveSelection(createListingRegistry(), { profileId: 'local', bucket }, { kind: 'names', keys: [], prefixes: [prefix] })

describe('transfers after a restart', () => {
  it('waits for its connection, then walks on and finishes without storing anything twice', async () => {
    const folder = await store.folder('source')
    for (let i = 0; i < 6; i++) await writeFile(path.join(folder, `f${String(i)}`), randomBytes(100_000))
    const faulty = await faultyProvider(store, (request) => (request.method === 'PUT' && /f[345]$/.test(request.url ?? '') ? { kind: 'holdAnswer' } : undefined))
    const before = await openBench(faulty.provider, await store.folder('state'))
    const batch = await before.service.enqueueUpload({ ...place, bucket, paths: [folder], conflict: 'keepBoth' })
    // All six are stored; of three the answer never comes.
    await expect.poll(async () => (await keysOf(store.provider, bucket)).length).toBe(6)
    await before.service.close()
    await faulty.close()

    const counting = await faultyProvider(store, () => undefined)
    const after = await openBench(counting.provider, before.stateFolder)
    expect(after.service.listBatches()).toMatchObject([{ batchId: batch.batchId, state: 'queued', itemsTotal: 6 }])
    after.service.connected('another')
    expect(after.service.listBatches()[0]?.state).toBe('queued')
    after.service.connected('local')
    expect(await after.finish(batch)).toMatchObject({ state: 'done', itemsDone: 6, itemsSkipped: 0, bytesDone: 600_000 })
    expect(await keysOf(store.provider, bucket)).toHaveLength(6)
    expect(counting.proxy.requests.filter((one) => one.method === 'PUT')).toEqual([])
    expect(after.logged).toEqual([])
    await after.service.close()
    await counting.close()
  })

  it.each([false, true])('knows a copy that was made of parts although the journal lost the last of them (moved: %s)', async (move) => {
    await putText(store.provider, bucket, 'from/big', randomBytes(450_000))
    const faulty = await faultyProvider(store, (request) => (request.method === 'POST' && (request.url ?? '').includes('uploadId=') ? { kind: 'holdAnswer' } : undefined))
    const before = await openBench(faulty.provider, await store.folder('state'), undefined, smallSizes)
    const target = { profileId: move ? 'other' : 'local', bucket, prefix: 'to/' }
    const batch = await before.service.enqueueCopy({ ...place, bucket, selection: under('from/'), target, move, conflict: 'keepBoth' })
    await expect.poll(async () => (await keysOf(store.provider, bucket)).length).toBe(2)
    await before.service.close()
    await faulty.close()
    const journal = path.join(before.stateFolder, 'transfers.jsonl')
    const lines = (await readFile(journal, 'utf8')).split('\n')
    const last = lines.findLastIndex((line) => line.includes('"e":"part"'))
    expect(last).toBeGreaterThan(0)
    await writeFile(journal, lines.toSpliced(last, 1).join('\n'))

    const after = await openBench(store.provider, before.stateFolder, undefined, smallSizes)
    after.service.connected('local')
    after.service.connected('other')
    expect(await after.finish(batch)).toMatchObject({ state: 'done', itemsDone: 1 })
    expect(await keysOf(store.provider, bucket)).toEqual(move ? ['to/from/big'] : ['from/big', 'to/from/big'])
    await after.service.close()
  })

  it('remembers that a download is wanted although the disk seems too full', async () => {
    for (let i = 0; i < 3; i++) await putText(store.provider, bucket, `d/${String(i)}`, randomBytes(100_000))
    const files = { ...nodeFiles, freeBytes: () => Promise.resolve(250_000) }
    const stuck = await faultyProvider(store, (request) => (request.method === 'GET' && (request.url ?? '').includes('/d/2') ? { kind: 'stallAnswer', afterBytes: -1 } : undefined))
    const before = await openBench(stuck.provider, await store.folder('state'), files)
    const folder = await store.folder('target')
    const batch = await before.service.enqueueDownload({ ...place, bucket, selection: under('d/'), folderPath: folder, conflict: 'skip' })
    expect(await before.finish(batch)).toMatchObject({ state: 'failed', error: { code: 'LocalDiskFull' } })
    await before.service.retry([batch.batchId], true)
    await expect.poll(() => before.service.listBatches()[0]?.itemsDone).toBe(2)
    await before.service.close()
    await stuck.close()
    // What the first start wrote anew is read by the second.
    await (await openBench(store.provider, before.stateFolder, files)).service.close()
    const after = await openBench(store.provider, before.stateFolder, files)
    after.service.connected('local')
    expect(await after.finish(batch)).toMatchObject({ state: 'done', itemsDone: 3 })
    await after.service.close()
  })

  it('keeps what is paused paused, until it is resumed', async () => {
    for (let i = 0; i < 5; i++) await putText(store.provider, bucket, `d/${String(i)}`, 'x')
    const stuck = await faultyProvider(store, (request) => (request.method === 'GET' && (request.url ?? '').includes('/d/3') ? { kind: 'stallAnswer', afterBytes: -1 } : undefined))
    const before = await openBench(stuck.provider, await store.folder('state'))
    const folder = await store.folder('target')
    const batch = await before.service.enqueueDownload({ ...place, bucket, selection: under('d/'), folderPath: folder, conflict: 'skip' })
    await expect.poll(() => before.service.listBatches()[0]?.itemsDone).toBe(4)
    await before.service.pause([batch.batchId])
    expect(before.service.listBatches()[0]).toMatchObject({ state: 'paused', itemsDone: 4, streams: 0 })
    expect(before.itemsOf(batch).map((row) => row.state)).toEqual(['done', 'done', 'done', 'queued', 'done'])
    await before.service.close()
    await stuck.close()

    const after = await openBench(store.provider, before.stateFolder)
    after.service.connected('local')
    expect(after.service.listBatches()).toMatchObject([{ batchId: batch.batchId, state: 'paused', itemsDone: 4 }])
    await after.service.resume([batch.batchId])
    expect(await after.finish(batch)).toMatchObject({ state: 'done', itemsTotal: 5, itemsDone: 5, scanned: true })
    expect((await treeOf(folder)).size).toBe(6)
    await after.service.close()
  })

  it('cancels what waits or is paused, and its parts go', async () => {
    const stuck = await faultyProvider(store, (request) => ((request.url ?? '').includes('partNumber=4') ? { kind: 'holdAnswer' } : undefined))
    const file = path.join(await store.folder('source'), 'large.bin')
    await writeFile(file, randomBytes(400_000))
    const before = await openBench(stuck.provider, await store.folder('state'), undefined, smallSizes)
    const batch = await before.service.enqueueUpload({ ...place, bucket, paths: [file], conflict: 'overwrite' })
    const partsDone = async (): Promise<number> => (await readFile(path.join(before.stateFolder, 'transfers.jsonl'), 'utf8')).split('"e":"part"').length - 1
    await expect.poll(partsDone).toBe(3)
    await before.service.pause([batch.batchId])
    expect(before.service.listBatches()[0]).toMatchObject({ state: 'paused', bytesDone: 307_200 })
    await before.service.close()
    await stuck.close()
    const after = await openBench(store.provider, before.stateFolder, undefined, smallSizes)
    expect(after.service.listBatches()[0]).toMatchObject({ state: 'paused', bytesDone: 307_200 })
    expect((await store.provider.getBucketStat(bucket)).multipartUploadCount).toBe(1)
    await after.service.cancel([batch.batchId])
    expect(after.service.listBatches()[0]).toMatchObject({ state: 'cancelled', bytesDone: 0 })
    expect((await store.provider.getBucketStat(bucket)).multipartUploadCount).toBe(0)
    await after.service.close()
  })

  it('keeps its speed limits, of all and of one', async () => {
    const stuck = await faultyProvider(store, () => ({ kind: 'holdAnswer' }))
    const file = path.join(await store.folder('source'), 'f')
    await writeFile(file, 'x')
    const before = await openBench(stuck.provider, await store.folder('state'))
    const batch = await before.service.enqueueUpload({ ...place, bucket, paths: [file], conflict: 'overwrite' })
    await before.service.setSpeedLimit(500_000)
    before.service.setBatchSpeedLimit([batch.batchId], 100_000)
    await before.service.close()
    await stuck.close()
    const after = await openBench(store.provider, before.stateFolder)
    expect(after.service.speedLimit()).toBe(500_000)
    expect(after.service.listBatches()[0]).toMatchObject({ limitBytesPerSecond: 100_000 })
    await after.service.setSpeedLimit(undefined)
    await after.service.close()
    const last = await openBench(store.provider, before.stateFolder)
    expect(last.service.speedLimit()).toBeUndefined()
    expect(last.logged).toEqual([])
    await last.service.close()
  })

  it('moves nothing faster than it may', async () => {
    const content = randomBytes(600_000)
    await putText(store.provider, bucket, 'limited', content)
    const own = await openBench(store.provider, await store.folder('state'))
    await own.service.setSpeedLimit(1_000_000)
    const folder = await store.folder('target')
    const selection = resolveSelection(createListingRegistry(), { profileId: 'local', bucket }, { kind: 'names', keys: ['limited'], prefixes: [] })
    const startMs = performance.now()
    const batch = await own.finish(await own.service.enqueueDownload({ ...place, bucket, selection, folderPath: folder, conflict: 'overwrite' }))
    // A machine that is slow makes it later, never earlier: the last piece may still be on credit.
    expect(performance.now() - startMs).toBeGreaterThan(400)
    expect(batch).toMatchObject({ state: 'done', bytesDone: 600_000 })
    expect((await treeOf(folder)).get('limited')?.equals(content)).toBe(true)
    await own.service.close()
  })

  it('holds an interrupted delete up until somebody says that it shall go on', async () => {
    for (let i = 0; i < 3; i++) await putText(store.provider, bucket, `del/${String(i)}`, 'x')
    const stuck = await faultyProvider(store, (request) => (request.method === 'POST' ? { kind: 'holdAnswer' } : undefined))
    const before = await openBench(stuck.provider, await store.folder('state'))
    await putText(store.provider, bucket, 'del/late', 'x')
    const batch = await before.service.enqueueDelete({ ...place, bucket, selection: under('del/') })
    await expect.poll(() => stuck.proxy.requests.some((one) => one.method === 'POST')).toBe(true)
    await before.service.close()
    await stuck.close()
    const after = await openBench(store.provider, before.stateFolder)
    after.service.connected('local')
    expect(after.service.listBatches()[0]).toMatchObject({ state: 'paused', error: { code: 'TransferInterrupted' } })
    await after.service.resume([batch.batchId])
    expect(await after.finish(batch)).toMatchObject({ state: 'done', itemsDone: 4 })
    expect(await keysOf(store.provider, bucket)).toEqual([])
    await after.service.close()
  })

  it('forgets what was cleared or done', async () => {
    for (let i = 0; i < 3; i++) await putText(store.provider, bucket, `del/${String(i)}`, 'x')
    const before = await openBench(store.provider, await store.folder('state'))
    const batch = await before.finish(await before.service.enqueueDelete({ ...place, bucket, selection: under('del/') }))
    expect(batch.state).toBe('done')
    const file = path.join(await store.folder('source'), 'f')
    const broken = await before.service.enqueueUpload({ ...place, bucket, paths: [`${file}-missing`], conflict: 'overwrite' })
    await before.finish(broken)
    await before.service.close()
    const again = await openBench(store.provider, before.stateFolder)
    expect(again.service.listBatches().map((one) => [one.batchId, one.state])).toEqual([[broken.batchId, 'failed']])
    await again.service.clear([broken.batchId])
    await again.service.close()
    const last = await openBench(store.provider, before.stateFolder)
    expect(last.service.listBatches()).toEqual([])
    await last.service.close()
  })

  it('reads past a damaged line and says so', async () => {
    const before = await openBench(store.provider, await store.folder('state'))
    const batch = await before.finish(await before.service.enqueueUpload({ ...place, bucket, paths: ['/nowhere/at/all'], conflict: 'overwrite' }))
    await before.service.close()
    const journal = path.join(before.stateFolder, 'transfers.jsonl')
    await writeFile(journal, `not json\n${await readFile(journal, 'utf8')}`)
    await appendFile(journal, '{"e":"cle')
    const after = await openBench(store.provider, before.stateFolder)
    expect(after.service.listBatches().map((one) => one.batchId)).toEqual([batch.batchId])
    expect(after.logged).toEqual(['Line 1 of the transfer journal cannot be read'])
    await after.service.close()
  })
})

describe('a bulk delete', () => {
  it('removes everything under the chosen folders, in requests of a thousand keys', async () => {
    const faulty = await faultyProvider(store, () => undefined)
    await Promise.all(
      Array.from({ length: 41 }, async (_, worker) => {
        for (let i = 0; i < 25; i++) await putText(store.provider, bucket, `many/${String(worker)}/${String(i)}`, '')
      }),
    )
    await putText(store.provider, bucket, 'kept', 'x')
    const own = await openBench(faulty.provider, await store.folder('state'))
    const batch = await own.finish(await own.service.enqueueDelete({ ...place, bucket, selection: under('many/') }))
    expect(batch).toMatchObject({ state: 'done', itemsDone: 1025, itemsTotal: 1025 })
    expect(await keysOf(store.provider, bucket)).toEqual(['kept'])
    expect(faulty.proxy.requests.filter((one) => one.method === 'POST')).toHaveLength(2)
    await expect.poll(() => own.objectsChanged.flatMap((one) => one.prefixes)).toContain('many/7/')
    await own.service.close()
    await faulty.close()
  })

  it('marks the keys of a request that fails and goes on with the rest', async () => {
    for (const key of ['a', 'b']) await putText(store.provider, bucket, key, '')
    const faulty = await faultyProvider(store, (request) => (request.method === 'POST' ? { kind: 'unavailable' } : undefined))
    const own = await openBench(faulty.provider, await store.folder('state'))
    const selection = resolveSelection(createListingRegistry(), { profileId: 'local', bucket }, { kind: 'names', keys: ['a', 'b'], prefixes: [] })
    const batch = await own.finish(await own.service.enqueueDelete({ ...place, bucket, selection }))
    expect(batch).toMatchObject({ state: 'failed', itemsFailed: 2 })
    expect(own.itemsOf(batch)[0]?.error).toMatchObject({ code: 'ServiceUnavailable', requestId: '5C3D9175B6FC201293AD4890' })
    expect(await keysOf(store.provider, bucket)).toEqual(['a', 'b'])
    await own.service.close()
    await faulty.close()
  })
})
