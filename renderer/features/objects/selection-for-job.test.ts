import { describe, expect, it } from 'vitest'
import type { ListingRow } from '../../../electron/contract/listings.ts'
import type { Listing } from './listing.ts'
import { summaryOfNamed } from './selection-for-job.ts'

const object = (key: string, sizeBytes: number, deleted = false): ListingRow => ({ kind: 'object', key, sizeBytes, lastModifiedMs: 0, etag: '', storageClass: 'Standard', type: 'Normal', ...(deleted ? { deleted } : {}) })
const folder = (key: string): ListingRow => ({ kind: 'folder', key, sizeBytes: 0, lastModifiedMs: 0, etag: '', storageClass: '', type: '' })
const listing = (rows: readonly (ListingRow | undefined)[]): Listing => ({
  place: { profileId: 'local', bucket: 'photos', prefix: '' },
  view: { filter: '', column: 'name', direction: 'ascending' },
  progress: undefined,
  refreshing: undefined,
  opening: false,
  error: undefined,
  total: rows.length,
  orderId: 'now',
  rowAt: (index) => rows[index],
  peekRow: (index) => rows[index],
  showRows: () => undefined,
  reopen: () => undefined,
})
const chosen = (ranges: readonly [number, number][], orderId = 'now') => ({ selection: { ranges, anchor: 0, focus: 0 }, orderId })

describe('what is chosen, counted from the list alone', () => {
  const rows = [folder('a/'), object('b', 5), object('c', 7), object('d', 100, true)]

  it('is the objects with their bytes and the folders, without what is deleted', () => {
    expect(summaryOfNamed(listing(rows), chosen([[0, 4]]))).toEqual({ objects: 2, folders: 1, bytes: 12 })
    expect(summaryOfNamed(listing(rows), chosen([[2, 3]]))).toEqual({ objects: 1, folders: 0, bytes: 7 })
  })

  it('is not known of rows that were not read, of another order, and of very many', () => {
    expect(summaryOfNamed(listing([...rows, undefined]), chosen([[0, 5]]))).toBeUndefined()
    expect(summaryOfNamed(listing(rows), chosen([[0, 4]], 'former'))).toBeUndefined()
    expect(summaryOfNamed(listing(Array.from({ length: 1001 }, (_, index) => object(String(index), 1))), chosen([[0, 1001]]))).toBeUndefined()
  })
})
