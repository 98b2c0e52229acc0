import { beforeAll, describe, expect, it } from 'vitest'
import { openMemoryMetadataStore } from '../metadata/memory-metadata-store.ts'
import { createMemoryTables } from '../metadata/memory-tables.ts'
import { countReads, type TableReads } from '../metadata/test-support/counting-tables.ts'
import { objectRow } from '../metadata/test-support/rows.ts'
import type { ObjectEngine } from './object-engine.ts'
import { createEngineFixture } from './test-support/engine-fixture.ts'
import { makeVersionId } from './version-id.ts'

const versionCount = 100_000
const bucket = 'bucket'
const timeMs = 1_700_000_000_000

/** Key `m` has 100,000 versions, the null version below all of them; `hidden` as many below a delete marker. */
let engine: ObjectEngine
let reads: TableReads
const ids: string[] = []
beforeAll(async () => {
  const counted = countReads(createMemoryTables())
  reads = counted.reads
  const metadata = await openMemoryMetadataStore({ tables: counted.tables })
  ;({ engine } = await createEngineFixture({ metadata }))
  await engine.putBucketVersioning({ bucket, status: 'Enabled' })
  await metadata.write((tx) => {
    const { bucketId } = tx.bucket(bucket)!
    for (let i = 0; i < 2000; i++) {
      const sequence = tx.nextSequence()
      const row = objectRow({ content: { kind: 'empty' }, sizeBytes: 0, sequence, versionId: makeVersionId(sequence, timeMs) })
      tx.putObject(bucketId, `key-${String(i).padStart(5, '0')}`, row)
    }
    for (const key of ['hidden', 'm']) {
      for (let i = 0; i < versionCount; i++) {
        const sequence = tx.nextSequence()
        const versionId = i === 0 ? 'null' : makeVersionId(sequence, timeMs)
        const row = objectRow({ content: { kind: 'empty' }, sizeBytes: 0, sequence, versionId })
        if (key === 'm') ids.push(versionId)
        if (i < versionCount - 1) tx.putHistoryRow(bucketId, key, row)
        else if (key === 'm') tx.putObject(bucketId, key, row)
        else tx.putHistoryRow(bucketId, key, { type: 'DeleteMarker', versionId, sequence, lastModifiedMs: timeMs })
      }
    }
  })
  // Whoever asks for a bucket first after a change of any bucket pays one lookup more.
  await engine.getBucketInfo({ bucket })
})

async function costOf(work: () => Promise<unknown>): Promise<TableReads> {
  const before = { ...reads }
  await work()
  return { gets: reads.gets - before.gets, seeks: reads.seeks - before.seeks, entries: reads.entries - before.entries }
}
const head = (key: string, versionId?: string) => () =>
  engine.headObject({ bucket, key, conditions: {}, ...(versionId === undefined ? {} : { versionId }) })

describe('the cost of a key with 100,000 versions', () => {
  it('is one lookup more for an old version than for the current one, and none of its neighbours is read', async () => {
    expect(await costOf(head('m'))).toEqual({ gets: 1, seeks: 0, entries: 0 })
    expect(await costOf(head('m', ids.at(-1)))).toEqual({ gets: 1, seeks: 0, entries: 0 })
    for (const at of [1, 500, 50_000, 99_998]) expect(await costOf(head('m', ids[at]))).toEqual({ gets: 2, seeks: 0, entries: 0 })
  })

  it('is two lookups more for the null version, the oldest of all', async () => {
    expect(await costOf(head('m', 'null'))).toEqual({ gets: 3, seeks: 0, entries: 0 })
  })

  it('is one seek for a delete marker that hides them', async () => {
    expect(await costOf(() => expect(head('hidden')()).rejects.toMatchObject({ code: 'NoSuchKey' }))).toEqual({ gets: 1, seeks: 1, entries: 1 })
  })

  it('is that of any page in a listing of versions, wherever the page begins', async () => {
    const list = (keyMarker: string, versionIdMarker?: string) => () =>
      engine.listObjectVersions({
        bucket, prefix: '', delimiter: '', keyMarker, maxKeys: 1000, ...(versionIdMarker === undefined ? {} : { versionIdMarker }),
      })
    for (const work of [list(''), list('hidden'), list('m', ids[60_000]), list('m', ids[1500]), list('key-00500')]) {
      const { gets, seeks, entries } = await costOf(work)
      expect(entries).toBeLessThan(1000 + 6)
      expect(gets + seeks).toBeLessThan(8)
    }
    const { gets, seeks, entries } = await costOf(list('m', 'null'))
    expect([gets + seeks < 8, entries < 6]).toEqual([true, true])
  })

  it('is one seek in a listing that folds it away', async () => {
    const list = () => engine.listObjectVersions({ bucket, prefix: '', delimiter: 'i', keyMarker: '', maxKeys: 1 })
    const { entries, seeks } = await costOf(list)
    expect([entries < 8, seeks < 8]).toEqual([true, true])
  })

  it('is nothing in a listing of objects', async () => {
    const { entries, gets } = await costOf(() => engine.listObjects({ bucket, prefix: '', delimiter: '', after: 'g', maxKeys: 1000 }))
    expect([entries, gets]).toEqual([1001, 0])
    // Two thousand keys and `m`, but not `hidden`.
    const last = await costOf(() => engine.listObjects({ bucket, prefix: '', delimiter: '', after: 'key-01990', maxKeys: 1000 }))
    expect(last.entries).toBe(10)
  })

  it('is a few lookups for the delete of the latest, which shows the one below', async () => {
    const { gets, seeks, entries } = await costOf(() => engine.deleteObject({ bucket, key: 'm', versionId: ids.at(-1) ?? '' }))
    expect(gets).toBeLessThan(8)
    expect([seeks, entries]).toEqual([1, 1])
    expect((await engine.headObject({ bucket, key: 'm', conditions: {} })).versionId).toBe(ids.at(-2))
  })

  it('is the same again for each of a thousand versions deleted in one commit', async () => {
    // Each of them is what the key shows when its turn comes.
    const objects = ids.slice(-1001, -1).map((versionId) => ({ key: 'm', versionId }))
    const { entries, seeks } = await costOf(() => engine.deleteMultipleObjects({ bucket, objects: objects.toReversed() }))
    expect([entries < 3000, seeks]).toEqual([true, 1000])
    expect((await engine.headObject({ bucket, key: 'm', conditions: {} })).versionId).toBe(ids.at(-1002))
  })
})
