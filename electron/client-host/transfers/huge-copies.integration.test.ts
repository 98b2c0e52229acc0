import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TransferBatch } from '../../contract/transfer-batches.ts'
import type { TransferItem } from '../../contract/transfer-items.ts'
import { openProvider } from '../providers/open-provider.ts'
import { startPaperStore, type PaperStore } from '../test-support/paper-store.ts'
import { openBench } from '../test-support/transfer-bench.ts'

const gibibyte = 1024 ** 3
const partBytes = 256 * 1024 ** 2
let root = ''
beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'ossia-huge-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

interface Run {
  readonly kind: 'oss' | 's3'
  readonly sizeBytes: number
  readonly move: boolean
  readonly spoils?: (partNumber: number) => boolean
}

/** With the sizes that the app uses. */
async function copy({ kind, sizeBytes, move, spoils }: Run): Promise<{ readonly store: PaperStore; readonly batch: TransferBatch; readonly item: TransferItem | undefined }> {
  const store = await startPaperStore(kind, spoils)
  store.put('/from/huge.bin', sizeBytes)
  const provider = openProvider(
    { profileId: 'p', name: 'p', kind, endpoint: store.url, region: 'r', credential: { accessKeyId: 'id', accessKeySecret: 'secret' }, addressing: 'path' },
    { retryPolicy: { maxAttempts: 2, baseDelayMs: 1, maxDelayMs: 2 } },
  )
  const bench = await openBench(provider, await mkdtemp(path.join(root, 'state-')))
  const selection = { prefixes: [], objects: [{ key: 'huge.bin', sizeBytes: undefined, lastModifiedMs: undefined }] }
  const enqueued = await bench.service.enqueueCopy({ profileId: 'p', bucket: 'from', prefix: '', selection, target: { profileId: 'p', bucket: 'to', prefix: '' }, conflict: 'overwrite', move })
  const batch = await bench.finish(enqueued)
  const item = bench.itemsOf(batch)[0]
  await bench.service.close()
  provider.close()
  await store.close()
  return { store, batch, item }
}

/** That the parts are the whole object, in order, without gaps, none too large. */
function expectWhole({ ranges }: PaperStore, sizeBytes: number): void {
  let next = 0
  for (let number = 1; number <= ranges.size; number++) {
    const [start, end] = ranges.get(number) ?? [-1, -1]
    expect([number, start, end + 1]).toEqual([number, next, Math.min(sizeBytes, next + partBytes)])
    next = end + 1
  }
  expect(next).toBe(sizeBytes)
}

describe.each(['oss', 's3'] as const)('objects larger than one copy may be, with %s', (kind) => {
  it.each([
    ['one byte more than 5 GiB', 5 * gibibyte + 1, 21],
    ['20 GiB', 20 * gibibyte, 80],
  ])('are copied by ranges of the source: %s', async (_, sizeBytes, count) => {
    const { store, batch, item } = await copy({ kind, sizeBytes, move: false })
    expect(batch).toMatchObject({ state: 'done', itemsDone: 1, bytesTotal: sizeBytes })
    expect(store.ranges.size).toBe(count)
    expectWhole(store, sizeBytes)
    const [source, target] = [store.objects.get('/from/huge.bin'), store.objects.get('/to/huge.bin')]
    expect(target).toMatchObject({ sizeBytes, crc64: source?.crc64, nvme: source?.nvme })
    expect(item?.verified).toBe(true)
    expect(store.asked.filter((one) => one.startsWith('delete'))).toEqual([])
  })

  it('are moved: the source goes when the whole target was asked for and is the same', async () => {
    const { store, batch } = await copy({ kind, sizeBytes: 5 * gibibyte + 1, move: true })
    expect(batch).toMatchObject({ state: 'done', itemsDone: 1 })
    expect([...store.objects.keys()]).toEqual(['/to/huge.bin'])
    const at = (what: string) => store.asked.lastIndexOf(what)
    expect(at('part')).toBeLessThan(at('complete /to/huge.bin'))
    expect(at('complete /to/huge.bin')).toBeLessThan(at('head /to/huge.bin'))
    expect(at('head /to/huge.bin')).toBeLessThan(at('head /from/huge.bin'))
    expect(at('head /from/huge.bin')).toBeLessThan(at('delete /from/huge.bin'))
  })

  it('stay where they are when a part became something else on the way', async () => {
    const { store, batch, item } = await copy({ kind, sizeBytes: 5 * gibibyte + 1, move: true, spoils: (number) => number === 7 })
    expect(batch).toMatchObject({ state: 'failed', itemsFailed: 1 })
    expect(item?.error?.code).toBe(kind === 'oss' ? 'ChecksumMismatch' : 'CopyUnverified')
    expect(store.objects.has('/from/huge.bin')).toBe(true)
    expect(store.asked.filter((one) => one === 'delete /from/huge.bin')).toEqual([])
  })
})
