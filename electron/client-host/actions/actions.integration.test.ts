import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SizeReport } from '../../contract/measuring.ts'
import type { TransferBatch } from '../../contract/transfer-batches.ts'
import { startCrc64 } from '../crc64.ts'
import { RemoteError, toWire } from '../errors.ts'
import { abortFragments, listFragments } from '../fragments/fragments.ts'
import type { ResolvedSelection } from '../listing/selection.ts'
import { measureSelection } from '../measuring/measure-selection.ts'
import type { ListedObject, Provider } from '../providers/object-provider.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { faultyProvider, openBench, putText } from '../test-support/transfer-bench.ts'

configure({ useWebWorkers: false })

const bucket = 'actions'
let store: RealStore
beforeAll(async () => {
  store = await startRealStore()
  await store.provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
})
afterAll(() => store.close())

const under = (...prefixes: string[]): ResolvedSelection => ({ objects: [], prefixes })
const notAborted = (): AbortSignal => new AbortController().signal

describe('the size of what is chosen', () => {
  it('counts folders and single objects by class, and leaves out what is gone', async () => {
    await putText(store.provider, bucket, 'size/a.txt', 'four')
    await putText(store.provider, bucket, 'size/deep/b.txt', 'sixsix', { storageClass: 'IA' })
    await putText(store.provider, bucket, 'size-other.txt', 'no part of it')
    const objects = ['size/a.txt', 'size/gone.txt'].map((key) => ({ key, sizeBytes: undefined, lastModifiedMs: undefined }))
    const measure = (selection: ResolvedSelection): Promise<SizeReport> =>
      measureSelection({ provider: store.provider, bucket, selection, onProgress: () => undefined, now: Date.now, signal: notAborted() })
    expect(await measure(under('size/'))).toMatchObject({
      objects: 2,
      bytes: 10,
      classes: [
        { storageClass: 'IA', objects: 1, bytes: 6 },
        { storageClass: 'Standard', objects: 1, bytes: 4 },
      ],
      largest: [{ key: 'size/deep/b.txt', sizeBytes: 6 }, { key: 'size/a.txt', sizeBytes: 4 }],
    })
    expect(await measure({ objects, prefixes: [] })).toMatchObject({ objects: 1, bytes: 4 })
  })

  it('tells how far it is among 100,000 objects, and stops when it is told to', async () => {
    const page = (at: number): ListedObject[] => Array.from({ length: 1000 }, (_, one) => ({ key: `k${String(at * 1000 + one)}`, sizeBytes: 2, lastModifiedMs: 1, etag: '', storageClass: 'Standard', type: 'Normal' }))
    let pages = 0
    const provider: Provider = {
      ...store.provider,
      listPage: ({ token }) => {
        pages++
        const at = Number(token ?? 0)
        return Promise.resolve({ objects: page(at), commonPrefixes: [], ...(at === 99 ? {} : { nextToken: String(at + 1) }) })
      },
    }
    let clock = 0
    const told: number[] = []
    const measure = (signal: AbortSignal, onProgress: (report: SizeReport) => void): Promise<SizeReport> => measureSelection({ provider, bucket, selection: under(''), onProgress, now: () => (clock += 10), signal })
    expect(await measure(notAborted(), ({ objects }) => told.push(objects))).toMatchObject({ objects: 100_000, bytes: 200_000 })
    expect(told.length).toBeGreaterThan(2)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect(pages).toBe(100)

    const controller = new AbortController()
    await expect(measure(controller.signal, () => controller.abort())).rejects.toThrow()
    expect(pages).toBeLessThan(200)
  })
})

/** Names of an archive with their texts, or with those of some; another implementation reads it, and checks their CRC-32. */
async function readArchive(file: string, some?: readonly string[]): Promise<Map<string, string>> {
  const reader = new ZipReader(new Uint8ArrayReader(await readFile(file)), { checkSignature: true })
  const found = new Map<string, string>()
  for (const entry of await reader.getEntries()) found.set(entry.filename, entry.directory || some?.includes(entry.filename) === false ? '' : Buffer.from(await entry.getData(new Uint8ArrayWriter())).toString())
  return found
}

