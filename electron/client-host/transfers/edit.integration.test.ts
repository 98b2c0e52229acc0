import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ObjectEdit } from '../../contract/object-jobs.ts'
import type { TransferBatch } from '../../contract/transfer-batches.ts'
import { toWire } from '../errors.ts'
import { createListingRegistry } from '../listing/listing-registry.ts'
import { resolveSelection } from '../listing/selection.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { smallSizes } from '../test-support/small-sizes.ts'
import { faultyProvider, getBytes, openBench, putText, type TransferBench } from '../test-support/transfer-bench.ts'
import { previewEdit } from './preview-edit.ts'

let store: RealStore
let bench: TransferBench
let serial = 0
let bucket = ''
beforeAll(async () => {
  store = await startRealStore()
  bench = await openBench(store.provider, await store.folder('state'), undefined, smallSizes)
})
afterAll(async () => {
  await bench.service.close()
  await store.close()
})
beforeEach(async () => {
  bucket = `edit-${String(++serial)}`
  await store.provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
})

const all = { kind: 'names', keys: [], prefixes: ['d/'] } as const
const selection = (): ReturnType<typeof resolveSelection> => resolveSelection(createListingRegistry(), { profileId: 'local', bucket }, { ...all, keys: [], prefixes: ['d/'] })
const edit = async (change: ObjectEdit, on = bench): Promise<TransferBatch> => on.finish(await on.service.enqueueEdit({ profileId: 'local', bucket, prefix: '', selection: selection(), edit: change }))
const head = (name: string) => store.provider.headObject({ bucket, key: `d/${name}` })
const metadata = (headers: Record<string, string | null>, userMetadata: Record<string, string | null> = {}): ObjectEdit => ({ kind: 'metadata', headers, userMetadata })

