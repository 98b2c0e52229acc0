import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ConflictPolicy } from '../../contract/conflict-policy.ts'
import type { TransferBatch } from '../../contract/transfer-batches.ts'
import { createListingRegistry } from '../listing/listing-registry.ts'
import { resolveSelection } from '../listing/selection.ts'
import type { WriteAttributes } from '../providers/attributes-provider.ts'
import type { Provider } from '../providers/object-provider.ts'
import { openProvider } from '../providers/open-provider.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { smallSizes } from '../test-support/small-sizes.ts'
import { faultyProvider, getBytes, keysOf, openBench, putText, type TransferBench } from '../test-support/transfer-bench.ts'

let store: RealStore
/** Another store: another account, another disk. */
let elsewhere: RealStore
let s3: Provider
let bench: TransferBench
let serial = 0
let bucket = ''
const newBucket = { acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' } as const
beforeAll(async () => {
  store = await startRealStore()
  elsewhere = await startRealStore()
  s3 = openProvider({ ...elsewhere.connection, kind: 's3' })
  const providers: Readonly<Record<string, Provider>> = { local: store.provider, remote: elsewhere.provider, s3 }
  bench = await openBench((profileId) => providers[profileId] ?? store.provider, await store.folder('state'), undefined, smallSizes)
})
afterAll(async () => {
  await bench.service.close()
  s3.close()
  await store.close()
  await elsewhere.close()
})
beforeEach(async () => {
  bucket = `copy-${String(++serial)}`
  for (const provider of [store.provider, elsewhere.provider]) {
    await provider.putBucket({ bucket, ...newBucket })
    await provider.putBucket({ bucket: `${bucket}-b`, ...newBucket })
  }
})

const full: WriteAttributes = {
  headers: { 'content-type': 'text/plain', 'cache-control': 'no-cache' },
  userMetadata: { owner: '小明' },
  tags: { team: 'blue' },
  storageClass: 'IA',
  acl: 'public-read',
}
const put = (key: string, content: string | Buffer, attributes: WriteAttributes = {}): Promise<unknown> => putText(store.provider, bucket, key, content, attributes)

interface Ask {
  readonly prefix?: string
  readonly keys?: readonly string[]
  readonly prefixes?: readonly string[]
  readonly to: string
  readonly toBucket?: string
  readonly at?: 'local' | 'remote' | 's3'
  readonly move?: boolean
  readonly newName?: string
  readonly conflict?: ConflictPolicy
}
async function copy({ prefix = '', keys = [], prefixes = [], to, toBucket = bucket, at = 'local', move = false, newName, conflict = 'skip' }: Ask, on = bench): Promise<TransferBatch> {
  const selection = resolveSelection(createListingRegistry(), { profileId: 'local', bucket }, { kind: 'names', keys: [...keys], prefixes: [...prefixes] })
  const target = { profileId: at, bucket: toBucket, prefix: to }
  return on.finish(await on.service.enqueueCopy({ profileId: 'local', bucket, prefix, selection, target, move, newName, conflict }))
}
const codeOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'no error', (error: { code?: string }) => error.code)
const text = async (key: string, inBucket = bucket, provider = store.provider): Promise<string> => (await getBytes(provider, inBucket, key)).toString()

