import { describe, expect, it } from 'vitest'
import { isOssError } from '../model/oss-error.ts'
import { createSimFileSystem, type SimCall, type SimFault, type SimFileSystem } from '../platform/test-support/sim-file-system.ts'
import { openSimStore } from './test-support/blob-protocol.ts'
import { allBlobIds, chunksOf, neverAborted, patternBytes, readBlob } from './test-support/bodies.ts'
import type { BlobStore } from './blob-store.ts'

const directory = '/data/store'
const first = patternBytes(300, 1)
const second = patternBytes(130, 2)

async function mountedSystem(fault?: Omit<SimFault, 'callNumber'>, callNumber = 0): Promise<SimFileSystem> {
  const empty = createSimFileSystem()
  await empty.makeDirectory(directory)
  await empty.syncDirectory('/')
  await empty.syncDirectory('/data')
  return empty.crash(1, fault === undefined ? {} : { fault: { ...fault, callNumber } })
}

async function put(store: BlobStore, bytes: Uint8Array, publish = true): Promise<string | undefined> {
  const staged = await store.stage(chunksOf(bytes, 60), { signal: neverAborted, maxSizeBytes: 1e6 })
  let outcome: 'committed' | 'abandoned' = 'abandoned'
  try {
    if (publish) {
      await staged.publish()
      outcome = 'committed'
    }
  } finally {
    await staged.release(outcome)
  }
  return staged.content.kind === 'file' && publish ? staged.content.blobId : undefined
}

interface Outcome {
  readonly kept: Map<string, Uint8Array>
  readonly failures: unknown[]
}

/** Every operation of the store once; a failing one does not stop the others. */
async function everyOperation(files: SimFileSystem, idSeed = 5): Promise<Outcome> {
  const kept = new Map<string, Uint8Array>()
  const failures: unknown[] = []
  const attempt = async (step: () => Promise<void>) => {
    try {
      await step()
    } catch (error) {
      failures.push(error)
    }
  }
  const store = await openSimStore(files, idSeed).catch((error: unknown) => void failures.push(error))
  if (store === undefined) return { kept, failures }
  for (const bytes of [first, second]) {
    await attempt(async () => {
      const id = await put(store, bytes)
      if (id !== undefined) kept.set(id, bytes)
    })
  }
  await attempt(async () => void (await put(store, first, false)))
  await attempt(async () => {
    for (const [id, bytes] of kept) expect((await readBlob(store, id, bytes.length)).equals(bytes)).toBe(true)
  })
  await attempt(async () => {
    const [id] = kept.keys()
    if (id === undefined) return
    // Once asked for, a removal may have happened even when it answers a failure.
    kept.delete(id)
    await store.remove(id)
  })
  await attempt(async () => expect((await allBlobIds(store)).length).toBeGreaterThanOrEqual(kept.size))
  return { kept, failures }
}

function rootCode(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? rootCode(error.cause) : (error as { code?: unknown }).code
}

const kinds: readonly SimFault['kind'][] = ['EIO', 'ENOSPC', 'EMFILE', 'short']
const cases = kinds.flatMap((kind) => (['once', 'forever'] as const).map((lasting) => ({ kind, lasting })))

describe('a file operation that fails', { timeout: 20_000 }, () => {
  it('reaches every kind of call in the loops below', async () => {
    const files = await mountedSystem()
    expect((await everyOperation(files)).failures).toEqual([])
    const all: SimCall[] = ['open', 'read', 'write', 'sync', 'size', 'close', 'rename', 'remove', 'makeDirectory', 'syncDirectory', 'list']
    expect([...new Set(files.calls)].toSorted()).toEqual(all.toSorted())
  })

  it.each(cases)('with $kind $lasting is told honestly at every call, leaks nothing and does not last', async (fault) => {
    const calls = await mountedSystem()
    await everyOperation(calls)
    let failed = 0
    for (let callNumber = 1; callNumber <= calls.callCount; callNumber++) {
      const files = await mountedSystem(fault, callNumber)
      const { kept, failures } = await everyOperation(files)
      failed += failures.length
      for (const failure of failures) {
        if (!isOssError(failure, 'InternalError')) throw failure
        expect(['EIO', 'ENOSPC', 'EMFILE']).toContain(rootCode(failure))
      }
      expect(files.openFileCount, `descriptors open after call ${callNumber}`).toBe(0)

      files.clearFault()
      const later = await everyOperation(files, 77)
      expect(later.failures, `after a fault at call ${callNumber}`).toEqual([])
      const store = await openSimStore(files, 6)
      for (const [id, bytes] of [...kept, ...later.kept]) {
        expect((await readBlob(store, id, bytes.length)).equals(bytes)).toBe(true)
      }
      expect(await files.list(`${directory}/tmp`)).toEqual([])
      expect(files.openFileCount).toBe(0)
    }
    expect(failed).toBeGreaterThan(0)
  })

  it('leaves no temporary file once the same store writes again, even when its removal failed too', async () => {
    const calls = await mountedSystem()
    await openSimStore(calls, 5)
    const opening = calls.callCount
    await everyOperation(calls)
    for (let callNumber = opening + 1; callNumber <= calls.callCount; callNumber++) {
      const files = await mountedSystem({ kind: 'EIO', lasting: 'forever' }, callNumber)
      const store = await openSimStore(files, 5)
      for (const bytes of [first, second]) await put(store, bytes).catch((error: unknown) => expect(rootCode(error)).toBe('EIO'))
      files.clearFault()
      const id = await put(store, second)
      expect(await files.list(`${directory}/tmp`)).toEqual([])
      if (id === undefined) throw new Error('the last body travelled inline')
      expect((await readBlob(store, id, second.length)).equals(second)).toBe(true)
      expect(store.isInFlight(id)).toBe(false)
    }
  })
})
