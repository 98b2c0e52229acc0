import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { nextTurn } from '../aborts.ts'
import type { Provider } from '../providers/object-provider.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { faultyProvider, getBytes, keysOf, openBench, putText, type TransferBench } from '../test-support/transfer-bench.ts'
import { nodeFiles, type LocalFiles } from './local-files.ts'

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
  bucket = `upload-${String(++serial)}`
  await store.provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
})
const place = (prefix = ''): { profileId: string; bucket: string; prefix: string } => ({ profileId: 'local', bucket, prefix })

describe('an upload', () => {
  it('brings a dropped tree into the bucket, empty folders as markers, links as skipped rows', async () => {
    const folder = await store.folder('tree')
    const tree = path.join(folder, 'tree')
    await mkdir(path.join(tree, 'empty'), { recursive: true })
    await mkdir(path.join(tree, 'deep', 'er'), { recursive: true })
    await writeFile(path.join(tree, 'a.txt'), 'hello')
    await writeFile(path.join(tree, 'zero'), '')
    const large = randomBytes(3_000_000)
    await writeFile(path.join(tree, 'deep', 'er', '大 %+#.bin'), large)
    await symlink('/etc/passwd', path.join(tree, 'link'))
    const batch = await bench.finish(await bench.service.enqueueUpload({ ...place('in/'), paths: [tree], conflict: 'overwrite' }))
    expect(batch).toMatchObject({ state: 'done', itemsDone: 4, itemsSkipped: 1, itemsFailed: 0, bytesDone: 3_000_005, bytesTotal: 3_000_005, scanned: true, title: 'tree' })
    expect(await keysOf(store.provider, bucket)).toEqual(['in/tree/a.txt', 'in/tree/deep/er/大 %+#.bin', 'in/tree/empty/', 'in/tree/zero'])
    expect((await getBytes(store.provider, bucket, 'in/tree/deep/er/大 %+#.bin')).equals(large)).toBe(true)
    expect((await store.provider.headObject({ bucket, key: 'in/tree/a.txt' })).headers['content-type']).toBe('text/plain')
    const rows = bench.itemsOf(batch)
    expect(rows.find((row) => row.name === 'tree/link')).toMatchObject({ state: 'skipped', error: { code: 'SymbolicLinkSkipped' } })
    expect(rows.find((row) => row.name === 'tree/a.txt')).toMatchObject({ state: 'done', verified: true, attempts: 1, key: 'in/tree/a.txt' })
  })

  it('shows what cannot be read as failed rows and uploads the rest', async () => {
    const folder = await store.folder('unreadable')
    await mkdir(path.join(folder, 'locked'))
    await writeFile(path.join(folder, 'fine'), 'x')
    await writeFile(path.join(folder, 'secret'), 'x')
    execFileSync('mkfifo', [path.join(folder, 'pipe')])
    const denied = (): Error => Object.assign(new Error('denied'), { code: 'EACCES', syscall: 'open' })
    let permitted = false
    const files = {
      ...nodeFiles,
      readdir: async (one: string) => (one.endsWith('locked') && !permitted ? Promise.reject(denied()) : nodeFiles.readdir(one)),
      open: (async (...args: Parameters<typeof nodeFiles.open>) => (args[0].endsWith('secret') && !permitted ? Promise.reject(denied()) : nodeFiles.open(...args))) as typeof nodeFiles.open,
    }
    const own = await openBench(store.provider, await store.folder('state'), files)
    const gone = path.join(folder, 'never-was')
    const batch = await own.finish(await own.service.enqueueUpload({ ...place(), paths: [folder, gone], conflict: 'overwrite' }))
    expect(batch).toMatchObject({ state: 'failed', itemsDone: 1, itemsFailed: 3, itemsSkipped: 1 })
    const name = path.basename(folder)
    const failures = own.service.listItems({ batchId: batch.batchId, states: ['failed'], offset: 0, limit: 10 }).items
    expect(failures.map((row) => [row.name, row.error?.code]).toSorted(([a], [b]) => String(a).localeCompare(String(b), 'en'))).toEqual([
      ['never-was', 'LocalFileUnreadable'],
      [`${name}/locked/`, 'LocalFileUnreadable'],
      [`${name}/secret`, 'LocalFileUnreadable'],
    ])
    // Once readable, a retry picks up those alone, and what is inside the folder.
    permitted = true
    await writeFile(path.join(folder, 'locked', 'inside'), 'y')
    await writeFile(gone, 'z')
    await own.service.retry([batch.batchId])
    expect(await own.finish(batch)).toMatchObject({ state: 'done', itemsFailed: 0 })
    expect((await keysOf(store.provider, bucket)).toSorted()).toEqual([`${name}/fine`, `${name}/locked/inside`, `${name}/secret`, 'never-was'].toSorted())
    await own.service.close()
  })

  it('skips, overwrites or keeps both when the key exists', async () => {
    const folder = await store.folder('conflict')
    const file = path.join(folder, 'photo.jpg')
    await writeFile(file, 'new')
    await putText(store.provider, bucket, 'photo.jpg', 'old')
    await putText(store.provider, bucket, 'photo (2).jpg', 'old too')
    const skip = await bench.finish(await bench.service.enqueueUpload({ ...place(), paths: [file], conflict: 'skip' }))
    expect(skip).toMatchObject({ state: 'done', itemsSkipped: 1, itemsDone: 0 })
    const both = await bench.finish(await bench.service.enqueueUpload({ ...place(), paths: [file], conflict: 'keepBoth' }))
    expect(bench.itemsOf(both)[0]).toMatchObject({ state: 'done', key: 'photo (3).jpg' })
    expect((await getBytes(store.provider, bucket, 'photo.jpg')).toString()).toBe('old')
    expect((await getBytes(store.provider, bucket, 'photo (3).jpg')).toString()).toBe('new')
    await bench.finish(await bench.service.enqueueUpload({ ...place(), paths: [file], conflict: 'overwrite' }))
    expect((await getBytes(store.provider, bucket, 'photo.jpg')).toString()).toBe('new')
  })

  it('keeps two dropped files of one name apart', async () => {
    const one = path.join(await store.folder('one'), 'same.txt')
    const two = path.join(await store.folder('two'), 'same.txt')
    await writeFile(one, '1')
    await writeFile(two, '2')
    await bench.finish(await bench.service.enqueueUpload({ ...place(), paths: [one, two], conflict: 'overwrite' }))
    expect((await getBytes(store.provider, bucket, 'same.txt')).toString()).toBe('1')
    expect((await getBytes(store.provider, bucket, 'same (2).txt')).toString()).toBe('2')
  })

  it('does not store a file that changes while it is read', async () => {
    const file = path.join(await store.folder('changing'), 'growing.log')
    await writeFile(file, randomBytes(2_000_000))
    const files = {
      ...nodeFiles,
      open: (async (...args: Parameters<typeof nodeFiles.open>) => {
        const handle = await nodeFiles.open(...args)
        const read = handle.read.bind(handle)
        let reads = 0
        handle.read = async (...inner: Parameters<typeof read>) => {
          if (++reads === 3) await appendFile(file, 'more')
          return read(...inner)
        }
        return handle
      }) as typeof nodeFiles.open,
    }
    const own = await openBench(store.provider, await store.folder('state'), files)
    const batch = await own.finish(await own.service.enqueueUpload({ ...place(), paths: [file], conflict: 'overwrite' }))
    expect(batch.state).toBe('failed')
    expect(own.itemsOf(batch)[0]).toMatchObject({ error: { code: 'SourceFileChanged' }, attempts: 1 })
    expect(await keysOf(store.provider, bucket)).toEqual([])
    await own.service.close()
  })

  it('gets through 503 and a connection cut in the middle, and counts the tries', async () => {
    const faulty = await faultyProvider(store, (_request, number) => (number === 1 ? { kind: 'unavailable' } : number === 2 ? { kind: 'cutRequest', afterBytes: 300_000 } : undefined))
    const own = await openBench(faulty.provider, await store.folder('state'))
    const content = randomBytes(2_000_000)
    const file = path.join(await store.folder('source'), 'tough.bin')
    await writeFile(file, content)
    const batch = await own.finish(await own.service.enqueueUpload({ ...place(), paths: [file], conflict: 'overwrite' }))
    expect(batch).toMatchObject({ state: 'done', bytesDone: 2_000_000, bytesTotal: 2_000_000 })
    expect(own.itemsOf(batch)[0]).toMatchObject({ attempts: 3, verified: true })
    expect((await getBytes(store.provider, bucket, 'tough.bin')).equals(content)).toBe(true)
    await own.service.close()
    await faulty.close()
  })

  it('knows its own object again after a lost answer, and does not keep it twice', async () => {
    const faulty = await faultyProvider(store, (request, number) => (request.method === 'PUT' && number <= 2 ? { kind: 'loseAnswer' } : undefined))
    const own = await openBench(faulty.provider, await store.folder('state'))
    const file = path.join(await store.folder('source'), 'once.txt')
    await writeFile(file, 'only once')
    const batch = await own.finish(await own.service.enqueueUpload({ ...place(), paths: [file], conflict: 'keepBoth' }))
    expect(own.itemsOf(batch)[0]).toMatchObject({ state: 'done', verified: true, key: 'once.txt', attempts: 2 })
    expect(await keysOf(store.provider, bucket)).toEqual(['once.txt'])
    await own.service.close()
    await faulty.close()
  })

  it('fails a file whose checksum the service tells differently', async () => {
    const faulty = await faultyProvider(store, (request) => (request.method === 'PUT' ? { kind: 'wrongChecksum' } : undefined))
    const own = await openBench(faulty.provider, await store.folder('state'))
    const file = path.join(await store.folder('source'), 'bad.txt')
    await writeFile(file, 'bytes')
    const batch = await own.finish(await own.service.enqueueUpload({ ...place(), paths: [file], conflict: 'overwrite' }))
    expect(own.itemsOf(batch)[0]).toMatchObject({ state: 'failed', verified: false, attempts: 3, error: { code: 'ChecksumMismatch' } })
    await own.service.close()
    await faulty.close()
  })

  it('stops at once when cancelled, leaves no object, and runs again', async () => {
    const file = path.join(await store.folder('source'), 'large.bin')
    const content = randomBytes(8_000_000)
    await writeFile(file, content)
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    let reached: () => void = () => undefined
    const inTheMiddle = new Promise<void>((resolve) => {
      reached = resolve
    })
    let reads = 0
    const files = {
      ...nodeFiles,
      open: (async (...args: Parameters<typeof nodeFiles.open>) => {
        const handle = await nodeFiles.open(...args)
        const read = handle.read.bind(handle)
        handle.read = async (...inner: Parameters<typeof read>) => {
          if (++reads === 10) {
            reached()
            await held
          }
          return read(...inner)
        }
        return handle
      }) as typeof nodeFiles.open,
    }
    const own = await openBench(store.provider, await store.folder('state'), files)
    const batch = await own.service.enqueueUpload({ ...place(), paths: [file], conflict: 'overwrite' })
    await inTheMiddle
    const cancelled = own.service.cancel([batch.batchId])
    release()
    await cancelled
    expect(await own.finish(batch)).toMatchObject({ state: 'cancelled', bytesDone: 0, itemsFailed: 0 })
    expect(own.itemsOf(batch)[0]?.state).toBe('cancelled')
    expect(await keysOf(store.provider, bucket)).toEqual([])
    await own.service.retry([batch.batchId])
    expect((await own.finish(batch)).state).toBe('done')
    expect((await getBytes(store.provider, bucket, 'large.bin')).equals(content)).toBe(true)
    await own.service.close()
  })

  it('sends one file at a time beside the walk that finds them, and all it can when that is over', async () => {
    const folder = await store.folder('walk-first')
    const tree = path.join(folder, 'walk')
    for (const name of ['1', '2']) await mkdir(path.join(tree, name), { recursive: true })
    for (let number = 0; number < 20; number++) await writeFile(path.join(tree, '1', `${String(number)}.txt`), 'x')
    await writeFile(path.join(tree, '2', 'last.txt'), 'y')
    let [asked, sending, most] = [0, 0, 0]
    let walkOn = (): void => undefined
    const held = new Promise<void>((resolve) => (walkOn = resolve))
    let answer = (): void => undefined
    const answered = new Promise<void>((resolve) => (answer = resolve))
    const files: LocalFiles = { ...nodeFiles, readdir: async (at) => (path.basename(at) === '2' ? held : Promise.resolve()).then(() => nodeFiles.readdir(at)) }
    const provider: Provider = {
      ...store.provider,
      putObject: async (input) => {
        asked++
        most = Math.max(most, ++sending)
        await answered
        sending--
        return store.provider.putObject(input)
      },
    }
    const own = await openBench(provider, await store.folder('walk-first-state'), files)
    const batch = await own.service.enqueueUpload({ ...place(), paths: [tree], conflict: 'overwrite' })
    await expect.poll(() => asked).toBe(1)
    for (let turn = 0; turn < 100; turn++) await nextTurn()
    expect(own.service.listBatches()[0]).toMatchObject({ scanned: false, itemsTotal: 20 })
    expect(most).toBe(1)
    walkOn()
    await expect.poll(() => most).toBeGreaterThan(8)
    answer()
    expect(await own.finish(batch)).toMatchObject({ state: 'done', itemsDone: 21 })
    await own.service.close()
  })

  it('refuses names that cannot be keys with a row that says why', async () => {
    const folder = await store.folder('names')
    const name = `n${'x'.repeat(200)}`
    const deep = path.join(folder, name, name, name, name, name)
    await mkdir(deep, { recursive: true })
    await writeFile(path.join(deep, 'y'.repeat(100)), 'too long as a key')
    await writeFile(path.join(folder, Buffer.from([0x66, 0xff, 0x67]).toString('latin1')), 'fine')
    execFileSync('python3', ['-c', `import os,sys; open(os.fsencode(sys.argv[1]) + b"/bad\\xff", "w").close()`, folder])
    const batch = await bench.finish(await bench.service.enqueueUpload({ ...place(), paths: [folder], conflict: 'overwrite' }))
    expect(batch).toMatchObject({ state: 'failed', itemsDone: 1, itemsFailed: 2 })
    expect(bench.itemsOf(batch).filter((row) => row.state === 'failed').map((row) => String(row.error?.code)).toSorted()).toEqual(['InvalidObjectName', 'LocalFileUnreadable'])
    await rm(folder, { recursive: true })
  })

  it('previews how many files come and which keys they would replace', async () => {
    const folder = await store.folder('preview')
    const tree = path.join(folder, 'site')
    await mkdir(path.join(tree, 'css'), { recursive: true })
    await writeFile(path.join(tree, 'index.html'), '<html>')
    await writeFile(path.join(tree, 'css', 'main.css'), 'body{}')
    await writeFile(path.join(folder, 'new.txt'), 'n')
    await putText(store.provider, bucket, 'p/site/index.html', 'old page')
    const { previewUpload } = await import('./preview-upload.ts')
    const preview = await previewUpload({ provider: store.provider, files: nodeFiles, bucket, prefix: 'p/', paths: [tree, path.join(folder, 'new.txt')], signal: new AbortController().signal })
    expect(preview).toMatchObject({ files: 3, bytes: 13, conflictCount: 1, complete: true })
    expect(preview.conflicts[0]).toMatchObject({ name: 'site/index.html', key: 'p/site/index.html', sourceSizeBytes: 6, targetSizeBytes: 8 })
  })

  it('asks nobody to wait for a look at files where none can meet another', async () => {
    const folder = await store.folder('preview-empty')
    await mkdir(path.join(folder, 'site'))
    await writeFile(path.join(folder, 'site', 'index.html'), '<html>')
    const { previewUpload } = await import('./preview-upload.ts')
    const walked: string[] = []
    const files: LocalFiles = { ...nodeFiles, readdir: (at) => (walked.push(at), nodeFiles.readdir(at)) }
    const preview = await previewUpload({ provider: store.provider, files, bucket, prefix: 'nothing-here/', paths: [path.join(folder, 'site')], signal: new AbortController().signal })
    expect(preview).toMatchObject({ conflictCount: 0, conflicts: [], complete: true })
    expect(walked).toEqual([])
  })
})