describe('a copy inside one connection', () => {
  it('takes a folder along with everything its objects have', async () => {
    await put('a/one.txt', 'one', full)
    await put('a/deep/two', 'two')
    await put('a/empty/', '')
    const batch = await copy({ prefixes: ['a/'], to: 'x/', toBucket: `${bucket}-b` })
    expect(batch).toMatchObject({ kind: 'copy', state: 'done', itemsDone: 3, bytesDone: 6, target: { bucket: `${bucket}-b`, prefix: 'x/' } })
    expect(batch.relayed).toBeUndefined()
    expect(await keysOf(store.provider, `${bucket}-b`)).toEqual(['x/a/deep/two', 'x/a/empty/', 'x/a/one.txt'])
    const address = { bucket: `${bucket}-b`, key: 'x/a/one.txt' }
    expect(await store.provider.headObject(address)).toMatchObject({ headers: full.headers, userMetadata: full.userMetadata, storageClass: 'IA', tagCount: 1 })
    expect(await store.provider.getObjectAcl(address)).toBe('public-read')
    expect(bench.itemsOf(batch).map((row) => [row.key, row.verified, row.lost])).toContainEqual(['x/a/one.txt', true, undefined])
    expect(await keysOf(store.provider, bucket)).toHaveLength(3)
  })

  it('copies large objects in parts and keeps the same things', async () => {
    const content = randomBytes(400_000)
    await put('large.bin', content, full)
    const batch = await copy({ keys: ['large.bin'], to: 'x/' })
    expect(batch).toMatchObject({ state: 'done', bytesDone: 400_000 })
    expect((await getBytes(store.provider, bucket, 'x/large.bin')).equals(content)).toBe(true)
    const address = { bucket, key: 'x/large.bin' }
    expect(await store.provider.headObject(address)).toMatchObject({ type: 'Multipart', headers: full.headers, userMetadata: full.userMetadata, storageClass: 'IA', tagCount: 1 })
    expect(await store.provider.getObjectAcl(address)).toBe('public-read')
  })

  it('puts a copy beside the original under a free name, folders as a whole', async () => {
    await put('d/f/a', 'a')
    await put('d/f (2)/a', 'other')
    await put('d/x.txt', 'x')
    expect(await copy({ prefix: 'd/', keys: ['d/x.txt'], prefixes: ['d/f/'], to: 'd/' })).toMatchObject({ state: 'done', itemsDone: 2 })
    expect(await keysOf(store.provider, bucket)).toEqual(['d/f (2)/a', 'd/f (3)/a', 'd/f/a', 'd/x (2).txt', 'd/x.txt'])
  })

  it('refuses to go into itself or onto itself', async () => {
    await put('a/b/c', 'c')
    expect(await codeOf(copy({ prefixes: ['a/'], to: 'a/b/' }))).toBe('CopyIntoItself')
    expect(await codeOf(copy({ prefixes: ['a/'], to: 'a/', move: true }))).toBe('CopyIntoItself')
    expect(await codeOf(copy({ prefix: 'a/', prefixes: ['a/b/'], to: 'a/', move: true }))).toBe('CopyOntoItself')
    expect(await codeOf(copy({ prefix: 'a/b/', keys: ['a/b/c'], to: 'a/b/', newName: 'c' }))).toBe('CopyOntoItself')
    expect(await codeOf(copy({ prefixes: ['a/'], keys: ['x'], to: '', newName: 'z' }))).toBe('InvalidInput')
    expect(await codeOf(copy({ prefixes: ['a/'], to: 'a/b/', at: 'remote' }))).toBe('CopyIntoItself')
  })

  it('meets names that exist as it was told to', async () => {
    for (const key of ['s/a', 's/b']) await put(key, 'new')
    for (const [conflict, expected] of [['skip', ['old', 'new']], ['overwrite', ['new', 'new']], ['keepBoth', ['old', 'new']], ['skipIdentical', ['new', 'new']], ['newer', ['old', 'new']]] as const) {
      await put('t/s/a', 'old')
      const future = conflict === 'newer'
      if (!future) await put('t/s/b', 'new')
      const batch = await copy({ prefixes: ['s/'], to: 't/', conflict })
      expect([conflict, batch.state]).toEqual([conflict, 'done'])
      expect([conflict, await text('t/s/a'), await text('t/s/b')]).toEqual([conflict, ...expected])
      expect((await keysOf(store.provider, bucket, 't/')).length).toBe(conflict === 'keepBoth' ? 4 : 2)
      await store.provider.deleteMultipleObjects({ bucket, keys: await keysOf(store.provider, bucket, 't/') })
    }
  })

  it('says of an archived object that it must be restored, and copies the rest', async () => {
    await put('a/cold', 'x', { storageClass: 'Archive' })
    await put('a/warm', 'x')
    const batch = await copy({ prefixes: ['a/'], to: 'b/' })
    expect(batch).toMatchObject({ state: 'failed', itemsDone: 1, itemsFailed: 1 })
    expect(bench.itemsOf(batch).find((row) => row.state === 'failed')).toMatchObject({ name: 'a/cold', error: { code: 'InvalidObjectState' } })
  })

  it('copies links as links: to the copy of what they point to when that comes along', async () => {
    await put('a/file', 'content')
    await put('outside', 'far')
    for (const [key, target] of [['a/inner', 'a/file'], ['a/outer', 'outside'], ['a/broken', 'none']] as const) await store.provider.putSymlink({ bucket, key, target, attributes: {}, forbidOverwrite: true })
    expect(await copy({ prefixes: ['a/'], to: 'b/' })).toMatchObject({ state: 'done', itemsDone: 4 })
    const links = await Promise.all(['inner', 'outer', 'broken'].map(async (name) => (await store.provider.getSymlink({ bucket, key: `b/a/${name}` })).target))
    expect(links).toEqual(['b/a/file', 'outside', 'none'])
    await store.provider.deleteObject({ bucket, key: 'a/broken' })
    const away = await copy({ prefixes: ['a/'], to: '', at: 's3' })
    expect(away).toMatchObject({ state: 'done', itemsDone: 3 })
    expect(bench.itemsOf(away).find((row) => row.name === 'a/outer')).toMatchObject({ lost: ['symlink'] })
    expect(await text('a/outer', bucket, elsewhere.provider)).toBe('far')
  })
})

