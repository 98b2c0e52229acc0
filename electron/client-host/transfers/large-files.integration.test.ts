import { randomBytes } from 'node:crypto'
import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createListingRegistry } from '../listing/listing-registry.ts'
import { resolveSelection, type ResolvedSelection } from '../listing/selection.ts'
import type { Fault } from '../test-support/faulty-proxy.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { smallSizes } from '../test-support/small-sizes.ts'
import { faultyProvider, getBytes, keysOf, openBench, putText, type TransferBench } from '../test-support/transfer-bench.ts'

let store: RealStore
let serial = 0
let bucket = ''
beforeAll(async () => {
  store = await startRealStore()
})
afterAll(() => store.close())
beforeEach(async () => {
  bucket = `large-${String(++serial)}`
  await store.provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
})
const place = { profileId: 'local', prefix: '' }
const named = (...keys: string[]): ResolvedSelection => resolveSelection(createListingRegistry(), { profileId: 'local', bucket }, { kind: 'names', keys, prefixes: [] })
const partNumberOf = (url: string | undefined): string | undefined => /partNumber=(\d+)/.exec(url ?? '')?.[1]
const fragments = async (): Promise<number> => (await store.provider.getBucketStat(bucket)).multipartUploadCount

/** A bench behind faults, which end with the test. */
async function behind(faultFor: Parameters<typeof faultyProvider>[1], options: Parameters<typeof faultyProvider>[2] = {}): Promise<{ readonly bench: TransferBench; readonly requests: () => readonly { readonly method: string; readonly url: string }[]; readonly close: () => Promise<void> }> {
  const faulty = await faultyProvider(store, faultFor, options)
  const bench = await openBench(faulty.provider, await store.folder('state'), undefined, smallSizes)
  return {
    bench,
    requests: () => faulty.proxy.requests,
    close: async () => {
      await bench.service.close()
      await faulty.close()
    },
  }
}
async function sourceFile(content: Buffer): Promise<string> {
  const file = path.join(await store.folder('source'), 'large.bin')
  await writeFile(file, content)
  return file
}