describe('a change of many objects', () => {
  beforeEach(async () => {
    await putText(store.provider, bucket, 'd/a', 'a', { headers: { 'content-type': 'text/plain', 'cache-control': 'no-cache' }, userMetadata: { owner: '小明', note: 'x' }, tags: { team: 'blue', old: '1' }, acl: 'public-read', storageClass: 'IA' })
    await putText(store.provider, bucket, 'd/deep/b', 'b')
  })

  it('puts new headers and metadata in and keeps everything that is not named', async () => {
    expect(await edit(metadata({ 'content-language': 'zh-CN', 'cache-control': null }, { note: null, '2': 'two' }))).toMatchObject({ kind: 'metadata', state: 'done', itemsDone: 2, bytesTotal: 0 })
    expect(await head('a')).toMatchObject({ headers: { 'content-type': 'text/plain', 'content-language': 'zh-CN' }, userMetadata: { owner: '小明', '2': 'two' }, tagCount: 2, storageClass: 'IA' })
    expect((await head('a')).headers).not.toHaveProperty('cache-control')
    expect(await store.provider.getObjectAcl({ bucket, key: 'd/a' })).toBe('public-read')
    expect((await getBytes(store.provider, bucket, 'd/a')).toString()).toBe('a')
    expect(await head('deep/b')).toMatchObject({ userMetadata: { '2': 'two' } })
  })

  it('changes the class of small and of large objects', async () => {
    await putText(store.provider, bucket, 'd/large', Buffer.alloc(400_000, 'x'), { userMetadata: { a: 'b' }, tags: { t: '1' } })
    expect(await edit({ kind: 'storageClass', storageClass: 'IA' })).toMatchObject({ kind: 'storageClass', state: 'done', itemsDone: 2, itemsSkipped: 1 })
    expect(await head('large')).toMatchObject({ storageClass: 'IA', sizeBytes: 400_000, userMetadata: { a: 'b' }, tagCount: 1 })
    expect(await head('deep/b')).toMatchObject({ storageClass: 'IA' })
    expect(await store.provider.getObjectTagging({ bucket, key: 'd/large' })).toEqual({ t: '1' })
  })

  it('sets ACLs, and merges, replaces and removes tags', async () => {
    expect(await edit({ kind: 'acl', acl: 'public-read' })).toMatchObject({ state: 'done', itemsDone: 1, itemsSkipped: 1 })
    expect(await store.provider.getObjectAcl({ bucket, key: 'd/deep/b' })).toBe('public-read')
    const tagsOf = (name: string) => store.provider.getObjectTagging({ bucket, key: `d/${name}` })
    await edit({ kind: 'tags', mode: 'merge', tags: { team: 'green', more: '' } })
    expect([await tagsOf('a'), await tagsOf('deep/b')]).toEqual([{ team: 'green', old: '1', more: '' }, { team: 'green', more: '' }])
    await edit({ kind: 'tags', mode: 'remove', tags: { team: '', none: '' } })
    expect([await tagsOf('a'), await tagsOf('deep/b')]).toEqual([{ old: '1', more: '' }, { more: '' }])
    await edit({ kind: 'tags', mode: 'replace', tags: { only: 'this' } })
    expect([await tagsOf('a'), await tagsOf('deep/b')]).toEqual([{ only: 'this' }, { only: 'this' }])
  })

  it('restores what is archived and leaves the rest alone', async () => {
    await putText(store.provider, bucket, 'd/cold', 'x', { storageClass: 'ColdArchive' })
    expect(await edit({ kind: 'restore', days: 3, tier: 'Expedited' })).toMatchObject({ kind: 'restore', state: 'done', itemsDone: 1, itemsSkipped: 2 })
    expect(await edit({ kind: 'restore', days: 3, tier: 'Expedited' })).toMatchObject({ state: 'done', itemsDone: 1 })
  })

  it('fails row by row with the cause', async () => {
    await putText(store.provider, bucket, 'd/cold', 'x', { storageClass: 'Archive' })
    const batch = await edit(metadata({ 'content-language': 'de' }))
    expect(batch).toMatchObject({ state: 'failed', itemsDone: 2, itemsFailed: 1 })
    expect(bench.itemsOf(batch).find((row) => row.name === 'd/cold')?.error?.code).toBe('InvalidObjectState')
  })

  it('writes nothing a second time after a lost answer', async () => {
    let writes = 0
    const faulty = await faultyProvider(store, (request) => {
      if (request.method !== 'PUT') return undefined
      writes++
      return writes === 1 ? { kind: 'loseAnswer' } : undefined
    })
    const own = await openBench(faulty.provider, await store.folder('state'))
    const batch = await edit(metadata({ 'content-language': 'de' }), own)
    expect(batch).toMatchObject({ state: 'done', itemsDone: 2, itemsSkipped: 0 })
    expect(writes).toBe(2)
    await own.service.close()
    await faulty.close()
  })

  it('can be looked at before', async () => {
    const preview = (change: ObjectEdit) => previewEdit({ provider: store.provider, bucket, selection: selection(), edit: change, toWire: (error) => toWire(error, () => undefined), signal: new AbortController().signal })
    expect(await preview(metadata({ 'cache-control': null, 'content-type': 'text/plain' }, { owner: 'me' }))).toMatchObject({
      objects: 2,
      bytes: 2,
      complete: true,
      versioning: false,
      rows: [
        { key: 'd/a', changes: [{ field: 'cache-control', before: 'no-cache' }, { field: 'x-oss-meta-owner', before: '小明', after: 'me' }] },
        { key: 'd/deep/b', changes: [{ field: 'content-type', before: 'application/octet-stream', after: 'text/plain' }, { field: 'x-oss-meta-owner', after: 'me' }] },
      ],
    })
    expect((await preview({ kind: 'tags', mode: 'remove', tags: { old: '' } })).rows.map((row) => row.changes)).toEqual([[{ field: 'old', before: '1' }], []])
    expect((await preview({ kind: 'acl', acl: 'private' })).rows[0]?.changes).toEqual([{ field: 'x-oss-object-acl', before: 'public-read', after: 'private' }])
    expect((await preview({ kind: 'restore', days: 3 })).rows.map((row) => row.changes)).toEqual([[], []])
    expect((await preview({ kind: 'storageClass', storageClass: 'IA' })).rows.map((row) => row.changes.length)).toEqual([0, 1])
  })
})