describe('a move', () => {
  it('renames a folder, leaves nothing behind, and can be taken back', async () => {
    for (const key of ['p/old/', 'p/old/1', 'p/old/deep/2', 'p/other']) await put(key, key.endsWith('/') ? '' : key, key.endsWith('2') ? full : {})
    const batch = await copy({ prefix: 'p/', prefixes: ['p/old/'], to: 'p/', move: true, newName: 'new' })
    expect(batch).toMatchObject({ kind: 'move', state: 'done', itemsDone: 3, title: 'old/', newName: 'new', undoable: true })
    expect(await keysOf(store.provider, bucket)).toEqual(['p/new/', 'p/new/1', 'p/new/deep/2', 'p/other'])
    expect(bench.itemsOf(batch).map((row) => row.key).toSorted()).toEqual(['p/new/', 'p/new/1', 'p/new/deep/2'])
    const undo = await bench.finish(await bench.service.undo(batch.batchId))
    expect(undo).toMatchObject({ kind: 'move', state: 'done', itemsDone: 3 })
    expect(await keysOf(store.provider, bucket)).toEqual(['p/old/', 'p/old/1', 'p/old/deep/2', 'p/other'])
    expect(await store.provider.getObjectAcl({ bucket, key: 'p/old/deep/2' })).toBe('public-read')
    expect(bench.service.listBatches().find((one) => one.batchId === batch.batchId)?.undoable).toBeUndefined()
    expect(await codeOf(bench.service.undo(batch.batchId))).toBe('InvalidInput')
  })

  it('keeps the source of what it skips, and takes numbered names back as well', async () => {
    await put('a/x', 'new')
    await put('t/a/x', 'old')
    expect(await copy({ prefixes: ['a/'], to: 't/', move: true })).toMatchObject({ state: 'done', itemsSkipped: 1 })
    expect(await keysOf(store.provider, bucket)).toEqual(['a/x', 't/a/x'])
    const batch = await copy({ prefixes: ['a/'], to: 't/', move: true, conflict: 'keepBoth' })
    expect(await keysOf(store.provider, bucket)).toEqual(['t/a/x', 't/a/x (2)'])
    await bench.finish(await bench.service.undo(batch.batchId))
    expect(await keysOf(store.provider, bucket)).toEqual(['a/x', 't/a/x'])
    expect(await text('a/x')).toBe('new')
  })

  it('deletes nothing when the source changed after it was copied, or the target is not what was written', async () => {
    await put('a/x', 'before')
    await put('a/y', 'y')
    const faulty = await faultyProvider(store, (request) => {
      if (request.method !== 'PUT' || request.headers['x-oss-copy-source'] === undefined) return undefined
      const isX = (request.url ?? '').endsWith('/x')
      return { kind: 'afterAnswer', run: () => (isX ? put('a/x', 'after it') : put('b/a/y', 'another')) }
    })
    const own = await openBench(faulty.provider, await store.folder('state'))
    const batch = await copy({ prefixes: ['a/'], to: 'b/', move: true }, own)
    expect(own.itemsOf(batch).map((row) => [row.name, row.error?.code])).toEqual([['a/x', 'SourceObjectChanged'], ['a/y', 'CopyUnverified']])
    expect(await text('a/x')).toBe('after it')
    expect(await text('a/y')).toBe('y')
    await own.service.close()
    await faulty.close()
  })

  it('never deletes an object through a second connection to its own bucket', async () => {
    await put('a/x', 'only one')
    const providers: Readonly<Record<string, Provider>> = { local: store.provider, remote: openProvider({ ...store.connection, kind: 's3' }) }
    const own = await openBench((profileId) => providers[profileId] ?? store.provider, await store.folder('state'))
    const batch = await copy({ prefix: 'a/', keys: ['a/x'], to: 'a/', at: 'remote', move: true, conflict: 'overwrite' }, own)
    expect(batch).toMatchObject({ state: 'failed', itemsFailed: 1 })
    expect(own.itemsOf(batch)[0]?.error?.code).toMatch(/CopyUnverified|SourceObjectChanged/)
    expect(await text('a/x')).toBe('only one')
    await own.service.close()
    providers['remote']?.close()
  })
})

