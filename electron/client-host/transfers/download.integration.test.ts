import { randomBytes } from 'node:crypto'
import { mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ObjectSelection } from '../../contract/selections.ts'
import { createListingRegistry } from '../listing/listing-registry.ts'
import { resolveSelection, type ResolvedSelection } from '../listing/selection.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { smallSizes } from '../test-support/small-sizes.ts'
import { faultyProvider, getBytes, keysOf, openBench, putText, treeOf, type TransferBench } from '../test-support/transfer-bench.ts'
import { nodeFiles } from './local-files.ts'
import { writeThrough } from './local-handle.ts'
import { keyOfLocalPath } from './local-names.ts'

let store: RealStore
let bench: TransferBench
let serial = 0
let bucket = ''
beforeAll(async () => {
  store = await startRealStore()
  bench = await openBench(store.provider, await store.folder('state'))
})
afterAll(async () => {
  await bench.service.close()
  await store.close()
})
beforeEach(async () => {
  bucket = `download-${String(++serial)}`
  await store.provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
})
const place = (prefix = ''): { profileId: string; bucket: string; prefix: string } => ({ profileId: 'local', bucket, prefix })
const named = (keys: string[], prefixes: string[] = []): ResolvedSelection => {
  const selection: ObjectSelection = { kind: 'names', keys, prefixes }
  return resolveSelection(createListingRegistry(), { profileId: 'local', bucket }, selection)
}