describe('a ZIP file of a folder', () => {
  const names = ['报告 1.txt', '../outside.txt', 'con', 'A.txt', 'a.txt', 'sub/dir/x.txt', 'empty/', 'back\\slash']

  it('holds everything verified under names that every system unpacks, and nothing else is left on the disk', async () => {
    for (const name of names) await putText(store.provider, bucket, `zip/${name}`, name.endsWith('/') ? '' : `text of ${name}`)
    const bench = await openBench(store.provider, await store.folder('state'))
    const folder = await store.folder('zips')
    const filePath = path.join(folder, 'photos.zip')
    await writeFile(filePath, 'the one before')
    const batch = await bench.finish(await bench.service.enqueueZip({ profileId: 'local', bucket, prefix: 'zip/', selection: under('zip/'), filePath }))
    expect(batch).toMatchObject({ kind: 'zip', state: 'done', archiveName: 'photos.zip', itemsTotal: names.length, itemsDone: names.length })
    expect(bench.itemsOf(batch).filter((item) => item.bytesTotal > 0).every((item) => item.verifiedBy === 'crc64')).toBe(true)
    expect(await readdir(folder)).toEqual(['photos.zip'])
    const found = await readArchive(filePath)
    expect([...found.values()].filter((text) => text !== '').toSorted()).toEqual(names.filter((name) => !name.endsWith('/')).map((name) => `text of ${name}`).toSorted())
    for (const name of found.keys()) expect(name).not.toMatch(/(?:^|\/)\.\.(?:\/|$)|\\|^\/|^con$/i)
    expect(new Set([...found.keys()].map((name) => name.toLowerCase())).size).toBe(names.length)
    expect(found.get('报告 1.txt')).toBe('text of 报告 1.txt')
    expect(found.has('empty/')).toBe(true)
    expect(await bench.service.downloadPath(batch.batchId)).toBe(filePath)
    await bench.service.close()
  })

  it('is packed of 1,000 objects although one cannot be read, says that it is incomplete, and is whole after a retry', async () => {
    const keys = Array.from({ length: 1000 }, (_, at) => `many/${String(at).padStart(4, '0')}.txt`)
    let isBroken = true
    let isFalsified = true
    // A thousand real objects would only show how long the disk takes to write them.
    const provider: Provider = {
      ...store.provider,
      listPage: () => Promise.resolve({ objects: keys.map((key) => ({ key, sizeBytes: key.length, lastModifiedMs: 1000, etag: '', storageClass: 'Standard', type: 'Normal' })), commonPrefixes: [] }),
      openObject: async ({ key }) => {
        if (isBroken && key.includes('0500')) throw new RemoteError({ code: 'AccessDenied', message: 'Not this one', status: 403, retryable: false })
        const crc = await startCrc64()
        crc.update(Buffer.from(key))
        const crc64 = crc.finish()
        const falsified = isFalsified && key.includes('0007')
        if (falsified) isFalsified = false
        const body = Readable.from([Buffer.from(falsified ? key.toUpperCase() : key)], { objectMode: false })
        return { body, versionId: undefined, sizeBytes: key.length, lastModifiedMs: 1000, etag: 'E', crc64 }
      },
    }
    const bench = await openBench(provider, await store.folder('state'))
    const folder = await store.folder('zips')
    const filePath = path.join(folder, 'many.zip')
    const selection = under('many/')
    const batch = await bench.finish(await bench.service.enqueueZip({ profileId: 'local', bucket, prefix: '', selection, filePath }))
    expect(batch).toMatchObject({ state: 'failed', itemsDone: 999, itemsFailed: 1 })
    expect(await readdir(folder)).toEqual(['many (incomplete).zip'])
    const incomplete = await readArchive(path.join(folder, 'many (incomplete).zip'), ['many/0007.txt'])
    expect([incomplete.size, incomplete.has('many/0500.txt'), incomplete.get('many/0007.txt')]).toEqual([999, false, 'many/0007.txt'])
    expect(await bench.service.downloadPath(batch.batchId)).toBe(folder)

    isBroken = false
    await bench.service.retry([batch.batchId])
    expect(await bench.finish(batch)).toMatchObject({ state: 'done', itemsDone: 1000, itemsFailed: 0 })
    expect((await readArchive(filePath, ['many/0500.txt'])).get('many/0500.txt')).toBe('many/0500.txt')
    await bench.service.close()
  })

  it('goes on in a large object whose connection was cut, and leaves nothing behind when it is cancelled', async () => {
    const large = Buffer.alloc(6 * 1024 * 1024, 'large ')
    await putText(store.provider, bucket, 'large/film.bin', large)
    const ranges: (string | undefined)[] = []
    let hold = false
    const faulty = await faultyProvider(store, ({ method, url = '', headers }) => {
      if (method !== 'GET' || !url.includes('film.bin')) return undefined
      ranges.push(headers.range)
      if (hold) return { kind: 'stallAnswer', afterBytes: 1024 * 1024 }
      return ranges.length === 1 ? { kind: 'cutAnswer', afterBytes: 2 * 1024 * 1024 } : undefined
    })
    const bench = await openBench(faulty.provider, await store.folder('state'))
    const folder = await store.folder('zips')
    const enqueue = (name: string): Promise<TransferBatch> => bench.service.enqueueZip({ profileId: 'local', bucket, prefix: 'large/', selection: under('large/'), filePath: path.join(folder, name) })
    expect(await bench.finish(await enqueue('film.zip'))).toMatchObject({ state: 'done' })
    expect(ranges[0]).toBeUndefined()
    expect(ranges[1]).toMatch(/^bytes=\d+-6291455$/)
    expect((await readArchive(path.join(folder, 'film.zip'))).get('film.bin')).toBe(large.toString())

    hold = true
    const begun = await enqueue('never.zip')
    await expect.poll(() => ranges.length).toBe(3)
    await bench.service.cancel([begun.batchId])
    expect(await bench.finish(begun)).toMatchObject({ state: 'cancelled', itemsDone: 0 })
    expect(await readdir(folder)).toEqual(['film.zip'])
    await bench.service.close()
    await faulty.close()
  })
})

