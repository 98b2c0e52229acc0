import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ListingProgress, ListingView } from '../../contract/listings.ts'
import { toWire } from '../errors.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { putText } from '../test-support/transfer-bench.ts'
import { createListingRegistry } from './listing-registry.ts'
import { rebindSelection } from './rebind-selection.ts'
import { resolveSelection, summarizeSelection } from './selection.ts'

let store: RealStore
const bucket = 'listed-bucket'
beforeAll(async () => {
  store = await startRealStore()
  await store.provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
  await Promise.all(
    Array.from({ length: 60 }, async (_, worker) => {
      for (let i = worker; i < 1080; i += 60) await putText(store.provider, bucket, `p/file${String(i)}.txt`, 'x'.repeat(i % 50))
    }),
  )
  for (const key of ['p/', 'p/Folder 10/x', 'p/folder 9/y', 'q/other', 'p/中文.md']) await putText(store.provider, bucket, key, '12345')
}, 120_000)
afterAll(() => store.close())

const byName: ListingView = { column: 'name', direction: 'ascending', filter: '' }

describe('a listing of a prefix over several pages', () => {
  it('opens with its first page, then knows all of it, in natural order and folders first', async () => {
    const told: ListingProgress[] = []
    let complete: () => void = () => undefined
    const done = new Promise<void>((resolve) => {
      complete = resolve
    })
    const listings = createListingRegistry()
    const session = await listings.open({
      profileId: 'local',
      provider: store.provider,
      bucket,
      prefix: 'p/',
      toWire: (error) => toWire(error, () => undefined),
      onProgress: (progress) => {
        told.push(progress)
        if (progress.state !== 'loading') complete()
      },
    })
    expect(session.progress()).toMatchObject({ state: 'loading' })
    // A short first page, so that the rows are on screen soon; one of its entries is the folder's own marker.
    expect(session.progress().objects + session.progress().folders).toBe(199)
    const early = await session.getWindow(byName, 0, 3)
    expect(early.rows[0]?.kind).toBe('folder')
    await done
    expect(told.at(-1)).toMatchObject({ state: 'complete', folders: 2, objects: 1081 })
    expect(told.at(-1)?.revision).toBeGreaterThan(1)

    const all = await session.getWindow(byName, 0, 5)
    expect(all).toMatchObject({ total: 1083 })
    expect(all.rows.map((row) => row.key)).toEqual(['p/folder 9/', 'p/Folder 10/', 'p/file0.txt', 'p/file1.txt', 'p/file2.txt'])
    const last = await session.getWindow({ ...byName, direction: 'descending' }, 0, 4)
    expect(last.rows.map((row) => row.key)).toEqual(['p/Folder 10/', 'p/folder 9/', 'p/中文.md', 'p/file1079.txt'])
    const largest = await session.getWindow({ column: 'sizeBytes', direction: 'descending', filter: 'FILE10' }, 0, 2)
    expect(largest.rows.map((row) => row.key)).toEqual(['p/file1049.txt', 'p/file1048.txt'])
    expect(largest.total).toBe(91)
    expect(await session.findKey(byName, 'p/file2.txt')).toEqual({ index: 4, orderId: all.orderId })
    expect((await session.findKey(byName, 'p/nothing')).index).toBeNull()
    expect(await session.findName(byName, 'FILE107', 0)).toEqual({ index: 109 })
    expect(await session.findName(byName, 'folder', 1000)).toEqual({ index: 0 })

    // A selection made in this order: both folders and the first three files.
    const selection = { kind: 'listing' as const, selection: { sessionId: session.sessionId, view: byName, orderId: all.orderId, ranges: [[0, 5]] as [number, number][] } }
    const owner = { profileId: 'local', bucket }
    expect(await summarizeSelection(listings, store.provider, owner, selection)).toEqual({ objects: 3, folders: 2, bytes: 3 })
    const named = { kind: 'names' as const, keys: Array.from({ length: 40 }, (_, number) => `p/file${number}.txt`), prefixes: [] }
    expect(await summarizeSelection(listings, store.provider, owner, named)).toEqual({ objects: 40, folders: 0, bytes: (39 * 40) / 2 })
    const resolved = resolveSelection(listings, owner, selection)
    expect(resolved.prefixes).toEqual(['p/folder 9/', 'p/Folder 10/'])
    expect([...resolved.objects].map((one) => one.key)).toEqual(['p/file0.txt', 'p/file1.txt', 'p/file2.txt'])
    expect(() => resolveSelection(listings, { ...owner, bucket: 'another' }, selection)).toThrow(expect.objectContaining({ code: 'InvalidInput' }))
    const unknown = { ...selection, selection: { ...selection.selection, orderId: 'gone' } }
    expect(() => resolveSelection(listings, owner, unknown)).toThrow(expect.objectContaining({ code: 'ListingChanged' }))
    // The same choice from the largest down, and in another reading of the place.
    const formerOrder = session.findOrder(all.orderId)!
    const from = { session, order: formerOrder }
    const bySize = await session.orderOf({ column: 'sizeBytes', direction: 'descending', filter: 'file' })
    const moved = await rebindSelection({ from, to: { session, order: bySize }, ranges: [[0, 5]], focus: 4 })
    expect(moved.ranges?.flatMap(([start, end]) => [...bySize.rows.subarray(start, end)].map((row) => session.index.keyOf(row)))).toEqual(['p/file2.txt', 'p/file1.txt', 'p/file0.txt'])
    expect(session.index.keyOf(bySize.rows[moved.focus!]!)).toBe('p/file2.txt')
    const again = await listings.open({ profileId: 'local', provider: store.provider, bucket, prefix: 'p/', toWire: (error) => toWire(error, () => undefined), onProgress: () => undefined })
    const early2 = await again.orderOf(byName)
    const refound = await rebindSelection({ from, to: { session: again, order: early2 }, ranges: [[1, 4]], focus: 2 })
    expect(refound.ranges?.flatMap(([start, end]) => [...early2.rows.subarray(start, end)].map((row) => again.index.keyOf(row)))).toEqual(['p/Folder 10/', 'p/file0.txt', 'p/file1.txt'])
    expect(again.index.keyOf(early2.rows[refound.focus!]!)).toBe('p/file0.txt')
    listings.close(session.sessionId)
    expect(() => listings.get(session.sessionId)).toThrow(expect.objectContaining({ code: 'ListingGone' }))
  })

  it('fails to open when the first page fails, and keeps what it has when a later one does', async () => {
    const listings = createListingRegistry()
    const common = { profileId: 'local', prefix: '', toWire: (error: unknown) => toWire(error, () => undefined), onProgress: () => undefined }
    await expect(listings.open({ ...common, provider: store.provider, bucket: 'no-such-bucket' })).rejects.toMatchObject({ code: 'NoSuchBucket' })
    let pages = 0
    let failed: (progress: ListingProgress) => void = () => undefined
    const end = new Promise<ListingProgress>((resolve) => {
      failed = resolve
    })
    const provider = {
      ...store.provider,
      listPage: async (query: Parameters<typeof store.provider.listPage>[0]) => {
        if (++pages > 1) return store.provider.listPage({ ...query, bucket: 'no-such-bucket' })
        return store.provider.listPage(query)
      },
    }
    const session = await listings.open({ ...common, provider, bucket, prefix: 'p/', onProgress: failed })
    expect(await end).toMatchObject({ state: 'failed', error: { code: 'NoSuchBucket' } })
    expect((await session.getWindow(byName, 0, 500)).rows).toHaveLength(199)
  })

  it('closes the listings that were not used for longest', async () => {
    const listings = createListingRegistry({ sessions: 2, rows: 1_000_000 })
    const open = (): ReturnType<typeof listings.open> =>
      listings.open({ profileId: 'local', provider: store.provider, bucket, prefix: 'q/', toWire: (error) => toWire(error, () => undefined), onProgress: () => undefined })
    const first = await open()
    const second = await open()
    listings.get(first.sessionId)
    await open()
    expect(listings.get(first.sessionId)).toBe(first)
    expect(() => listings.get(second.sessionId)).toThrow(expect.objectContaining({ code: 'ListingGone' }))
  })
})
