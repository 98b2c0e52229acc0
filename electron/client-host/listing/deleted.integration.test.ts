import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ListingProgress, ListingView } from '../../contract/listings.ts'
import { toWire } from '../errors.ts'
import type { Provider } from '../providers/object-provider.ts'
import { openProvider } from '../providers/open-provider.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { putText } from '../test-support/transfer-bench.ts'
import { createListingRegistry } from './listing-registry.ts'
import { resolveSelection } from './selection.ts'

let store: RealStore
beforeAll(async () => {
  store = await startRealStore()
})
afterAll(() => store.close())

const view: ListingView = { column: 'name', direction: 'ascending', filter: '' }

describe.each(['oss', 's3'] as const)('a list that shows what is deleted, over %s', (kind) => {
  let provider: Provider
  const bucket = `deleted-${kind}`
  beforeAll(async () => {
    provider = openProvider({ ...store.connection, kind })
    await provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
    await provider.putBucketSetting({ bucket, setting: { name: 'versioning', status: 'Enabled' } })
    for (const key of ['a', 'b', 'here/x', 'here/y', 'gone/z']) await putText(provider, bucket, key, `content of ${key}`)
    for (const key of ['b', 'here/y', 'gone/z']) await provider.deleteObject({ bucket, key })
  })
  afterAll(() => {
    provider.close()
  })

  it('has the same rows as without, and the deleted ones among them, which only a recovery takes', async () => {
    const listings = createListingRegistry()
    let end: (progress: ListingProgress) => void = () => undefined
    const complete = new Promise<ListingProgress>((resolve) => (end = resolve))
    const session = await listings.open({
      profileId: 'p',
      provider,
      bucket,
      prefix: '',
      showDeleted: true,
      toWire: (error) => toWire(error, () => undefined),
      onProgress: (progress) => {
        if (progress.state !== 'loading') end(progress)
      },
    })
    expect(await complete).toMatchObject({ state: 'complete', folders: 2, objects: 1, bytes: 12, deleted: 1 })
    const { rows, orderId } = await session.getWindow(view, 0, 10)
    expect(rows.map(({ key, deleted = false, sizeBytes }) => [key, deleted, sizeBytes])).toEqual([
      ['gone/', true, 0],
      ['here/', false, 0],
      ['a', false, 12],
      ['b', true, 12],
    ])
    const raw = await session.getWindow({ ...view, column: 'rawName', direction: 'descending' }, 0, 10)
    expect(raw.rows.map(({ key }) => key)).toEqual(['here/', 'gone/', 'b', 'a'])
    const selection = { kind: 'listing', selection: { sessionId: session.sessionId, view, orderId, ranges: [[0, 4]] } } as const
    const chosen = (which: 'present' | 'deleted') => {
      const { objects, prefixes } = resolveSelection(listings, { profileId: 'p', bucket }, { ...selection, selection: { ...selection.selection, ranges: [[0, 4]] } }, which)
      return { keys: [...objects].map(({ key }) => key), prefixes }
    }
    expect(chosen('present')).toEqual({ keys: ['a'], prefixes: ['here/'] })
    expect(chosen('deleted')).toEqual({ keys: ['b'], prefixes: ['gone/', 'here/'] })
    listings.closeAll()
  })
})
