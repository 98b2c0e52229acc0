import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createNodePlatform } from '../platform/node/node-platform.ts'
import type { BlobStore } from './blob-store.ts'
import { crc64 } from './content-hasher.ts'
import { openFileBlobStore } from './file-blob-store.ts'
import { allBlobIds, chunksOf, neverAborted, patternBytes, readAll, readBlob, stageBytes, storeBytes } from './test-support/bodies.ts'

const { files, random } = createNodePlatform()
const internalError = { code: 'InternalError' }
let directory = ''
let store: BlobStore

const openStore = () => openFileBlobStore({ files, random, directory })
const temporaryNames = () => readdir(path.join(directory, 'tmp'))
const blobPath = (id: string) => path.join(directory, 'blobs', id.slice(0, 2), id)
const idsOnDisk = () => allBlobIds(store)

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'ossia-blobs-'))
  store = await openStore()
})
afterEach(() => rm(directory, { recursive: true, force: true }))

describe('staging', () => {
  it.each([0, 1, 16 * 1024])('keeps a body of %i bytes in memory and touches no file', async (sizeBytes) => {
    const bytes = patternBytes(sizeBytes)
    const staged = await stageBytes(store, bytes, 1000)
    const { content } = staged
    expect(content.kind === 'inline' && Buffer.from(bytes).equals(content.bytes)).toBe(true)
    expect(staged.sizeBytes).toBe(sizeBytes)
    expect(await temporaryNames()).toEqual([])
    await staged.publish()
    await staged.release('committed')
    expect(await idsOnDisk()).toEqual([])
  })

  it.each([
    [16 * 1024 + 1, 7],
    [1024 * 1024, 64 * 1024],
    [9 * 1024 * 1024 + 17, 64 * 1024],
    [3_000_001, 3_000_001],
  ])('writes a body of %i bytes in chunks of %i to a file, with its digests', async (sizeBytes, chunkBytes) => {
    const bytes = patternBytes(sizeBytes)
    const staged = await stageBytes(store, bytes, chunkBytes)
    expect({ ...staged, md5: Buffer.from(staged.md5).toString('hex') }).toMatchObject({
      sizeBytes,
      md5: createHash('md5').update(bytes).digest('hex'),
      crc64: await crc64(bytes),
    })
    const { content } = staged
    if (content.kind !== 'file') throw new Error('expected a file')
    expect(await temporaryNames()).toEqual([content.blobId])
    expect(store.isInFlight(content.blobId)).toBe(true)
    await staged.publish()
    expect(await temporaryNames()).toEqual([])
    expect(store.isInFlight(content.blobId)).toBe(true)
    await staged.release('committed')
    expect(store.isInFlight(content.blobId)).toBe(false)
    expect(await idsOnDisk()).toEqual([content.blobId])
    expect((await readBlob(store, content.blobId, sizeBytes)).equals(bytes)).toBe(true)
  })

  it('leaves nothing when a stage is abandoned, before or after publishing, however often it is released', async () => {
    for (const publish of [false, true]) {
      const staged = await stageBytes(store, patternBytes(20_000))
      if (publish) await staged.publish()
      await staged.release('abandoned')
      await staged.release('abandoned')
    }
    expect(await temporaryNames()).toEqual([])
    expect(await idsOnDisk()).toEqual([])
  })

  it('refuses a body that is announced or turns out too long, and stops reading it', async () => {
    const options = { signal: neverAborted, maxSizeBytes: 50_000 }
    let taken = 0
    let left = false
    async function* endless() {
      try {
        for (;;) {
          taken += 10_000
          yield new Uint8Array(10_000)
        }
      } finally {
        left = true
      }
    }
    await expect(store.stage(endless(), options)).rejects.toMatchObject({ code: 'EntityTooLarge' })
    await setImmediate()
    expect({ taken, left }).toEqual({ taken: 60_000, left: true })
    await expect(store.stage(endless(), { ...options, expectedSizeBytes: 50_001 })).rejects.toMatchObject({ code: 'EntityTooLarge' })
    expect(await temporaryNames()).toEqual([])
  })

  it('stops with the signal’s reason while the sender is silent and removes its file', async () => {
    const controller = new AbortController()
    const reason = new Error('the client went away')
    async function* stalling() {
      yield patternBytes(40_000)
      setTimeout(() => controller.abort(reason), 5)
      await new Promise(() => undefined)
    }
    await expect(store.stage(stalling(), { signal: controller.signal, maxSizeBytes: 1e9 })).rejects.toBe(reason)
    expect(await temporaryNames()).toEqual([])
    await expect(store.stage(stalling(), { signal: controller.signal, maxSizeBytes: 1e9 })).rejects.toBe(reason)
  })

  it('passes the failure of a body through unchanged and removes its file', async () => {
    const reason = new Error('socket hang up')
    async function* broken() {
      yield patternBytes(2_000_000)
      throw reason
    }
    await expect(store.stage(broken(), { signal: neverAborted, maxSizeBytes: 1e9 })).rejects.toBe(reason)
    expect(await temporaryNames()).toEqual([])
  })

  it('keeps bodies apart that arrive together', async () => {
    const bodies = Array.from({ length: 24 }, (_, i) => patternBytes(15_000 + i * 40_000, i + 1))
    const staged = await Promise.all(bodies.map((bytes, i) => stageBytes(store, bytes, 500 + i * 3000)))
    await Promise.all(staged.map((blob) => blob.publish()))
    for (const [i, blob] of staged.entries()) {
      const { content } = blob
      const bytes = content.kind === 'inline' ? content.bytes : await readBlob(store, content.blobId, blob.sizeBytes)
      expect(Buffer.from(bytes).equals(bodies[i]!)).toBe(true)
      await blob.release('committed')
    }
    expect(await temporaryNames()).toEqual([])
  })

  it('rejects a commit without a publish, which would be an object without its bytes', async () => {
    const staged = await stageBytes(store, patternBytes(20_000))
    await expect(staged.release('committed')).rejects.toThrow('has not been published')
    await staged.release('abandoned')
    expect(await temporaryNames()).toEqual([])
  })
})

