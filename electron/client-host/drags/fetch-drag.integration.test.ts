import { randomBytes } from 'node:crypto'
import { readdir, symlink } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DragProgress, FetchedDrag } from '../../contract/drags.ts'
import type { ObjectSelection } from '../../contract/selections.ts'
import { toWire } from '../errors.ts'
import { createListingRegistry } from '../listing/listing-registry.ts'
import { resolveSelection } from '../listing/selection.ts'
import type { Provider } from '../providers/object-provider.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { smallSizes } from '../test-support/small-sizes.ts'
import { putText, treeOf } from '../test-support/transfer-bench.ts'
import { nodeFiles } from '../transfers/local-files.ts'
import { keyOfLocalPath } from '../transfers/local-names.ts'
import { fetchDrag } from './fetch-drag.ts'

let store: RealStore
let serial = 0
let bucket = ''
let folder = ''
beforeAll(async () => {
  store = await startRealStore()
})
afterAll(() => store.close())
beforeEach(async () => {
  bucket = `drag-${String(++serial)}`
  folder = await store.folder('drag')
  await store.provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
})

interface Asked {
  readonly keys?: string[]
  readonly prefixes?: string[]
  readonly momentMs?: number
  readonly versionIds?: string[]
  readonly base?: string
  readonly bytes?: number
  readonly files?: number
  readonly provider?: Provider
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: DragProgress) => void
}

function fetched({ keys = [], prefixes = [], momentMs, versionIds, base = '', bytes = 10_000_000, files = 100, provider = store.provider, signal = new AbortController().signal, onProgress = () => undefined }: Asked): Promise<FetchedDrag> {
  const selection: ObjectSelection = { kind: 'names', keys, prefixes, ...(momentMs === undefined ? {} : { momentMs }), ...(versionIds === undefined ? {} : { versionIds }) }
  return fetchDrag({
    provider,
    profileId: 'local',
    bucket,
    prefix: base,
    selection: resolveSelection(createListingRegistry(), { profileId: 'local', bucket }, selection),
    folderPath: folder,
    limit: { bytes, files },
    onProgress,
    files: nodeFiles,
    sizes: smallSizes,
    retryPolicy: { maxAttempts: 1, baseDelayMs: 1, maxDelayMs: 1 },
    throttles: [],
    toWire: (error) => toWire(error, () => undefined),
    now: () => 0,
    signal,
  })
}

