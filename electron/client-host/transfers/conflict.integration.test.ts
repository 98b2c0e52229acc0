import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ConflictPolicy } from '../../contract/conflict-policy.ts'
import type { TransferItem } from '../../contract/transfer-items.ts'
import { createListingRegistry } from '../listing/listing-registry.ts'
import { resolveSelection } from '../listing/selection.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { faultyProvider, getBytes, openBench, putText, type TransferBench } from '../test-support/transfer-bench.ts'

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
  bucket = `conflict-${String(++serial)}`
  await store.provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
})
const place = { profileId: 'local', prefix: '' }
const long = 60_000
const rows = (items: readonly TransferItem[]): [string, string][] => items.map((row): [string, string] => [row.name.replace(/^.*\//, ''), row.state]).toSorted(([a], [b]) => (a < b ? -1 : 1))

/** A folder with one file of each kind, whose objects are there already in part. */
async function source(): Promise<string> {
  const folder = path.join(await store.folder('source'), 'tree')
  await mkdir(folder)
  for (const name of ['same', 'longer', 'other', 'new']) await writeFile(path.join(folder, name), `local ${name}`)
  await putText(store.provider, bucket, 'tree/same', 'local same')
  await putText(store.provider, bucket, 'tree/longer', 'local longer and more')
  await putText(store.provider, bucket, 'tree/other', 'LOCAL other')
  return folder
}
const text = async (key: string): Promise<string> => (await getBytes(store.provider, bucket, key)).toString()

describe('an upload onto names that exist', () => {
  it('skips what is identical by size and checksum, and replaces the rest', async () => {
    const folder = await source()
    const batch = await bench.finish(await bench.service.enqueueUpload({ ...place, bucket, paths: [folder], conflict: 'skipIdentical' }))
    expect(rows(bench.itemsOf(batch))).toEqual([['longer', 'done'], ['new', 'done'], ['other', 'done'], ['same', 'skipped']])
    expect(await Promise.all(['same', 'longer', 'other', 'new'].map((name) => text(`tree/${name}`)))).toEqual(['local same', 'local longer', 'local other', 'local new'])
  })

  it('replaces only what is older than the file', async () => {
    const folder = await source()
    const past = new Date(Date.now() - long)
    const future = new Date(Date.now() + long)
    for (const name of ['same', 'longer', 'new']) await utimes(path.join(folder, name), past, past)
    await utimes(path.join(folder, 'other'), future, future)
    const batch = await bench.finish(await bench.service.enqueueUpload({ ...place, bucket, paths: [folder], conflict: 'newer' }))
    expect(rows(bench.itemsOf(batch))).toEqual([['longer', 'skipped'], ['new', 'done'], ['other', 'done'], ['same', 'skipped']])
    expect(await text('tree/longer')).toBe('local longer and more')
    expect(await text('tree/other')).toBe('local other')
  })

  it('treats single rows as they were chosen', async () => {
    const folder = await source()
    const choices: { name: string; conflict: ConflictPolicy }[] = [
      { name: 'tree/longer', conflict: 'keepBoth' },
      { name: 'tree/other', conflict: 'overwrite' },
    ]
    const batch = await bench.finish(await bench.service.enqueueUpload({ ...place, bucket, paths: [folder], conflict: 'skip', choices }))
    expect(rows(bench.itemsOf(batch))).toEqual([['longer', 'done'], ['new', 'done'], ['other', 'done'], ['same', 'skipped']])
    expect(await text('tree/longer')).toBe('local longer and more')
    expect(await text('tree/longer (2)')).toBe('local longer')
    expect(await text('tree/other')).toBe('local other')
  })

  it.each<readonly [ConflictPolicy, string]>([['skip', 'skipped'], ['newer', 'skipped'], ['skipIdentical', 'done'], ['keepBoth', 'done']])(
    'looks again when somebody is faster (%s)',
    async (conflict, state) => {
      const file = path.join(await store.folder('source'), 'raced')
      await writeFile(file, 'mine')
      await utimes(file, new Date(Date.now() - long), new Date(Date.now() - long))
      let raced: Promise<void> | undefined
      const faulty = await faultyProvider(store, (request) => {
        // Between the look at the name and the put of it.
        if (request.method === 'HEAD' && raced === undefined) raced = putText(store.provider, bucket, 'raced', 'theirs')
        return request.method === 'PUT' ? { kind: 'delay', until: raced } : undefined
      })
      const own = await openBench(faulty.provider, await store.folder('state'))
      const batch = await own.finish(await own.service.enqueueUpload({ ...place, bucket, paths: [file], conflict }))
      expect(own.itemsOf(batch)[0]).toMatchObject({ state, key: conflict === 'keepBoth' ? 'raced (2)' : 'raced' })
      expect(await text('raced')).toBe(conflict === 'skipIdentical' ? 'mine' : 'theirs')
      await own.service.close()
      await faulty.close()
    },
  )
})

describe('a download onto names that exist', () => {
  const all = (): ReturnType<typeof resolveSelection> => resolveSelection(createListingRegistry(), { profileId: 'local', bucket }, { kind: 'names', keys: [], prefixes: ['d/'] })
  async function target(): Promise<string> {
    const folder = await store.folder('target')
    await mkdir(path.join(folder, 'd'))
    for (const name of ['same', 'longer', 'other', 'new']) await putText(store.provider, bucket, `d/${name}`, `remote ${name}`)
    await writeFile(path.join(folder, 'd', 'same'), 'remote same')
    await writeFile(path.join(folder, 'd', 'longer'), 'remote longer and more')
    await writeFile(path.join(folder, 'd', 'other'), 'REMOTE other')
    return folder
  }

  it('skips what is identical and replaces the rest', async () => {
    const folder = await target()
    const batch = await bench.finish(await bench.service.enqueueDownload({ ...place, bucket, selection: all(), folderPath: folder, conflict: 'skipIdentical' }))
    expect(rows(bench.itemsOf(batch))).toEqual([['longer', 'done'], ['new', 'done'], ['other', 'done'], ['same', 'skipped']])
    for (const name of ['same', 'longer', 'other', 'new']) expect(await readFile(path.join(folder, 'd', name), 'utf8')).toBe(`remote ${name}`)
    expect((await readdir(path.join(folder, 'd'))).toSorted()).toEqual(['longer', 'new', 'other', 'same'])
  })

  it('replaces only what is older than the object', async () => {
    const folder = await target()
    const past = new Date(Date.now() - long)
    const future = new Date(Date.now() + long)
    await utimes(path.join(folder, 'd', 'longer'), past, past)
    for (const name of ['same', 'other']) await utimes(path.join(folder, 'd', name), future, future)
    const batch = await bench.finish(await bench.service.enqueueDownload({ ...place, bucket, selection: all(), folderPath: folder, conflict: 'newer' }))
    expect(rows(bench.itemsOf(batch))).toEqual([['longer', 'done'], ['new', 'done'], ['other', 'skipped'], ['same', 'skipped']])
    expect(await readFile(path.join(folder, 'd', 'longer'), 'utf8')).toBe('remote longer')
    expect(await readFile(path.join(folder, 'd', 'other'), 'utf8')).toBe('REMOTE other')
  })
})
