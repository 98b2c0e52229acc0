import { randomBytes } from 'node:crypto'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createListingRegistry } from '../listing/listing-registry.ts'
import { resolveSelection } from '../listing/selection.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
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
  it('shows an upload that was under way as interrupted and finishes it on retry', async () => {
    const folder = await store.folder('source')
    for (let i = 0; i < 6; i++) await writeFile(path.join(folder, `f${String(i)}`), randomBytes(100_000))
    // Half of the files never get their answer; the process is gone before.
    const faulty = await faultyProvider(store, (request) => (request.method === 'PUT' && /f[345]$/.test(request.url ?? '') ? { kind: 'stallAnswer', afterBytes: -1 } : undefined))
    const before = await openBench(faulty.provider, await store.folder('state'))
    const batch = await before.service.enqueueUpload({ ...place, bucket, paths: [folder], conflict: 'overwrite' })
    await expect.poll(() => before.service.listBatches()[0]?.itemsDone).toBe(6)
    await before.service.close()
    await faulty.close()

    // As a kill leaves it: the end of the batch was never written, nor that two of the files were done.
    const journal = path.join(before.stateFolder, 'transfers.jsonl')
    const lines = (await readFile(journal, 'utf8')).split('\n').filter((line) => !line.includes('"end"') && !line.includes('"states"'))
    await writeFile(journal, `${lines.join('\n')}\n{"e":"states","id":"${batch.batchId}","state":"done","ranges":[[0,4]]}\n{"e":"sta`)

    const after = await openBench(store.provider, before.stateFolder)
    const [shown] = after.service.listBatches()
    expect(shown).toMatchObject({ batchId: batch.batchId, state: 'failed', error: { code: 'TransferInterrupted' }, itemsTotal: 6, itemsDone: 4, bytesDone: 400_000 })
    expect(after.itemsOf(batch).slice(4).map((row) => [row.state, row.error?.code])).toEqual([['cancelled', 'TransferInterrupted'], ['cancelled', 'TransferInterrupted']])
    await after.service.retry([batch.batchId])
    expect(await after.finish(batch)).toMatchObject({ state: 'done', itemsDone: 6 })
    expect(after.itemsOf(batch).map((row) => row.attempts)).toEqual([0, 0, 0, 0, 1, 1])
    expect(await keysOf(store.provider, bucket)).toHaveLength(6)
    expect(after.logged).toEqual([])
    await after.service.close()
  })

  it('walks again what was not walked to its end, without doing anything twice', async () => {
    for (let i = 0; i < 5; i++) await putText(store.provider, bucket, `d/${String(i)}`, 'x')
    const folder = await store.folder('target')
    const before = await openBench(store.provider, await store.folder('state'))
    const batch = await before.service.enqueueDownload({ ...place, bucket, selection: under('d/'), folderPath: folder, conflict: 'skip' })
    await before.finish(batch)
    await before.service.close()
    const journal = path.join(before.stateFolder, 'transfers.jsonl')
    const lines = (await readFile(journal, 'utf8')).split('\n').filter((line) => line.includes('"format"') || line.includes('"batch"'))
    const found = { e: 'items', id: batch.batchId, from: 0, rows: [['d/0', 1, 0, 0, 'done'], ['d/1', 1, 0, 0, 'queued']] }
    await writeFile(journal, `${lines.join('\n')}\n${JSON.stringify(found)}\n`)

    const after = await openBench(store.provider, before.stateFolder)
    expect(after.service.listBatches()[0]).toMatchObject({ state: 'failed', scanned: false, itemsTotal: 2, itemsDone: 1 })
    await after.service.retry([batch.batchId])
    expect(await after.finish(batch)).toMatchObject({ state: 'done', itemsTotal: 5, itemsDone: 1, itemsSkipped: 4, scanned: true })
    expect((await treeOf(folder)).size).toBe(6)
    await after.service.close()
  })

  it('finishes an interrupted delete on retry and forgets what was cleared or done', async () => {
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
    await expect.poll(() => own.objectsChanged.flatMap((one) => one.prefixes), { timeout: 5000 }).toContain('many/7/')
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
