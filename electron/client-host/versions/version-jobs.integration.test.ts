import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RemoteError } from '../errors.ts'
import type { Provider } from '../providers/object-provider.ts'
import { openProvider } from '../providers/open-provider.ts'
import type { ListedVersion } from '../providers/versions-provider.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { defaultSizes } from '../transfers/part-plan.ts'
import { getBytes, keysOf, openBench, putText, treeOf, type TransferBench } from '../test-support/transfer-bench.ts'
import { listVersionsOfKey } from './walk-versions.ts'

let store: RealStore
beforeAll(async () => {
  store = await startRealStore()
})
afterAll(() => store.close())

const sizes = { partBytes: 1024, partsFromBytes: 4096, copyPartsFromBytes: 250_000, copyPartBytes: 128 * 1024 }

describe.each(['oss', 's3'] as const)('jobs on versions over %s', (kind) => {
  let provider: Provider
  let bench: TransferBench
  const bucket = `version-jobs-${kind}`
  const versionsOf = async (key: string): Promise<readonly ListedVersion[]> => (await listVersionsOfKey(provider, { bucket, key })).versions
  const chosen = (key: string, versionId: string | undefined) => ({ objects: [{ key, versionId: versionId ?? '', sizeBytes: undefined, lastModifiedMs: undefined }], prefixes: [] })

  beforeAll(async () => {
    provider = openProvider({ ...store.connection, kind })
    await provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
    await provider.putBucketSetting({ bucket, setting: { name: 'versioning', status: 'Enabled' } })
    bench = await openBench(provider, await store.folder('state'), undefined, { ...defaultSizes, ...sizes })
  })
  afterAll(async () => {
    await bench.service.close()
    provider.close()
  })

  it('download the version that was chosen, small or in ranges', async () => {
    const folderPath = await store.folder('downloads')
    for (const [key, bytes] of [['small.txt', 10], ['large.bin', 5000]] as const) {
      await putText(provider, bucket, key, 'a'.repeat(bytes))
      await putText(provider, bucket, key, 'b'.repeat(bytes))
      await provider.deleteObject({ bucket, key })
      const first = (await versionsOf(key)).at(-1)?.versionId
      const batch = await bench.service.enqueueDownload({ profileId: 'local', bucket, prefix: '', selection: chosen(key, first), folderPath, conflict: 'keepBoth' })
      expect(await bench.finish(batch)).toMatchObject({ state: 'done', itemsDone: 1 })
      expect(bench.itemsOf(batch)).toMatchObject([{ verified: true, versionId: first }])
      expect((await treeOf(folderPath)).get(key)?.toString()).toBe('a'.repeat(bytes))
    }
  })

  const attributes = { headers: { 'content-type': 'text/plain', 'cache-control': 'max-age=60' }, userMetadata: { owner: '小明' }, tags: { team: 'blue' }, storageClass: 'IA', acl: 'public-read' }
  const everythingOf = async (key: string, versionId?: string) => {
    const { headers, userMetadata, storageClass, sizeBytes } = await provider.headObject({ bucket, key, versionId })
    return { headers, userMetadata, storageClass, sizeBytes, tags: await provider.getObjectTagging({ bucket, key, versionId }), acl: await provider.getObjectAcl({ bucket, key, versionId }) }
  }

  it.each([
    ['whole', 100],
    ['in parts', 300_000],
  ])('restore a version with all it had as a new current one, %s', async (_, bytes) => {
    const key = `dir/restored ${String(bytes)}.txt`
    await putText(provider, bucket, key, 'a'.repeat(bytes), attributes)
    await putText(provider, bucket, key, 'second')
    const first = (await versionsOf(key)).at(-1)?.versionId
    const before = await everythingOf(key, first)
    const restore = () => bench.service.enqueueRestoreVersions({ profileId: 'local', bucket, prefix: 'dir/', selection: chosen(key, first) })
    const batch = await restore()
    expect(await bench.finish(batch)).toMatchObject({ state: 'done', kind: 'restoreVersion', itemsDone: 1, undoable: true })
    expect(await everythingOf(key)).toEqual(before)
    expect((await getBytes(provider, bucket, key)).toString()).toBe('a'.repeat(bytes))
    const versions = await versionsOf(key)
    expect(versions.length).toBe(3)
    expect(versions[0]?.isLatest).toBe(true)
    // Restoring what is current changes nothing.
    const again = await bench.service.enqueueRestoreVersions({ profileId: 'local', bucket, prefix: 'dir/', selection: chosen(key, versions[0]?.versionId) })
    expect(await bench.finish(again)).toMatchObject({ state: 'done', itemsSkipped: 1 })
    expect((await versionsOf(key)).length).toBe(3)
    // Taken back, what was current before is it again.
    expect(await bench.finish(await bench.service.undo(batch.batchId))).toMatchObject({ state: 'done', kind: 'revert', itemsDone: 1, title: `restored ${String(bytes)}.txt`, prefix: 'dir/' })
    expect((await getBytes(provider, bucket, key)).toString()).toBe('second')
    expect((await versionsOf(key)).length).toBe(4)
  })

  it('restore the version of before versioning', async () => {
    const old = `${bucket}-old`
    await provider.putBucket({ bucket: old, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
    await putText(provider, old, 'k', 'unversioned')
    await provider.putBucketSetting({ bucket: old, setting: { name: 'versioning', status: 'Enabled' } })
    await putText(provider, old, 'k', 'versioned')
    const batch = await bench.service.enqueueRestoreVersions({ profileId: 'local', bucket: old, prefix: '', selection: chosen('k', 'null') })
    expect(await bench.finish(batch)).toMatchObject({ state: 'done' })
    expect((await getBytes(provider, old, 'k')).toString()).toBe('unversioned')
  })

  it('recover what was deleted, one and all of a folder, and nothing else', async () => {
    for (const name of ['a', 'b', 'sub/c', 'kept']) await putText(provider, bucket, `gone/${name}`, name)
    await provider.deleteObject({ bucket, key: 'gone/a' })
    await provider.deleteObject({ bucket, key: 'gone/a' })
    for (const name of ['b', 'sub/c']) await provider.deleteObject({ bucket, key: `gone/${name}` })
    const one = await bench.service.enqueueRecover({ profileId: 'local', bucket, prefix: 'gone/', selection: { objects: [{ key: 'gone/a', sizeBytes: undefined, lastModifiedMs: undefined }], prefixes: [] } })
    expect(await bench.finish(one)).toMatchObject({ state: 'done', kind: 'recover', itemsDone: 1 })
    expect(await keysOf(provider, bucket, 'gone/')).toEqual(['gone/a', 'gone/kept'])
    expect((await versionsOf('gone/a')).length).toBe(1)
    const all = await bench.service.enqueueRecover({ profileId: 'local', bucket, prefix: '', selection: { objects: [], prefixes: ['gone/'] } })
    expect(await bench.finish(all)).toMatchObject({ state: 'done', itemsDone: 2, itemsSkipped: 0 })
    expect(await keysOf(provider, bucket, 'gone/')).toEqual(['gone/a', 'gone/b', 'gone/kept', 'gone/sub/c'])
  })

  it('recover by a copy where versions may not be removed, and say when nothing is left', async () => {
    await putText(provider, bucket, 'locked', 'content')
    await provider.deleteObject({ bucket, key: 'locked' })
    const denied: Provider = { ...provider, deleteVersion: () => Promise.reject(new RemoteError({ code: 'AccessDenied', message: 'no', status: 403, retryable: false })) }
    const other = await openBench(denied, await store.folder('state'))
    const recover = (key: string) => ({ profileId: 'local', bucket, prefix: '', selection: { objects: [{ key, sizeBytes: undefined, lastModifiedMs: undefined }], prefixes: [] } })
    expect(await other.finish(await other.service.enqueueRecover(recover('locked')))).toMatchObject({ state: 'done' })
    expect((await versionsOf('locked')).map(({ isDeleteMarker }) => isDeleteMarker)).toEqual([false, true, false])
    await provider.deleteObject({ bucket, key: 'never' })
    const failed = await other.service.enqueueRecover(recover('never'))
    await other.finish(failed)
    expect(other.itemsOf(failed)).toMatchObject([{ state: 'failed', error: { code: 'NothingToRecover' } }])
    await other.service.close()
  })

  it('delete what is older than a version for good, and nothing when that is gone', async () => {
    const key = 'dir/many.txt'
    for (const text of ['1', '2', '3', '4']) await putText(provider, bucket, key, text)
    await provider.deleteObject({ bucket, key })
    await putText(provider, bucket, `${key}.other`, 'x')
    await putText(provider, bucket, key, '5')
    const versions = await versionsOf(key)
    const batch = await bench.service.enqueueDeleteVersions({ profileId: 'local', bucket, key, olderThan: versions[2]?.versionId ?? '' })
    expect(await bench.finish(batch)).toMatchObject({ state: 'done', kind: 'deleteVersions', title: 'many.txt', itemsDone: 3 })
    expect(bench.itemsOf(batch)[0]).toMatchObject({ key, versionId: versions[3]?.versionId })
    expect(await versionsOf(key)).toEqual(versions.slice(0, 3))
    const gone = await bench.service.enqueueDeleteVersions({ profileId: 'local', bucket, key, olderThan: versions[4]?.versionId ?? '' })
    expect(await bench.finish(gone)).toMatchObject({ state: 'failed', error: { code: 'NoSuchVersion' } })
    expect(await versionsOf(key)).toEqual(versions.slice(0, 3))
  })
})