describe('a large upload', () => {
  it('travels in parts, each verified, and is one verified object at the end', async () => {
    const { bench, requests, close } = await behind(() => undefined)
    const content = randomBytes(1_000_001)
    const batch = await bench.finish(await bench.service.enqueueUpload({ ...place, bucket, paths: [await sourceFile(content)], conflict: 'overwrite' }))
    expect(batch).toMatchObject({ state: 'done', bytesDone: 1_000_001, bytesTotal: 1_000_001 })
    expect(bench.itemsOf(batch)[0]).toMatchObject({ verified: true, attempts: 1 })
    expect(requests().map((one) => partNumberOf(one.url)).filter((number) => number !== undefined).toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 10 }, (_, index) => String(index + 1)))
    expect((await getBytes(store.provider, bucket, 'large.bin')).equals(content)).toBe(true)
    expect((await store.provider.headObject({ bucket, key: 'large.bin' })).type).toBe('Multipart')
    expect(await fragments()).toBe(0)
    await close()
  })

  it.each<readonly [string, Fault]>([
    ['answers 503', { kind: 'unavailable' }],
    ['loses the connection in a part', { kind: 'cutRequest', afterBytes: 20_000 }],
    ['loses an answer', { kind: 'loseAnswer' }],
    ['tells another checksum', { kind: 'wrongChecksum' }],
  ])('sends only that part again when the service %s', async (_, fault) => {
    let met = 0
    const { bench, requests, close } = await behind((request) => (partNumberOf(request.url) === '3' && ++met === 1 ? fault : undefined))
    const content = randomBytes(600_000)
    const batch = await bench.finish(await bench.service.enqueueUpload({ ...place, bucket, paths: [await sourceFile(content)], conflict: 'overwrite' }))
    expect(bench.itemsOf(batch)[0]).toMatchObject({ state: 'done', verified: true, attempts: 2 })
    expect(requests().filter((one) => partNumberOf(one.url) !== undefined)).toHaveLength(7)
    expect((await getBytes(store.provider, bucket, 'large.bin')).equals(content)).toBe(true)
    await close()
  })

  it('knows its own object after the answer to the completion was lost, also when it must not replace any', async () => {
    let met = 0
    const { bench, close } = await behind((request) => (request.method === 'POST' && (request.url ?? '').includes('uploadId') && ++met === 1 ? { kind: 'loseAnswer' } : undefined))
    const content = randomBytes(300_000)
    const batch = await bench.finish(await bench.service.enqueueUpload({ ...place, bucket, paths: [await sourceFile(content)], conflict: 'keepBoth' }))
    expect(bench.itemsOf(batch)[0]).toMatchObject({ state: 'done', verified: true, key: 'large.bin' })
    expect(await keysOf(store.provider, bucket)).toEqual(['large.bin'])
    await close()
  })

  it('fails with the cause of the part, keeps the others and sends only what is missing on retry', async () => {
    let broken = true
    const { bench, requests, close } = await behind((request) => (broken && partNumberOf(request.url) === '5' ? { kind: 'unavailable' } : undefined))
    const content = randomBytes(500_000)
    const batch = await bench.finish(await bench.service.enqueueUpload({ ...place, bucket, paths: [await sourceFile(content)], conflict: 'overwrite' }))
    expect(bench.itemsOf(batch)[0]).toMatchObject({ state: 'failed', error: { code: 'ServiceUnavailable', requestId: '5C3D9175B6FC201293AD4890' } })
    const sent = requests().length
    broken = false
    await bench.service.retry([batch.batchId])
    expect(await bench.finish(batch)).toMatchObject({ state: 'done' })
    expect(requests().slice(sent).map((one) => partNumberOf(one.url) ?? one.method)).toEqual(['5', 'POST'])
    expect((await getBytes(store.provider, bucket, 'large.bin')).equals(content)).toBe(true)
    await close()
  })

  it('asks when the file is another one than the interrupted upload began with, and never mixes the two', async () => {
    let broken = true
    const { bench, close } = await behind((request) => (broken && partNumberOf(request.url) === '5' ? { kind: 'unavailable' } : undefined))
    const file = await sourceFile(randomBytes(500_000))
    const batch = await bench.finish(await bench.service.enqueueUpload({ ...place, bucket, paths: [file], conflict: 'overwrite' }))
    expect(await fragments()).toBe(1)
    const content = randomBytes(500_000)
    await writeFile(`${file}.new`, content)
    await rename(`${file}.new`, file)
    broken = false
    await bench.service.retry([batch.batchId])
    expect(await bench.finish(batch)).toMatchObject({ state: 'failed' })
    expect(bench.itemsOf(batch)[0]?.error?.code).toBe('SourceFileChanged')
    expect(await keysOf(store.provider, bucket)).toEqual([])
    expect(await fragments()).toBe(0)
    await bench.service.retry([batch.batchId])
    expect(await bench.finish(batch)).toMatchObject({ state: 'done' })
    expect((await getBytes(store.provider, bucket, 'large.bin')).equals(content)).toBe(true)
    await close()
  })

  it('leaves no parts behind when it is cancelled or cleared away', async () => {
    const { bench, close } = await behind((request) => (partNumberOf(request.url) === '4' ? { kind: 'holdAnswer' } : undefined))
    const cancelled = await bench.service.enqueueUpload({ ...place, bucket, paths: [await sourceFile(randomBytes(400_000))], conflict: 'overwrite' })
    await expect.poll(() => bench.itemsOf(cancelled)[0]?.bytesDone).toBe(400_000)
    expect(await fragments()).toBe(1)
    await bench.service.cancel([cancelled.batchId])
    expect(await fragments()).toBe(0)
    await close()
    const broken = await behind((request) => (partNumberOf(request.url) === '2' ? { kind: 'unavailable' } : undefined))
    const failed = await broken.bench.finish(await broken.bench.service.enqueueUpload({ ...place, bucket, paths: [await sourceFile(randomBytes(400_000))], conflict: 'overwrite' }))
    expect(await fragments()).toBe(1)
    await broken.bench.service.clear([failed.batchId])
    expect(await fragments()).toBe(0)
    await broken.close()
  })

  it('starts over when the service has given up the parts meanwhile', async () => {
    let broken = true
    let uploadId = ''
    const { bench, close } = await behind((request) => {
      uploadId = /uploadId=([0-9A-Za-z]+)/.exec(request.url ?? '')?.[1] ?? uploadId
      return broken && partNumberOf(request.url) === '3' ? { kind: 'unavailable' } : undefined
    })
    const content = randomBytes(300_000)
    const batch = await bench.finish(await bench.service.enqueueUpload({ ...place, bucket, paths: [await sourceFile(content)], conflict: 'overwrite' }))
    await store.provider.abortMultipartUpload({ bucket, key: 'large.bin', uploadId })
    broken = false
    await bench.service.retry([batch.batchId])
    expect(await bench.finish(batch)).toMatchObject({ state: 'done' })
    expect((await getBytes(store.provider, bucket, 'large.bin')).equals(content)).toBe(true)
    await close()
  })
})