describe.each(['remote', 's3'] as const)('a copy to another connection (%s)', (at) => {
  it('passes through this computer and keeps what the target can keep', async () => {
    const large = randomBytes(400_000)
    await put('a/one.txt', 'one', full)
    await put('a/large', large, full)
    await put('a/empty', '')
    const batch = await copy({ prefixes: ['a/'], to: 'x/', at })
    expect(batch).toMatchObject({ state: 'done', itemsDone: 3, relayed: true, bytesDone: 400_003 })
    expect(await keysOf(elsewhere.provider, bucket)).toEqual(['x/a/empty', 'x/a/large', 'x/a/one.txt'])
    expect((await getBytes(elsewhere.provider, bucket, 'x/a/large')).equals(large)).toBe(true)
    for (const key of ['x/a/one.txt', 'x/a/large']) {
      const address = { bucket, key }
      expect(await elsewhere.provider.headObject(address)).toMatchObject({ headers: full.headers, userMetadata: full.userMetadata, storageClass: 'IA', tagCount: 1 })
      expect(await elsewhere.provider.getObjectTagging(address)).toEqual(full.tags)
      expect(await elsewhere.provider.getObjectAcl(address)).toBe('public-read')
    }
    expect(bench.itemsOf(batch).map((row) => row.verified)).toEqual([true, true, true])
  })

  it('moves, once the bytes at the other end are known to be right', async () => {
    await put('a/one', 'one')
    await put('a/large', randomBytes(300_000))
    expect(await copy({ prefixes: ['a/'], to: 'there/', at, move: true })).toMatchObject({ state: 'done', itemsDone: 2 })
    expect(await keysOf(store.provider, bucket)).toEqual([])
    expect(await keysOf(elsewhere.provider, bucket)).toEqual(['there/a/large', 'there/a/one'])
  })

  it('leaves nothing half at the target when the bytes change on the way', async () => {
    await put('a/x', randomBytes(100_000))
    const faulty = await faultyProvider(store, (request) => (request.method === 'GET' && (request.url ?? '').endsWith('/a/x') ? { kind: 'flipByte' } : undefined))
    const own = await openBench((profileId) => (profileId === 'local' ? faulty.provider : at === 's3' ? s3 : elsewhere.provider), await store.folder('state'))
    const batch = await copy({ keys: ['a/x'], to: '', at }, own)
    expect(own.itemsOf(batch)[0]).toMatchObject({ state: 'failed', attempts: 3, error: { code: 'ChecksumMismatch' } })
    expect(await keysOf(elsewhere.provider, bucket)).toEqual([])
    await own.service.close()
    await faulty.close()
  })

  it('says what the target does not keep', async () => {
    await put('x', 'x', { storageClass: 'ColdArchive' })
    const readable: Provider = { ...store.provider, openObject: async (address) => ({ ...(await store.provider.openObject({ ...address, key: 'y' })) }) }
    await put('y', 'x')
    const own = await openBench((profileId) => (profileId === 'local' ? readable : at === 's3' ? s3 : elsewhere.provider), await store.folder('state'))
    const batch = await copy({ keys: ['x'], to: '', at }, own)
    expect(own.itemsOf(batch)[0]).toMatchObject(at === 's3' ? { state: 'done', lost: ['storageClass'] } : { state: 'done' })
    expect((await elsewhere.provider.headObject({ bucket, key: 'x' })).storageClass).toBe(at === 's3' ? 'Standard' : 'ColdArchive')
    await own.service.close()
  })
})
