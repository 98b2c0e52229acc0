import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TransferBatch } from '../../contract/transfer-batches.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { faultyProvider, openBench, type TransferBench } from '../test-support/transfer-bench.ts'
import { csvField } from './manifest.ts'

let store: RealStore
let bench: TransferBench
let batch: TransferBatch
let endBench: () => Promise<void>
beforeAll(async () => {
  store = await startRealStore()
  await store.provider.putBucket({ bucket: 'manifest', acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
  const faulty = await faultyProvider(store, (request) => (request.method === 'PUT' && (request.url ?? '').includes('refused') ? { kind: 'unavailable' } : undefined))
  bench = await openBench(faulty.provider, await store.folder('state'))
  const folder = path.join(await store.folder('source'), 'tree')
  await mkdir(folder)
  for (const name of ['a, "quoted".txt', '=1+1', 'refused']) await writeFile(path.join(folder, name), name)
  batch = await bench.finish(await bench.service.enqueueUpload({ profileId: 'local', bucket: 'manifest', prefix: '', paths: [folder], conflict: 'overwrite' }))
  endBench = async () => {
    await bench.service.close()
    await faulty.close()
  }
})
afterAll(async () => {
  await endBench()
  await store.close()
})

describe('the report of a batch', () => {
  it('names every item in JSON with its checksums or its failure', async () => {
    const file = path.join(await store.folder('report'), 'report.json')
    await bench.service.writeManifest(batch.batchId, 'json', file)
    const report = JSON.parse(await readFile(file, 'utf8')) as { readonly items: readonly { readonly name: string }[] }
    const head = await store.provider.headObject({ bucket: 'manifest', key: 'tree/=1+1' })
    expect(report).toMatchObject({ kind: 'upload', state: 'failed', bucket: 'manifest', createdMs: batch.createdMs, finishedMs: batch.finishedMs })
    expect(report.items).toHaveLength(3)
    expect(report.items.find((one) => one.name === 'tree/=1+1')).toMatchObject({ key: 'tree/=1+1', state: 'done', sizeBytes: 4, verified: true, crc64: head.crc64, etag: head.etag, errorCode: '' })
    expect(report.items.find((one) => one.name === 'tree/refused')).toMatchObject({ state: 'failed', verified: false, attempts: 3, errorCode: 'ServiceUnavailable', requestId: '5C3D9175B6FC201293AD4890' })
    expect(await readdir(path.dirname(file))).toEqual(['report.json'])
  })

  it('quotes every field in CSV, and lets no name become a formula', async () => {
    const file = path.join(await store.folder('report'), 'report.csv')
    await bench.service.writeManifest(batch.batchId, 'csv', file)
    const lines = (await readFile(file, 'utf8')).split('\r\n')
    expect(lines).toHaveLength(5)
    expect(lines[0]).toBe('"name","key","state","sizeBytes","verified","verifiedBy","crc64","etag","versionId","attempts","savedAs","errorCode","errorMessage","requestId"')
    expect(lines.some((line) => line.startsWith('"tree/a, ""quoted"".txt","tree/a, ""quoted"".txt","done","15","true","'))).toBe(true)
    expect(['=1+1', '+1', '-1', '@x', '\tx', '\rx', '\nx', '＝x', 'plain', '1=2'].map(csvField)).toEqual(['"\'=1+1"', '"\'+1"', '"\'-1"', '"\'@x"', '"\'\tx"', '"\'\rx"', '"\'\nx"', '"\'＝x"', '"plain"', '"1=2"'])
    expect(csvField(-1)).toBe('"-1"')
  })

  it('says what it met when it cannot be written', async () => {
    await expect(bench.service.writeManifest(batch.batchId, 'csv', '/nowhere/at/all/report.csv')).rejects.toMatchObject({ code: 'LocalFolderUnwritable' })
  })
})
