import { expect, it } from 'vitest'
import type { ListingRow } from '../../../electron/contract/listings.ts'
import { objectAhead } from './object-ahead.ts'

const row: ListingRow = { kind: 'object', key: 'folder/a.txt', sizeBytes: 5, lastModifiedMs: 0, storageClass: 'Standard', etag: '"1"', type: 'Normal' }
const local = { profileId: 'local', bucket: 'photos' }

it('reads ahead from the local store alone, and only what can be read', () => {
  expect(objectAhead(local, row)).toMatchObject({ name: 'a.txt', key: 'folder/a.txt', isRead: true })
  expect(objectAhead({ ...local, profileId: 'cloud' }, row).isRead).toBe(false)
  expect(objectAhead(local, { ...row, storageClass: 'DeepColdArchive' }).isRead).toBe(false)
  expect(objectAhead(local, { ...row, deleted: true }).isRead).toBe(false)
  expect(objectAhead(local, { ...row, sizeBytes: 0 }).isRead).toBe(false)
})