describe('the files of a drag', () => {
  it('are the objects byte for byte, folders with everything below, under names that start after the place', async () => {
    const large = randomBytes(1_000_000)
    await putText(store.provider, bucket, 'base/a.txt', 'hello')
    await putText(store.provider, bucket, 'base/dir/b.bin', large)
    await putText(store.provider, bucket, 'base/dir/sub/c', 'c')
    await putText(store.provider, bucket, 'base/dir/empty/', '')
    await putText(store.provider, bucket, 'base/other', 'not chosen')
    const told: DragProgress[] = []
    const drag = await fetched({ keys: ['base/a.txt'], prefixes: ['base/dir/'], base: 'base/', onProgress: (progress) => told.push(progress) })
    expect(drag).toEqual({ state: 'ready', files: 4, bytes: 1_000_006, names: ['a.txt', 'dir'] })
    const tree = await treeOf(folder)
    expect([...tree.keys()].toSorted()).toEqual(['a.txt', 'dir/', 'dir/b.bin', 'dir/empty/', 'dir/sub/', 'dir/sub/c'])
    expect(tree.get('a.txt')?.toString()).toBe('hello')
    expect(tree.get('dir/b.bin')?.equals(large)).toBe(true)
    expect(told[0]).toEqual({ filesDone: 0, files: 4, bytesDone: 0, bytes: 1_000_006 })
    expect(told.at(-1)).toEqual({ filesDone: 4, files: 4, bytesDone: 1_000_006, bytes: 1_000_006 })
  })

  it('stay in their folder whatever the keys are, and their names lead back to the keys', async () => {
    const keys = ['../out.txt', '..', '/etc/passwd', 'a/../../b', 'back\\slash', 'bell\u0007', 'turn\u202egpj.exe', 'name', 'name/inner', '100%41.txt']
    for (const key of keys) await putText(store.provider, bucket, `x/${key}`, key)
    const drag = await fetched({ prefixes: ['x/'], base: 'x/' })
    expect(drag.state).toBe('ready')
    const files = [...(await treeOf(folder)).entries()].filter(([name]) => !name.endsWith('/'))
    expect(new Map(files.map(([name, content]) => [keyOfLocalPath(name), content?.toString()]))).toEqual(new Map(keys.map((key) => [key, key])))
    expect((await readdir(path.dirname(folder))).filter((name) => name.startsWith('out') || name === 'b')).toEqual([])
    for (const name of drag.state === 'ready' ? drag.names : []) expect(name).not.toMatch(/[/\\]|^\.{1,2}$/)
  })

  it('are none when they are too many or too much, which is known before anything is fetched', async () => {
    for (const [at, text] of ['one', 'two', 'three'].entries()) await putText(store.provider, bucket, `dir/${String(at)}`, text)
    let opened = 0
    const provider: Provider = {
      ...store.provider,
      openObject: (address) => {
        opened++
        return store.provider.openObject(address)
      },
    }
    expect(await fetched({ prefixes: ['dir/'], files: 2, provider })).toMatchObject({ state: 'tooLarge', limit: { files: 2 } })
    expect(await fetched({ prefixes: ['dir/'], bytes: 10, provider })).toMatchObject({ state: 'tooLarge', bytes: 11 })
    expect(await fetched({ keys: ['dir/0', 'dir/1', 'dir/2'], bytes: 10, provider })).toMatchObject({ state: 'tooLarge' })
    expect(opened).toBe(0)
    expect(await readdir(folder)).toEqual([])
    expect(await fetched({ prefixes: ['dir/'], bytes: 11, files: 3, provider })).toMatchObject({ state: 'ready', bytes: 11 })
  })

  it('are not handed out when one object cannot be read, which is named', async () => {
    await putText(store.provider, bucket, 'dir/a', 'a')
    await store.provider.putObject({ bucket, key: 'dir/cold', sizeBytes: 4, attributes: { storageClass: 'Archive' }, forbidOverwrite: false, body: Buffer.from('cold') })
    expect(await fetched({ prefixes: ['dir/'] })).toMatchObject({ state: 'unreadable', key: 'dir/cold', error: { code: 'InvalidObjectState' } })
    await expect(fetched({ keys: ['dir/gone'] })).rejects.toMatchObject({ code: 'NoSuchKey' })
    await expect(fetched({ prefixes: ['nothing/'] })).rejects.toMatchObject({ code: 'NoSuchKey' })
  })

  it('are what was at a moment, and the versions that are named', async () => {
    await store.provider.putBucketSetting({ bucket, setting: { name: 'versioning', status: 'Enabled' } })
    await putText(store.provider, bucket, 'dir/a', 'former')
    const former = await store.provider.headObject({ bucket, key: 'dir/a' })
    const momentMs = store.now() + 1000
    store.passTime(5000)
    await putText(store.provider, bucket, 'dir/a', 'now')
    await putText(store.provider, bucket, 'dir/later', 'later')
    expect(await fetched({ prefixes: ['dir/'], momentMs })).toMatchObject({ state: 'ready', files: 1 })
    expect((await treeOf(folder)).get('dir/a')?.toString()).toBe('former')
    folder = await store.folder('drag')
    expect(await fetched({ keys: ['dir/a'], versionIds: [former.versionId ?? ''], base: 'dir/', momentMs })).toMatchObject({ state: 'ready', names: ['a'] })
    expect((await treeOf(folder)).get('a')?.toString()).toBe('former')
  })

  it('end with the call that asked for them', async () => {
    await putText(store.provider, bucket, 'a', 'a')
    const controller = new AbortController()
    const cancelled = fetched({ keys: ['a'], signal: controller.signal, onProgress: () => controller.abort() })
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('never go through a symbolic link that somebody put in their way', async () => {
    await putText(store.provider, bucket, 'dir/a', 'a')
    const elsewhere = await store.folder('elsewhere')
    await symlink(elsewhere, path.join(folder, 'dir'))
    await expect(fetched({ prefixes: ['dir/'] })).rejects.toMatchObject({ code: 'LocalFolderUnwritable' })
    expect(await readdir(elsewhere)).toEqual([])
  })
})
