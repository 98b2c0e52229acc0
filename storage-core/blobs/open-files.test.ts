import { describe, expect, it } from 'vitest'
import { seededRandom } from '../platform/test-support/seeded-random.ts'
import { createSimFileSystem, type SimFileSystem, type SimFileSystemOptions } from '../platform/test-support/sim-file-system.ts'
import { openFileBlobStore, type FileBlobStore } from './file-blob-store.ts'
import { patternBytes, readAll, readBlob, storeBytes } from './test-support/bodies.ts'

const sizeBytes = 300
const bytesOf = (n: number) => patternBytes(sizeBytes, n + 1)

interface Rig {
  readonly files: SimFileSystem
  readonly store: FileBlobStore
  readonly ids: readonly string[]
  /** Calls of that name since the blobs were stored. */
  readonly count: (call: 'open' | 'size' | 'close' | 'read') => number
}

/** Blobs on a simulated disk, in a store that keeps so many files open. */
async function rigWith(blobs: number, idleFilesMax: number, fault?: SimFileSystemOptions): Promise<Rig> {
  const disk = createSimFileSystem()
  await disk.makeDirectory('/data')
  const options = { random: seededRandom(3), directory: '/data', inlineLimitBytes: 8 }
  const filler = await openFileBlobStore({ ...options, files: disk })
  const ids: string[] = []
  for (let n = 0; n < blobs; n++) ids.push(await storeBytes(filler, bytesOf(n)))
  await disk.syncDirectory('/')
  const files = disk.crash(1, fault)
  const store = await openFileBlobStore({ ...options, files, idleFilesMax })
  const before = files.callCount
  return { files, store, ids, count: (call) => files.calls.slice(before).filter((name) => name === call).length }
}

describe('files that stay open for the next reader', () => {
  it('are opened and examined once, however often and by however many they are read', async () => {
    const { store, ids, files, count } = await rigWith(1, 4)
    const [id = ''] = ids
    for (let round = 0; round < 3; round++) {
      const readers = await Promise.all(Array.from({ length: 5 }, () => readBlob(store, id, sizeBytes)))
      expect(readers.every((bytes) => bytes.equals(bytesOf(0)))).toBe(true)
    }
    expect([count('open'), count('size'), count('close'), files.openFileCount]).toEqual([1, 1, 0, 1])
    await store.close()
    expect(files.openFileCount).toBe(0)
  })

  it('are no more than asked for, and the one read least recently goes first', async () => {
    const { store, ids, files, count } = await rigWith(4, 2)
    const [a = '', b = '', c = ''] = ids
    for (const id of [a, b, a, c]) await readBlob(store, id, sizeBytes)
    expect(files.openFileCount).toBe(2)
    const opened = count('open')
    await readBlob(store, a, sizeBytes)
    await readBlob(store, c, sizeBytes)
    expect(count('open')).toBe(opened)
    await readBlob(store, b, sizeBytes)
    expect(count('open')).toBe(opened + 1)
  })

  it('are never closed under a reader, also when far more are being read than may stay open', async () => {
    const { store, ids, files } = await rigWith(12, 2)
    const readers = await Promise.all(ids.map((id) => store.open(id, sizeBytes)))
    await store.close()
    for (const [n, reader] of readers.entries()) {
      expect((await readAll(reader)).equals(bytesOf(n))).toBe(true)
      await reader.close()
      await reader.close()
    }
    expect(files.openFileCount).toBe(0)
  })

  it('are let go when their blob is removed: whoever reads goes on, nobody else finds it', async () => {
    const { store, ids, files } = await rigWith(2, 4)
    const [idle = '', read = ''] = ids
    await readBlob(store, idle, sizeBytes)
    const reader = await store.open(read, sizeBytes)
    await store.remove(idle)
    await store.remove(read)
    for (const id of ids) await expect(store.open(id, sizeBytes)).rejects.toMatchObject({ code: 'InternalError' })
    expect((await readAll(reader)).equals(bytesOf(1))).toBe(true)
    expect(files.openFileCount).toBe(1)
    await reader.close()
    expect(files.openFileCount).toBe(0)
  })

  it('are compared with the size that each reader expects', async () => {
    const { store, ids, files } = await rigWith(1, 4)
    const [id = ''] = ids
    await readBlob(store, id, sizeBytes)
    await expect(store.open(id, sizeBytes + 1)).rejects.toMatchObject({ code: 'InternalError' })
    await readBlob(store, id, sizeBytes)
    await store.close()
    expect(files.openFileCount).toBe(0)
  })

  it('leak nothing and are opened again when an open, an examination, a read or a close fails', async () => {
    const work = async ({ store, ids }: Rig): Promise<unknown[]> => {
      const failures: unknown[] = []
      const attempt = (step: Promise<unknown>) => step.catch((error: unknown) => failures.push(error))
      for (const id of [...ids, ...ids]) await Promise.all([1, 2].map(() => attempt(readBlob(store, id, sizeBytes))))
      await attempt(store.remove(ids[0] ?? ''))
      return failures
    }
    const plain = await rigWith(4, 2)
    const opening = plain.files.callCount
    expect(await work(plain)).toEqual([])
    let failed = 0
    for (let callNumber = opening + 1; callNumber <= plain.files.callCount; callNumber++) {
      const rig = await rigWith(4, 2, { fault: { kind: 'EIO', lasting: 'once', callNumber } })
      const failures = await work(rig)
      failed += failures.length
      for (const failure of failures) expect(failure).toMatchObject({ code: 'InternalError' })
      rig.files.clearFault()
      for (const [n, id] of rig.ids.entries()) if (n > 0) expect((await readBlob(rig.store, id, sizeBytes)).equals(bytesOf(n))).toBe(true)
      await rig.store.close()
      expect(rig.files.openFileCount, `descriptors open after a fault at call ${callNumber}`).toBe(0)
    }
    expect(failed).toBeGreaterThan(8)
  })
})

