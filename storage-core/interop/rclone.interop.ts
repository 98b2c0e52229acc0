import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filler, readTree, writeTree } from './file-tree.ts'
import { readmeBlock } from './readme-block.ts'
import { hasClient, runClient, tryClient } from './run-client.ts'
import { startStoreProcess, type StoreProcess } from './store-process.ts'

describe.skipIf(!hasClient('rclone', ['version']))('rclone', () => {
  let store: StoreProcess
  let environment: Record<string, string>
  let source: string
  beforeAll(async () => {
    store = await startStoreProcess()
    source = path.join(store.folder, 'source')
    environment = { RCLONE_CONFIG: path.join(store.folder, 'rclone.conf') }
    await writeFile(path.join(store.folder, 'rclone.conf'), await readmeBlock('rclone', store.host))
    await writeTree(source, 500)
    await rclone('mkdir', 'ossia:tree')
  })
  afterAll(() => store.stop())
  const rclone = (...args: string[]) => runClient('rclone', ['--retries', '1', '--low-level-retries', '1', ...args], environment)
  const list = async (where: string) => (await rclone('lsf', '--files-only', '-R', where)).split('\n').filter((line) => line !== '').toSorted()

  it('syncs 500 files up and down without changing a byte', async () => {
    await rclone('sync', source, 'ossia:tree')
    const before = await readTree(source)
    expect(await list('ossia:tree')).toEqual(Object.keys(before).toSorted())
    await rclone('check', '--download', source, 'ossia:tree')
    const copy = path.join(store.folder, 'copy')
    await rclone('sync', 'ossia:tree', copy)
    expect(await readTree(copy)).toEqual(before)
  })

  it('finds nothing to do the second time, and what changed the third', async () => {
    const planned = async () => (await tryClient('rclone', ['sync', '--dry-run', source, 'ossia:tree'], environment)).errors
    expect(await planned()).not.toContain('Skipped')
    const file = path.join(source, 'docs', 'added.txt')
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, 'added')
    expect(await planned()).toContain('added.txt: Skipped copy')
    await rclone('sync', source, 'ossia:tree')
    expect(await rclone('cat', 'ossia:tree/docs/added.txt')).toBe('added')
    await rm(file)
    await rclone('sync', source, 'ossia:tree')
    expect(await list('ossia:tree/docs')).not.toContain('added.txt')
  })

  it('moves and deletes', async () => {
    const file = path.join(store.folder, 'moved.txt')
    await writeFile(file, 'moved')
    await rclone('copyto', file, 'ossia:tree/from here.txt')
    await rclone('moveto', 'ossia:tree/from here.txt', 'ossia:tree/to/ü there.txt')
    expect(await rclone('cat', 'ossia:tree/to/ü there.txt')).toBe('moved')
    expect(await list('ossia:tree/to')).toEqual(['ü there.txt'])
    await rclone('purge', 'ossia:tree/to')
    expect(await list('ossia:tree/to').catch(() => [])).toEqual([])
  })

  it('uploads 60 MB in parts', async () => {
    const bytes = filler(60 * 1024 * 1024, 'large')
    const file = path.join(store.folder, 'large.bin')
    await writeFile(file, bytes)
    await rclone('copyto', '--s3-upload-cutoff', '8M', '--s3-chunk-size', '5M', file, 'ossia:tree/large.bin')
    const copy = path.join(store.folder, 'large-copy.bin')
    await rclone('copyto', '--multi-thread-cutoff', '10M', 'ossia:tree/large.bin', copy)
    expect((await readFile(copy)).equals(bytes)).toBe(true)
    const [entry] = JSON.parse(await rclone('lsjson', '--stat=false', 'ossia:tree/large.bin')) as { Size: number }[]
    expect(entry?.Size).toBe(bytes.length)
    await rclone('deletefile', 'ossia:tree/large.bin')
  })

  it('makes links that curl can follow', async () => {
    const file = path.join(store.folder, 'linked.txt')
    await writeFile(file, 'linked')
    await rclone('copyto', file, 'ossia:tree/a b/linked+.txt')
    const link = (await rclone('link', '--expire', '1h', 'ossia:tree/a b/linked+.txt')).trim()
    expect(await runClient('curl', ['-sS', '--fail', link])).toBe('linked')
  })

  it('keeps old versions where a bucket has them', async () => {
    await rclone('mkdir', 'ossia:versions')
    await rclone('backend', 'versioning', 'ossia:versions', 'Enabled')
    const file = path.join(store.folder, 'v.txt')
    for (const text of ['one', 'two']) {
      await writeFile(file, text)
      await rclone('copyto', '--ignore-times', file, 'ossia:versions/v.txt')
    }
    const versions = (await rclone('lsf', '--s3-versions', 'ossia:versions')).trim().split('\n')
    expect(versions).toHaveLength(2)
    const old = versions.find((name) => name !== 'v.txt')
    expect(await rclone('cat', '--s3-versions', `ossia:versions/${old}`)).toBe('one')
  })
})
