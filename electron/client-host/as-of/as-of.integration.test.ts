import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ListingView } from '../../contract/listings.ts'
import { codeOf, toWire } from '../errors.ts'
import { createListingRegistry } from '../listing/listing-registry.ts'
import type { ListingSession } from '../listing/listing-session.ts'
import { requirePresent, resolveSelection, summarizeSelection } from '../listing/selection.ts'
import type { Provider } from '../providers/object-provider.ts'
import { openProvider } from '../providers/open-provider.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { getBytes, keysOf, openBench, putText, treeOf, type TransferBench } from '../test-support/transfer-bench.ts'

let store: RealStore
beforeAll(async () => {
  store = await startRealStore()
})
afterAll(() => store.close())

const byName: ListingView = { column: 'name', direction: 'ascending', filter: '' }

describe.each([
  ['OSS', 'oss'],
  ['S3', 's3'],
] as const)('a bucket as it was, over %s', (_, kind) => {
  let provider: Provider
  let bench: TransferBench
  const bucket = `past-${kind}`
  const profileId = 'local'
  const listings = createListingRegistry()
  const moments: number[] = []
  /** The moment before what follows. */
  const mark = (): void => {
    moments.push(store.now())
    store.passTime(2000)
  }
  const open = (prefix: string, momentMs: number | undefined): Promise<ListingSession> =>
    listings.open({ profileId, provider, bucket, prefix, momentMs, toWire: (error) => toWire(error, () => undefined), onProgress: () => undefined })
  const rows = async (prefix: string, moment: number): Promise<string[]> => {
    const session = await open(prefix, moments[moment])
    return (await session.getWindow(byName, 0, 100)).rows.map(({ key, sizeBytes }) => (key.endsWith('/') ? key : `${key}=${String(sizeBytes)}`))
  }

  beforeAll(async () => {
    provider = openProvider({ ...store.connection, kind })
    bench = await openBench(provider, await store.folder('state'))
    await provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
    await provider.putBucketSetting({ bucket, setting: { name: 'versioning', status: 'Enabled' } })
    mark()
    for (const key of ['a.txt', 'logs/1', 'logs/deep/2', 'old/x']) await putText(provider, bucket, key, '1')
    mark()
    await putText(provider, bucket, 'a.txt', '22')
    await provider.deleteObject({ bucket, key: 'old/x' })
    await putText(provider, bucket, 'new/y', '1')
    mark()
    await provider.deleteObject({ bucket, key: 'a.txt' })
    await putText(provider, bucket, 'logs/1', '333')
    mark()
  })
  afterAll(async () => {
    await bench.service.close()
    provider.close()
  })

  it('shows the objects and folders of each moment', async () => {
    expect(await rows('', 0)).toEqual([])
    expect(await rows('', 1)).toEqual(['logs/', 'old/', 'a.txt=1'])
    expect(await rows('', 2)).toEqual(['logs/', 'new/', 'a.txt=2'])
    expect(await rows('', 3)).toEqual(['logs/', 'new/'])
    expect(await rows('logs/', 2)).toEqual(['logs/deep/', 'logs/1=1'])
    expect(await rows('logs/', 3)).toEqual(['logs/deep/', 'logs/1=3'])
    expect(await rows('old/', 2)).toEqual([])
  })

  it('tells the version of each row, and how much was read for it', async () => {
    const session = await open('', moments[1])
    const row = (await session.getWindow(byName, 0, 100)).rows.at(-1)
    const { versionId = '' } = row ?? {}
    expect(await provider.headObject({ bucket, key: 'a.txt', versionId })).toMatchObject({ sizeBytes: 1 })
    expect(session.progress()).toMatchObject({ state: 'complete', asOf: { momentMs: moments[1], uncertain: 0 } })
    expect(session.progress().asOf?.versions).toBeGreaterThanOrEqual(6)
    const present = await open('', undefined)
    expect((await present.getWindow(byName, 0, 100)).rows.every((one) => one.versionId === undefined)).toBe(true)
    expect(present.progress()).not.toHaveProperty('asOf')
  })

  it('downloads what was there, folders with what they held', async () => {
    const session = await open('', moments[1])
    const { orderId, total } = await session.getWindow(byName, 0, 100)
    const chosen = { kind: 'listing', selection: { sessionId: session.sessionId, view: byName, orderId, ranges: [[0, total]] as [number, number][] } } as const
    expect(await summarizeSelection(listings, provider, { profileId, bucket }, chosen)).toEqual({ objects: 1, folders: 2, bytes: 1 })
    const selection = resolveSelection(listings, { profileId, bucket }, chosen)
    const folderPath = await store.folder('downloads')
    const batch = await bench.finish(await bench.service.enqueueDownload({ profileId, bucket, prefix: '', selection, folderPath, conflict: 'keepBoth' }))
    expect(batch).toMatchObject({ state: 'done', itemsDone: 4, momentMs: moments[1] })
    expect([...(await treeOf(folderPath))].filter(([name]) => !name.endsWith('/')).map(([name, bytes]) => `${name}=${String(bytes)}`).toSorted()).toEqual(['a.txt=1', 'logs/1=1', 'logs/deep/2=1', 'old/x=1'])
  })

  it('downloads what was named with its version', async () => {
    const session = await open('logs/', moments[2])
    const row = (await session.getWindow(byName, 0, 100)).rows.at(-1)
    const named = { kind: 'names', keys: ['logs/1'], prefixes: ['logs/deep/'], versionIds: [row?.versionId ?? ''], momentMs: moments[2] ?? 0 } as const
    const selection = resolveSelection(listings, { profileId, bucket }, { ...named, keys: [...named.keys], prefixes: [...named.prefixes], versionIds: [...named.versionIds] })
    const folderPath = await store.folder('downloads')
    await bench.finish(await bench.service.enqueueDownload({ profileId, bucket, prefix: 'logs/', selection, folderPath, conflict: 'keepBoth' }))
    expect([...(await treeOf(folderPath))].map(([name, bytes]) => `${name}=${String(bytes)}`).toSorted()).toEqual(['1=1', 'deep/2=1', 'deep/=undefined'])
    expect(() => requirePresent(selection)).toThrow(expect.objectContaining({ code: 'OperationNotSupported' }))
  })

  it('copies what was there, inside the service and through this computer, and moves none of it', async () => {
    const chosen = async () => {
      const session = await open('', moments[1])
      const { orderId, total } = await session.getWindow(byName, 0, 100)
      return resolveSelection(listings, { profileId, bucket }, { kind: 'listing', selection: { sessionId: session.sessionId, view: byName, orderId, ranges: [[0, total]] } })
    }
    const held = async (of: string) => Object.fromEntries(await Promise.all((await keysOf(provider, of)).filter((key) => !key.endsWith('/')).map(async (key) => [key, String(await getBytes(provider, of, key))])))
    const then = { 'a.txt': '1', 'logs/1': '1', 'logs/deep/2': '1', 'old/x': '1' }
    for (const targetProfile of [profileId, 'another']) {
      const target = { profileId: targetProfile, bucket: `${bucket}-to-${targetProfile}`, prefix: '' }
      await provider.putBucket({ bucket: target.bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
      const batch = await bench.finish(await bench.service.enqueueCopy({ profileId, bucket, prefix: '', selection: await chosen(), target, move: false, conflict: 'overwrite' }))
      expect(batch).toMatchObject({ state: 'done', itemsDone: 4, momentMs: moments[1] })
      expect(batch.relayed).toBe(targetProfile === profileId ? undefined : true)
      expect(await held(target.bucket)).toEqual(then)
    }
    // To where it was: beside what is there now, and in its own place where that is nothing.
    const before = await held(bucket)
    await bench.finish(await bench.service.enqueueCopy({ profileId, bucket, prefix: '', selection: await chosen(), target: { profileId, bucket, prefix: '' }, move: false, conflict: 'overwrite' }))
    expect(await held(bucket)).toEqual({ ...before, 'a.txt': '1', 'old/x': '1', 'logs (2)/1': '1', 'logs (2)/deep/2': '1' })
  })

  it('counts what was written without versioning since', async () => {
    await provider.putBucketSetting({ bucket, setting: { name: 'versioning', status: 'Suspended' } })
    await putText(provider, bucket, 'logs/1', 'without')
    const session = await open('logs/', moments[3])
    expect((await session.getWindow(byName, 0, 100)).rows.at(-1)).toMatchObject({ key: 'logs/1', sizeBytes: 3 })
    expect(session.progress().asOf).toMatchObject({ uncertain: 1 })
  })

  it('fails with what the service says', async () => {
    await expect(listings.open({ profileId, provider, bucket: 'past-nowhere', prefix: '', momentMs: 1, toWire: (error) => toWire(error, () => undefined), onProgress: () => undefined })).rejects.toSatisfy((error) => codeOf(error) === 'NoSuchBucket')
  })
})