describe('a large download', () => {
  const rangeOf = (url: string, headers: Record<string, unknown>): string => `${url} ${String(headers['range'])}`

  it('fetches ranges side by side into one file, verified as a whole', async () => {
    const content = randomBytes(1_000_001)
    await putText(store.provider, bucket, 'large.bin', content)
    const ranges: string[] = []
    const { bench, close } = await behind((request) => {
      if (request.method === 'GET') ranges.push(rangeOf('', request.headers))
      return undefined
    })
    const folder = await store.folder('target')
    const batch = await bench.finish(await bench.service.enqueueDownload({ ...place, bucket, selection: await sized('large.bin'), folderPath: folder, conflict: 'overwrite' }))
    expect(batch).toMatchObject({ state: 'done', bytesDone: 1_000_001 })
    expect(bench.itemsOf(batch)[0]).toMatchObject({ verified: true, attempts: 1 })
    expect(new Set(ranges.filter((range) => range.includes('bytes=')))).toHaveProperty('size', 10)
    expect((await readFile(path.join(folder, 'large.bin'))).equals(content)).toBe(true)
    expect(await readdir(folder)).toEqual(['large.bin'])
    await close()
  })

  it.each<readonly [string, Fault]>([
    ['is cut', { kind: 'cutAnswer', afterBytes: 20_000 }],
    ['is refused with 503', { kind: 'unavailable' }],
    ['stands still', { kind: 'stallAnswer', afterBytes: 20_000 }],
  ])('fetches only that range again when one %s', async (_, fault) => {
    const content = randomBytes(600_000)
    await putText(store.provider, bucket, 'large.bin', content)
    let met = 0
    const { bench, close } = await behind((request) => (request.headers.range?.startsWith('bytes=204800-') === true && ++met === 1 ? fault : undefined), { givesUpStandstills: true })
    const folder = await store.folder('target')
    const batch = await bench.finish(await bench.service.enqueueDownload({ ...place, bucket, selection: await sized('large.bin'), folderPath: folder, conflict: 'overwrite' }))
    expect(bench.itemsOf(batch)[0]).toMatchObject({ state: 'done', verified: true, attempts: 2 })
    expect(met).toBe(2)
    expect((await readFile(path.join(folder, 'large.bin'))).equals(content)).toBe(true)
    await close()
  })

  it('never accepts a falsified range, and gets the file right in the end', async () => {
    const content = randomBytes(400_000)
    await putText(store.provider, bucket, 'large.bin', content)
    let met = 0
    const { bench, close } = await behind((request) => (request.method === 'GET' && request.headers.range !== undefined && ++met === 2 ? { kind: 'flipByte' } : undefined))
    const folder = await store.folder('target')
    const batch = await bench.finish(await bench.service.enqueueDownload({ ...place, bucket, selection: await sized('large.bin'), folderPath: folder, conflict: 'overwrite' }))
    expect(bench.itemsOf(batch)[0]).toMatchObject({ state: 'done', verified: true, attempts: 2 })
    expect((await readFile(path.join(folder, 'large.bin'))).equals(content)).toBe(true)
    await close()
  })

  it('goes on where it stopped, reading again what is on disk, and fetches damaged ranges anew', async () => {
    const content = randomBytes(600_000)
    await putText(store.provider, bucket, 'large.bin', content)
    let broken = true
    const ranges: string[] = []
    const { bench, close } = await behind((request) => {
      if (request.headers.range !== undefined) ranges.push(request.headers.range)
      return broken && request.headers.range?.startsWith('bytes=512000-') === true ? { kind: 'unavailable' } : undefined
    })
    const folder = await store.folder('target')
    const batch = await bench.finish(await bench.service.enqueueDownload({ ...place, bucket, selection: await sized('large.bin'), folderPath: folder, conflict: 'overwrite' }))
    expect(bench.itemsOf(batch)[0]).toMatchObject({ state: 'failed', error: { code: 'ServiceUnavailable' } })
    const [part] = await readdir(folder)
    const partFile = path.join(folder, part ?? '')
    const onDisk = await readFile(partFile)
    onDisk[250_000] = (onDisk[250_000] ?? 0) ^ 1
    await writeFile(partFile, onDisk)
    broken = false
    ranges.length = 0
    await bench.service.retry([batch.batchId])
    expect(await bench.finish(batch)).toMatchObject({ state: 'done' })
    expect(ranges.toSorted()).toEqual(['bytes=204800-307199', 'bytes=512000-599999'])
    expect((await readFile(path.join(folder, 'large.bin'))).equals(content)).toBe(true)
    await close()
  })

  it('asks when the object is another one than the interrupted download began with', async () => {
    await putText(store.provider, bucket, 'large.bin', randomBytes(400_000))
    let broken = true
    const { bench, close } = await behind((request) => (broken && request.headers.range?.startsWith('bytes=307200-') === true ? { kind: 'unavailable' } : undefined))
    const folder = await store.folder('target')
    const batch = await bench.finish(await bench.service.enqueueDownload({ ...place, bucket, selection: await sized('large.bin'), folderPath: folder, conflict: 'overwrite' }))
    const content = randomBytes(400_000)
    await putText(store.provider, bucket, 'large.bin', content)
    broken = false
    await bench.service.retry([batch.batchId])
    await bench.finish(batch)
    expect(bench.itemsOf(batch)[0]).toMatchObject({ state: 'failed', error: { code: 'SourceObjectChanged' } })
    expect(await readdir(folder)).toEqual([])
    await bench.service.retry([batch.batchId])
    expect(await bench.finish(batch)).toMatchObject({ state: 'done' })
    expect((await readFile(path.join(folder, 'large.bin'))).equals(content)).toBe(true)
    await close()
  })

  it('stops when the object is replaced while its ranges arrive', async () => {
    await putText(store.provider, bucket, 'large.bin', randomBytes(1_000_000))
    let replaced: Promise<void> | undefined
    const { bench, close } = await behind((request) => {
      if (request.headers.range?.startsWith('bytes=819200-') !== true) return undefined
      // The first try of this range is refused; until the next one the object is another.
      if (replaced !== undefined) return undefined
      replaced = putText(store.provider, bucket, 'large.bin', randomBytes(1_000_000))
      return { kind: 'unavailable' }
    })
    const folder = await store.folder('target')
    const batch = await bench.service.enqueueDownload({ ...place, bucket, selection: await sized('large.bin'), folderPath: folder, conflict: 'overwrite' })
    await bench.finish(batch)
    await replaced
    // Whether the new object was there in time for any range is up to the moment; a mixture is not.
    const [item] = bench.itemsOf(batch)
    if (item?.state === 'failed') {
      expect(item.error?.code).toBe('SourceObjectChanged')
      expect(await readdir(folder)).toEqual([])
    } else expect(item).toMatchObject({ state: 'done', verified: true })
    await close()
  })

  /** Sizes come from a listing, as in the window. */
  async function sized(key: string): Promise<ResolvedSelection> {
    const { objects } = await store.provider.listPage({ bucket, prefix: key, delimiter: '' })
    return { ...named(), objects: objects.map(({ key: one, sizeBytes, lastModifiedMs }) => ({ key: one, sizeBytes, lastModifiedMs })) }
  }
})