describe('a preload', () => {
  const whole = { start: 0, end: sizeBytes - 1 }

  it('has read the first bytes before they are asked for, and the copy reads them no second time', async () => {
    const { store, ids, count } = await rigWith(1, 0)
    const reader = await store.open(ids[0] ?? '', sizeBytes)
    reader.preload(whole)
    reader.preload(whole)
    expect((await readAll(reader)).equals(bytesOf(0))).toBe(true)
    expect(count('read')).toBe(1)
    expect((await readAll(reader, 10, 20)).equals(bytesOf(0).subarray(10, 21))).toBe(true)
    await reader.close()
  })

  it('of other bytes than are then copied changes nothing', async () => {
    const { store, ids, files } = await rigWith(1, 0)
    const reader = await store.open(ids[0] ?? '', sizeBytes)
    reader.preload(whole)
    expect((await readAll(reader, 0, 20)).equals(bytesOf(0).subarray(0, 21))).toBe(true)
    reader.preload({ start: 5, end: sizeBytes })
    expect((await readAll(reader, 5, 50)).equals(bytesOf(0).subarray(5, 51))).toBe(true)
    await reader.close()
    expect(files.openFileCount).toBe(0)
  })

  it('that fails is told to whoever copies, and to nobody when nobody does', async () => {
    const { files } = await rigWith(1, 0)
    for (const copies of [true, false]) {
      const rig = await rigWith(1, 0, { fault: { kind: 'EIO', lasting: 'once', callNumber: files.callCount + 3 } })
      const reader = await rig.store.open(rig.ids[0] ?? '', sizeBytes)
      reader.preload(whole)
      if (copies) await expect(readAll(reader)).rejects.toMatchObject({ code: 'InternalError' })
      await reader.close()
      expect(rig.count('read')).toBe(1)
      expect(rig.files.openFileCount).toBe(0)
    }
  })

  it('is waited for before the file is closed', async () => {
    const { store, ids, files } = await rigWith(1, 0)
    const reader = await store.open(ids[0] ?? '', sizeBytes)
    reader.preload(whole)
    await reader.close()
    expect(files.calls.slice(-2)).toEqual(['read', 'close'])
    reader.preload(whole)
    expect(files.openFileCount).toBe(0)
    const aborted = await store.open(ids[0] ?? '', sizeBytes)
    const controller = new AbortController()
    const copying = aborted.copyTo({ write: () => Promise.resolve() }, whole, controller.signal)
    controller.abort(new Error('enough'))
    await expect(copying).rejects.toThrow('enough')
    await aborted.close()
    expect(files.calls.slice(-2)).toEqual(['read', 'close'])
  })
})
