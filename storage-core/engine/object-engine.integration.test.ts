import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createNodeFileSystem } from '../platform/node/node-file-system.ts'
import type { FileSystem } from '../platform/platform.ts'
import { bodyFor, seedOf } from './test-support/crash-plan.ts'
import { type DiskEngine, openDiskEngine } from './test-support/disk-engine.ts'
import { listAll, owner, putInput, readBody } from './test-support/engine-fixture.ts'

let dataFolder: string
let store: DiskEngine

beforeEach(async () => {
  dataFolder = await mkdtemp(path.join(os.tmpdir(), 'ossia-engine-'))
  store = await openDiskEngine(dataFolder)
  await store.engine.putBucket({ bucket: 'bucket', owner, region: 'cn-hangzhou' })
})
afterEach(async () => {
  await store.close()
  await rm(dataFolder, { recursive: true, force: true })
})

const reopen = async (changes: { readonly files?: FileSystem } = {}) => {
  await store.close()
  store = await openDiskEngine(dataFolder, changes)
}
const get = (key: string) => store.engine.getObject({ bucket: 'bucket', key, conditions: {}, rangeBehavior: 'standard' })
const large = 300_000

type Operation =
  | { readonly kind: 'put'; readonly key: string; readonly seed: number; readonly sizeBytes: number }
  | { readonly kind: 'copy'; readonly key: string; readonly source: string }
  | { readonly kind: 'delete'; readonly keys: readonly string[] }
  | { readonly kind: 'list'; readonly prefix: string; readonly delimiter: string; readonly maxKeys: number }
  | { readonly kind: 'tidy' | 'reopen' }

const key = fc.constantFrom('a', 'a/b', 'a/b/c', 'a/c', 'a\u0001', 'é', '\uFFFF', '😀', '😀/x', '..', '../a', 'a b+%#')
const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('put' as const), key, seed: fc.nat(1000), sizeBytes: fc.constantFrom(0, 5, 16_384, 16_385, 70_000) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('copy' as const), key, source: key }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), keys: fc.array(key, { minLength: 1, maxLength: 3 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('list' as const), prefix: fc.constantFrom('', 'a', 'a/', '😀'), delimiter: fc.constantFrom('', '/', '/b'), maxKeys: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('tidy' as const, 'reopen' as const) }) },
)

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

async function performBoth(model: Map<string, Buffer>, each: Operation): Promise<void> {
  switch (each.kind) {
    case 'put': {
      const body = bodyFor(each.seed, each.sizeBytes)
      await store.engine.putObject(putInput(each.key, body))
      model.set(each.key, body)
      return
    }
    case 'copy': {
      const source = model.get(each.source)
      const copying = store.engine.copyObject({
        bucket: 'bucket',
        key: each.key,
        source: { bucket: 'bucket', key: each.source },
        sourceConditions: {},
        acl: 'default',
        forbidOverwrite: false,
      })
      if (source === undefined) await expect(copying).rejects.toMatchObject({ code: 'NoSuchKey' })
      else {
        await copying
        model.set(each.key, source)
      }
      return
    }
    case 'delete':
      await store.engine.deleteMultipleObjects({ bucket: 'bucket', objects: each.keys.map((key) => ({ key })) })
      for (const gone of each.keys) model.delete(gone)
      return
    case 'list': {
      const folded = [...model.keys()]
        .filter((each_) => each_.startsWith(each.prefix))
        .map((name) => {
          const at = each.delimiter === '' ? -1 : name.indexOf(each.delimiter, each.prefix.length)
          return at < 0 ? name : name.slice(0, at + each.delimiter.length)
        })
      expect(await listAll(store.engine, each)).toEqual([...new Set(folded)].toSorted(byBytes))
      return
    }
    case 'tidy':
      await store.tidyUp()
      return
    case 'reopen':
      await reopen()
  }
}