describe('fragments', () => {
  it('are listed with their parts and sizes, page by page, and aborted but for those in use', async () => {
    const { provider } = store
    const begin = async (key: string, parts: readonly string[]): Promise<string> => {
      const { uploadId } = await provider.initiateMultipartUpload({ bucket, key, forbidOverwrite: false })
      for (const [at, text] of parts.entries()) {
        await provider.uploadPart({ bucket, key, uploadId, partNumber: at + 1, sizeBytes: text.length, body: () => Readable.from([Buffer.from(text)], { objectMode: false }) })
      }
      return uploadId
    }
    const one = await begin('parts/报告 +1.bin', ['12345', '678'])
    const two = await begin('parts/empty.bin', [])
    await begin('elsewhere.bin', ['1'])
    const place = { provider, bucket, inUse: new Set([two]), signal: notAborted() }
    const { fragments, next } = await listFragments(place, 'parts/', undefined)
    expect(next).toBeUndefined()
    expect(fragments).toMatchObject([
      { key: 'parts/empty.bin', uploadId: two, parts: 0, sizeBytes: 0, inUse: true, storageClass: 'Standard' },
      { key: 'parts/报告 +1.bin', uploadId: one, parts: 2, sizeBytes: 8, inUse: false },
    ])
    expect(Math.abs((fragments[0]?.initiatedMs ?? 0) - store.now())).toBeLessThan(60_000)
    const first = await provider.listMultipartUploads({ bucket, prefix: '', maxUploads: 2 })
    expect(first.uploads.map(({ key }) => key)).toEqual(['elsewhere.bin', 'parts/empty.bin'])
    expect((await provider.listMultipartUploads({ bucket, prefix: '', maxUploads: 2, marker: first.next })).uploads.map(({ key }) => key)).toEqual(['parts/报告 +1.bin'])

    const addresses = fragments.map(({ key, uploadId }) => ({ key, uploadId }))
    const options = { evenInUse: false, toWire: (error: unknown) => toWire(error, () => undefined) }
    expect(await abortFragments(place, addresses, options)).toEqual({ aborted: 1, failed: [] })
    expect((await listFragments(place, 'parts/', undefined)).fragments.map(({ uploadId }) => uploadId)).toEqual([two])
    expect(await abortFragments(place, addresses, { ...options, evenInUse: true })).toEqual({ aborted: 2, failed: [] })
    expect((await listFragments(place, 'parts/', undefined)).fragments).toEqual([])
  })
})