describe('reading', () => {
  const sizeBytes = 1_400_000
  const bytes = patternBytes(sizeBytes)

  it.each([
    [0, 0],
    [0, 262_143],
    [0, 262_144],
    [5, 524_292],
    [262_143, 786_433],
    [1_399_999, 1_399_999],
    [0, 1_399_999],
  ])('answers bytes %i to %i exactly', async (start, end) => {
    const reader = await store.open(await storeBytes(store, bytes), sizeBytes)
    expect((await readAll(reader, start, end)).equals(bytes.subarray(start, end + 1))).toBe(true)
    await reader.close()
    await reader.close()
  })

  it('serves many readers with slow sinks at once without mixing their bytes', async () => {
    const ids = await Promise.all([1, 2, 3].map((seed) => storeBytes(store, patternBytes(700_000, seed))))
    const copies = Array.from({ length: 12 }, async (_, i) => {
      const reader = await store.open(ids[i % 3]!, 700_000)
      const got: Buffer[] = []
      const write = async (chunk: Uint8Array) => {
        await setImmediate()
        got.push(Buffer.from(chunk))
      }
      await reader.copyTo({ write }, { start: 0, end: 699_999 }, neverAborted)
      await reader.close()
      return Buffer.concat(got).equals(patternBytes(700_000, (i % 3) + 1))
    })
    expect(await Promise.all(copies)).toEqual(copies.map(() => true))
  })

  it('stops with the signal’s reason while the sink is stuck, and passes a sink’s failure on', async () => {
    const reader = await store.open(await storeBytes(store, bytes), sizeBytes)
    const whole = { start: 0, end: sizeBytes - 1 }
    const controller = new AbortController()
    const reason = new Error('enough')
    const stuck = () => {
      setTimeout(() => controller.abort(reason), 5)
      return new Promise<void>(() => undefined)
    }
    await expect(reader.copyTo({ write: stuck }, whole, controller.signal)).rejects.toBe(reason)
    const failing = { write: () => Promise.reject(reason) }
    await expect(reader.copyTo(failing, whole, neverAborted)).rejects.toBe(reason)
    await reader.close()
  })

  it('stays readable after the blob is removed, which may happen twice', async () => {
    const id = await storeBytes(store, bytes)
    const reader = await store.open(id, sizeBytes)
    await store.remove(id)
    await store.remove(id)
    expect((await readAll(reader)).equals(bytes)).toBe(true)
    await reader.close()
    await expect(store.open(id, sizeBytes)).rejects.toMatchObject(internalError)
  })

  it('answers InternalError, never other bytes, for a file that is missing, cut short or grown', async () => {
    const id = await storeBytes(store, bytes)
    const reader = await store.open(id, sizeBytes)
    await truncate(blobPath(id), 300_000)
    await expect(readAll(reader)).rejects.toMatchObject(internalError)
    await reader.close()
    await expect(store.open(id, sizeBytes)).rejects.toMatchObject(internalError)
    await expect(store.open(id, 299_999)).rejects.toMatchObject(internalError)
    await expect(store.open('0'.repeat(32), 1)).rejects.toMatchObject(internalError)
  })

  it.each(['../../etc/passwd', '', 'A'.repeat(32), '0'.repeat(31)])('refuses %j as a blob id', async (id) => {
    await expect(store.open(id, 1)).rejects.toMatchObject(internalError)
    await expect(store.remove(id)).rejects.toMatchObject(internalError)
  })
})

