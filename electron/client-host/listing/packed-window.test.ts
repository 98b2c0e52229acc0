import { expect, it } from 'vitest'
import type { ListingProgress } from '../../contract/listings.ts'
import { createPackedIndex } from './packed-index.ts'
import { packedWindow } from './packed-window.ts'

it('rows that a reading outran are taken again when it has ended, for nothing more will be told of it', async () => {
  const index = createPackedIndex('')
  const ended = { state: 'complete', deleted: 1, revision: 2 } as const
  const told: ListingProgress = { sessionId: 's', state: 'loading', folders: 0, objects: 0, bytes: 0, deleted: 0, revision: 1 }
  let progress = told
  const session = {
    index,
    progress: () => progress,
    getWindow: async () => {
      const { deleted = 0 } = progress
      progress = { ...progress, ...ended }
      return { rows: [], total: deleted, orderId: 's.1' }
    },
  }
  expect(await packedWindow(session, { column: 'name', direction: 'ascending', filter: '' }, 0, 10)).toMatchObject({ total: 1, progress: ended })
})