describe('a download', () => {
  it('brings objects and whole folders below the chosen folder, with their times', async () => {
    const large = randomBytes(3_000_000)
    await putText(store.provider, bucket, 'base/a.txt', 'hello')
    await putText(store.provider, bucket, 'base/dir/b.bin', large)
    await putText(store.provider, bucket, 'base/dir/sub/c', 'c')
    await putText(store.provider, bucket, 'base/dir/empty/', '')
    await putText(store.provider, bucket, 'base/other', 'not chosen')
    const folder = await store.folder('target')
    const batch = await bench.finish(
      await bench.service.enqueueDownload({ ...place('base/'), selection: named(['base/a.txt'], ['base/dir/']), folderPath: folder, conflict: 'overwrite' }),
    )
    expect(batch).toMatchObject({ state: 'done', itemsDone: 4, itemsFailed: 0, bytesDone: 3_000_006, bytesTotal: 3_000_006, localFolder: path.basename(folder) })
    const tree = await treeOf(folder)
    expect([...tree.keys()].toSorted()).toEqual(['a.txt', 'dir/', 'dir/b.bin', 'dir/empty/', 'dir/sub/', 'dir/sub/c'])
    expect(tree.get('dir/b.bin')?.equals(large)).toBe(true)
    const head = await store.provider.headObject({ bucket, key: 'base/a.txt' })
    expect((await stat(path.join(folder, 'a.txt'))).mtimeMs).toBe(head.lastModifiedMs)
    expect(bench.itemsOf(batch).every((row) => row.verified || row.name === 'dir/empty/')).toBe(true)
    const one = await bench.finish(await bench.service.enqueueDownload({ ...place('base/'), selection: named(['base/a.txt']), folderPath: folder, conflict: 'keepBoth' }))
    expect(bench.itemsOf(one)[0]?.savedAs).toBe('a (2).txt')
    expect(await bench.service.downloadPath(one.batchId)).toBe(path.join(folder, 'a (2).txt'))
    expect(await bench.service.downloadPath(batch.batchId)).toBe(folder)
  })

  it('keeps every hostile name inside the folder, byte for byte and told apart', async () => {
    const names = [
      '..', '.', '../up', '../../etc/passwd', 'a/../../b', './a', 'a//b', 'a/', 'a', 'a/b', 'A', 'c:\\x', '\\\\srv', 'CON', 'nul.txt', 'x.', 'x ', '%2E', '100%', '%~2',
      'tab\tname', 'a\r\nb', '\u202Egpj.exe', '中文/文件 名', '😀', '+', '#?&', 'é', 'e\u0301', 'z'.repeat(900), '.part.ossia-part', 'part', '-rf', 'dir/', 'dir/file', 'content/',
    ]
    for (const name of names) await putText(store.provider, bucket, `h/${name}`, name === 'a/' || name === 'dir/' ? '' : `content of ${name}`)
    const outside = await store.folder('outside')
    const folder = path.join(outside, 'inside')
    await mkdir(folder)
    const batch = await bench.finish(await bench.service.enqueueDownload({ ...place(), selection: named([], ['h/']), folderPath: folder, conflict: 'skip' }))
    expect(batch).toMatchObject({ state: 'done', itemsDone: names.length, itemsFailed: 0, itemsSkipped: 0 })
    expect(await readdir(outside)).toEqual(['inside'])
    const files = [...(await treeOf(folder))].filter(([, content]) => content !== undefined)
    expect(files.map(([local]) => keyOfLocalPath(local)).toSorted()).toEqual(names.filter((name) => name !== 'a/' && name !== 'dir/').map((name) => `h/${name}`).toSorted())
    for (const [local, content] of files) expect(content?.toString()).toBe(`content of ${keyOfLocalPath(local).slice(2)}`)
  })

  it('brings a corpus of names up and down again byte for byte', async () => {
    const names = ['plain.txt', 'with space', '中文 文件.txt', 'emoji 😀.png', '100% sure+#1.txt', 'a&b=c?d', "it's (1)!*~", 'q'.repeat(255), 'é', 'e\u0301', '..hidden', 'UPPER', 'upper', 'semi;colon,comma']
    const source = path.join(await store.folder('corpus'), 'corpus')
    await mkdir(path.join(source, 'sub dir 目录'), { recursive: true })
    for (const name of names) {
      await writeFile(path.join(source, name), randomBytes(1000))
      await writeFile(path.join(source, 'sub dir 目录', name), randomBytes(1000))
    }
    await bench.finish(await bench.service.enqueueUpload({ ...place('up/'), paths: [source], conflict: 'overwrite' }))
    expect(await keysOf(store.provider, bucket)).toHaveLength(names.length * 2)
    const folder = await store.folder('corpus-down')
    const batch = await bench.finish(await bench.service.enqueueDownload({ ...place('up/'), selection: named([], ['up/corpus/']), folderPath: folder, conflict: 'overwrite' }))
    expect(batch.state).toBe('done')
    expect(await treeOf(path.join(folder, 'corpus'))).toEqual(await treeOf(source))
  })

  it('never goes through a symbolic link, and does not write over what one points to', async () => {
    const elsewhere = await store.folder('elsewhere')
    await writeFile(path.join(elsewhere, 'precious'), 'mine')
    const folder = await store.folder('links')
    await symlink(elsewhere, path.join(folder, 'dir'))
    await symlink(path.join(elsewhere, 'precious'), path.join(folder, 'file'))
    await symlink(path.join(elsewhere, 'precious'), path.join(folder, '.other.ossia-part'))
    for (const key of ['dir/new', 'file', 'other']) await putText(store.provider, bucket, key, `object ${key}`)
    const batch = await bench.finish(await bench.service.enqueueDownload({ ...place(), selection: named(['file', 'other'], ['dir/']), folderPath: folder, conflict: 'overwrite' }))
    expect(batch).toMatchObject({ state: 'failed', itemsDone: 2, itemsFailed: 1 })
    expect(bench.itemsOf(batch).find((row) => row.state === 'failed')).toMatchObject({ name: 'dir/new', error: { code: 'LocalFolderUnwritable' } })
    expect(await readdir(elsewhere)).toEqual(['precious'])
    expect(await readFile(path.join(elsewhere, 'precious'), 'utf8')).toBe('mine')
    expect(await readFile(path.join(folder, 'file'), 'utf8')).toBe('object file')
    expect((await readdir(folder)).toSorted()).toEqual(['dir', 'file', 'other'])
  })

  it('retries bytes that were cut or falsified on the way, and leaves no temporary file', async () => {
    const content = randomBytes(1_500_000)
    await putText(store.provider, bucket, 'far.bin', content)
    const faulty = await faultyProvider(store, (_request, number) => (number === 1 ? { kind: 'cutAnswer', afterBytes: 200_000 } : number === 2 ? { kind: 'flipByte' } : undefined))
    const own = await openBench(faulty.provider, await store.folder('state'))
    const folder = await store.folder('target')
    const batch = await own.finish(await own.service.enqueueDownload({ ...place(), selection: named(['far.bin']), folderPath: folder, conflict: 'overwrite' }))
    expect(own.itemsOf(batch)[0]).toMatchObject({ state: 'done', attempts: 3, verified: true })
    expect((await readFile(path.join(folder, 'far.bin'))).equals(content)).toBe(true)
    expect(await readdir(folder)).toEqual(['far.bin'])
    await own.service.close()
    await faulty.close()
  })

  it('fails with ChecksumMismatch when the bytes stay wrong, keeping what was there before', async () => {
    await putText(store.provider, bucket, 'bad.bin', 'from the bucket')
    const faulty = await faultyProvider(store, () => ({ kind: 'flipByte' }))
    const own = await openBench(faulty.provider, await store.folder('state'))
    const folder = await store.folder('target')
    await writeFile(path.join(folder, 'bad.bin'), 'local before')
    const batch = await own.finish(await own.service.enqueueDownload({ ...place(), selection: named(['bad.bin']), folderPath: folder, conflict: 'overwrite' }))
    expect(own.itemsOf(batch)[0]).toMatchObject({ state: 'failed', attempts: 3, error: { code: 'ChecksumMismatch' } })
    expect(await readdir(folder)).toEqual(['bad.bin'])
    expect(await readFile(path.join(folder, 'bad.bin'), 'utf8')).toBe('local before')
    await own.service.close()
    await faulty.close()
  })

  it('stops in the middle when cancelled and leaves nothing behind', async () => {
    await putText(store.provider, bucket, 'slow.bin', randomBytes(1_000_000))
    let stalled: () => void = () => undefined
    const inTheMiddle = new Promise<void>((resolve) => {
      stalled = resolve
    })
    const faulty = await faultyProvider(store, () => ({ kind: 'stallAnswer', afterBytes: 100_000 }))
    const own = await openBench(faulty.provider, await store.folder('state'), {
      ...nodeFiles,
      open: async (...args: Parameters<typeof nodeFiles.open>) => {
        const handle = await nodeFiles.open(...args)
        const telling = <A extends unknown[], R>(write: (...inner: A) => Promise<R>) => async (...inner: A): Promise<R> => {
          const written = await write(...inner)
          stalled()
          return written
        }
        return { ...handle, write: telling((...inner) => handle.write(...inner)), writev: telling((...inner) => handle.writev(...inner)) }
      },
    })
    const folder = await store.folder('target')
    const batch = await own.service.enqueueDownload({ ...place(), selection: named(['slow.bin']), folderPath: folder, conflict: 'overwrite' })
    await inTheMiddle
    expect(await readdir(folder)).toEqual(['.slow.bin.ossia-part'])
    await own.service.cancel([batch.batchId])
    expect((await own.finish(batch)).state).toBe('cancelled')
    expect(await readdir(folder)).toEqual([])
    await own.service.close()
    await faulty.close()
  })

  it('stops before it starts when the disk has no room, and in the middle when it fills up', async () => {
    for (const key of ['d/1', 'd/2', 'd/3']) await putText(store.provider, bucket, key, randomBytes(100_000))
    const folder = await store.folder('target')
    let full = true
    const short = await openBench(store.provider, await store.folder('state'), { ...nodeFiles, freeBytes: () => Promise.resolve(full ? 250_000 : 1e12) })
    const batch = await short.finish(await short.service.enqueueDownload({ ...place(), selection: named([], ['d/']), folderPath: folder, conflict: 'overwrite' }))
    expect(batch).toMatchObject({ state: 'failed', error: { code: 'LocalDiskFull', details: { NeededBytes: '300000', FreeBytes: '250000' } } })
    full = false
    await short.service.retry([batch.batchId])
    expect(await short.finish(batch)).toMatchObject({ state: 'done', itemsDone: 3 })
    await short.service.close()

    const filling = await openBench(store.provider, await store.folder('state'), {
      ...nodeFiles,
      open: async (...args: Parameters<typeof nodeFiles.open>) => {
        const handle = await nodeFiles.open(...args)
        const full = () => Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC', syscall: 'write' }))
        Object.assign(handle, { write: full, writev: full })
        return handle
      },
    })
    const other = await store.folder('target')
    const stopped = await filling.finish(await filling.service.enqueueDownload({ ...place(), selection: named([], ['d/']), folderPath: other, conflict: 'overwrite' }))
    expect(stopped).toMatchObject({ state: 'failed', error: { code: 'LocalDiskFull' } })
    expect((await treeOf(other)).size).toBe(1)
    await filling.service.close()
  })

  it('says that the folder cannot be written to', async () => {
    await putText(store.provider, bucket, 'x', 'x')
    const gone = path.join(await store.folder('target'), 'was-removed')
    const batch = await bench.finish(await bench.service.enqueueDownload({ ...place(), selection: named(['x']), folderPath: gone, conflict: 'overwrite' }))
    expect(batch).toMatchObject({ state: 'failed', error: { code: 'LocalFolderUnwritable' } })
  })

  it('skips files that are there when told so', async () => {
    await putText(store.provider, bucket, 'x', 'remote')
    const folder = await store.folder('target')
    await writeFile(path.join(folder, 'x'), 'local')
    const batch = await bench.finish(await bench.service.enqueueDownload({ ...place(), selection: named(['x']), folderPath: folder, conflict: 'skip' }))
    expect(batch).toMatchObject({ state: 'done', itemsSkipped: 1 })
    expect(await readFile(path.join(folder, 'x'), 'utf8')).toBe('local')
  })

  it('tells an object that vanished as its own failure', async () => {
    await putText(store.provider, bucket, 'there', 'x')
    const folder = await store.folder('target')
    const batch = await bench.finish(await bench.service.enqueueDownload({ ...place(), selection: named(['there', 'vanished']), folderPath: folder, conflict: 'overwrite' }))
    expect(batch).toMatchObject({ state: 'failed', itemsDone: 1, itemsFailed: 1 })
    expect(bench.itemsOf(batch).find((row) => row.key === 'vanished')?.error).toMatchObject({ code: 'NoSuchKey', status: 404 })
    expect((await getBytes(store.provider, bucket, 'there')).toString()).toBe('x')
  })

  it('fails when bytes of a large object could not be brought to the disk, although the system tells so only once', async () => {
    await putText(store.provider, bucket, 'large', randomBytes(700_000))
    let syncs = 0
    const own = await openBench(
      store.provider,
      await store.folder('state'),
      {
        ...nodeFiles,
        open: async (...args: Parameters<typeof nodeFiles.open>) => {
          const handle = await nodeFiles.open(...args)
          if (!args[0].endsWith('.ossia-part')) return handle
          const sync = async (): Promise<void> => {
            if (++syncs === 1) throw Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'fsync' })
            await handle.sync()
          }
          return { ...handle, sync }
        },
      },
      smallSizes,
    )
    const folder = await store.folder('target')
    const batch = await own.finish(await own.service.enqueueDownload({ ...place(), selection: named(['large']), folderPath: folder, conflict: 'overwrite' }))
    expect(own.itemsOf(batch)[0]).toMatchObject({ state: 'failed', error: { code: 'LocalFolderUnwritable' } })
    // Nothing stays that another try would go on with: read again it looks right, as the system remembers what it lost.
    expect([...(await treeOf(folder)).keys()]).toEqual([])
    expect(syncs).toBeGreaterThan(0)
    await own.service.close()
  })

  it('has a small object whole and on the disk before it gives it its name', async () => {
    await putText(store.provider, bucket, 'small', 'all of it')
    const steps: string[] = []
    const own = await openBench(store.provider, await store.folder('state'), {
      ...nodeFiles,
      open: async (...args: Parameters<typeof nodeFiles.open>) => {
        const handle = await nodeFiles.open(...args)
        if (!args[0].endsWith('.ossia-part')) return handle
        steps.push((args[1] & writeThrough) === writeThrough ? 'open so that writes are on the disk' : 'open')
        return {
          ...handle,
          write: (...inner: Parameters<typeof handle.write>) => {
            steps.push(`write ${String(inner[2])}`)
            return handle.write(...inner)
          },
          sync: () => {
            steps.push('sync')
            return handle.sync()
          },
        }
      },
      rename: (...args: Parameters<typeof nodeFiles.rename>) => {
        steps.push('name')
        return nodeFiles.rename(...args)
      },
    })
    const folder = await store.folder('target')
    await own.finish(await own.service.enqueueDownload({ ...place(), selection: named(['small']), folderPath: folder, conflict: 'overwrite' }))
    expect(steps).toEqual(['open so that writes are on the disk', 'write 9', 'sync', 'name'])
    await own.service.close()
  })
})