describe('the engine on disk', () => {
  it('does what a map does, through overwrites, copies, sweeps and restarts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 25 }), async (operations) => {
        const model = new Map<string, Buffer>()
        await store.engine.deleteMultipleObjects({ bucket: 'bucket', objects: (await listAll(store.engine)).map((key) => ({ key })) })
        for (const each of operations) await performBoth(model, each)
        for (const [name, body] of model) {
          const read = await readBody((await get(name)).body)
          expect(read.equals(body), name).toBe(true)
        }
        expect(await listAll(store.engine)).toEqual([...model.keys()].toSorted(byBytes))
        const stat = await store.engine.getBucketStat({ bucket: 'bucket' })
        expect(stat.objectCount).toBe(model.size)
        expect(stat.storageBytes).toBe([...model.values()].reduce((sum, body) => sum + body.length, 0))
        expect((await store.check()).problems).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  it('shows readers one whole body or the other while an object is being overwritten', async () => {
    const sizes = [100, large, 16_384, large + 1]
    await store.engine.putObject(putInput('k', bodyFor(0, large)))
    const written = new AbortController()
    const write = async () => {
      try {
        for (let seed = 1; seed <= 120; seed++) await store.engine.putObject(putInput('k', bodyFor(seed, sizes[seed % 4] ?? 0)))
      } finally {
        written.abort()
      }
    }
    let reads = 0
    const seen = new Set<number>()
    const read = async () => {
      while (!written.signal.aborted) {
        // A small body is read without leaving the turn; give the writer its own.
        await setImmediate()
        const { head, body } = await get('k')
        const bytes = await readBody(body)
        const seed = seedOf(bytes)
        expect(seed, 'a mixture of two bodies').toBeDefined()
        expect(bytes.length).toBe(head.sizeBytes)
        seen.add(seed ?? -1)
        reads += 1
      }
    }
    await Promise.all([write(), read(), read(), read(), read()])
    expect(reads).toBeGreaterThan(50)
    expect(seen.size).toBeGreaterThan(5)
  })

  it('lets an open reader finish after its object is deleted and swept', async () => {
    await store.engine.putObject(putInput('k', bodyFor(7, large)))
    const { body } = await get('k')
    await store.engine.deleteObject({ bucket: 'bucket', key: 'k' })
    expect((await store.tidyUp()).swept).toBe(1)
    expect(seedOf(await readBody(body))).toBe(7)
    await expect(get('k')).rejects.toMatchObject({ code: 'NoSuchKey' })
  })

  it('answers an error instead of wrong bytes when a file is missing or short', async () => {
    await store.engine.putObject(putInput('k', bodyFor(7, large)))
    const { blobs } = store.deps
    for await (const blobId of blobs.blobIds()) await blobs.remove(blobId)
    await expect(get('k')).rejects.toMatchObject({ code: 'InternalError', status: 500 })
    expect((await store.check()).problems).toMatchObject([{ kind: 'missing-blob', subject: 'bucket/k' }])
  })

  it('fails a write while the disk is full, goes on reading, and writes again when there is room', async () => {
    const real = createNodeFileSystem()
    let isFull = false
    const refuse = () => Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }))
    const files: FileSystem = {
      ...real,
      async open(file, mode) {
        const handle = await real.open(file, mode)
        return { ...handle, write: (chunks, position) => (isFull ? refuse() : handle.write(chunks, position)), sync: () => (isFull ? refuse() : handle.sync()) }
      },
    }
    await reopen({ files })
    await store.engine.putObject(putInput('k', bodyFor(1, large)))
    isFull = true
    const failure: unknown = await store.engine.putObject(putInput('k', bodyFor(2, large))).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'InternalError', status: 500 })
    const codes: unknown[] = []
    for (let each = failure; each instanceof Error; each = each.cause) codes.push((each as NodeJS.ErrnoException).code)
    expect(codes).toContain('ENOSPC')
    expect(seedOf(await readBody((await get('k')).body))).toBe(1)
    isFull = false
    await store.engine.putObject(putInput('k', bodyFor(3, large)))
    expect(seedOf(await readBody((await get('k')).body))).toBe(3)
    await store.tidyUp()
    expect(await store.check()).toMatchObject({ problems: [], blobCount: 1 })
  })
})