describe('opening', () => {
  it('removes what an earlier process left behind and keeps what it published', async () => {
    const id = await storeBytes(store, patternBytes(30_000))
    await writeFile(path.join(directory, 'tmp', 'f'.repeat(32)), 'half a body')
    store = await openStore()
    expect(await temporaryNames()).toEqual([])
    expect(await idsOnDisk()).toEqual([id])
    expect(await readBlob(store, id, 30_000)).toHaveLength(30_000)
  })

  it('leaves what is not its own alone', async () => {
    await mkdir(path.join(directory, 'tmp', 'notes'))
    await writeFile(path.join(directory, 'tmp', 'notes.txt'), 'x')
    store = await openStore()
    expect((await temporaryNames()).toSorted()).toEqual(['notes', 'notes.txt'])
  })

  it('lists nothing that is not a blob', async () => {
    await mkdir(path.join(directory, 'blobs', 'zz'))
    await mkdir(path.join(directory, 'blobs', 'ab'))
    for (const name of ['ab/notes.txt', `ab/${'0'.repeat(32)}`, `zz/${'a'.repeat(32)}`, 'lost+found']) {
      await writeFile(path.join(directory, 'blobs', name), 'x')
    }
    expect(await idsOnDisk()).toEqual([])
  })

  it('says why it cannot open', async () => {
    await writeFile(path.join(directory, 'file'), 'x')
    const opening = openFileBlobStore({ files, random, directory: path.join(directory, 'file') })
    await expect(opening).rejects.toMatchObject({ ...internalError, cause: { cause: { code: 'ENOTDIR' } } })
  })

  it('reads one body with several file writes in order when chunks are large', async () => {
    const bytes = patternBytes(5_000_000)
    const staged = await store.stage(chunksOf(bytes, 1_500_000), { signal: neverAborted, maxSizeBytes: 1e9, expectedSizeBytes: 5_000_000 })
    await staged.publish()
    await staged.release('committed')
    const { content } = staged
    expect(content.kind === 'file' && (await readBlob(store, content.blobId, 5_000_000)).equals(bytes)).toBe(true)
  })
})
