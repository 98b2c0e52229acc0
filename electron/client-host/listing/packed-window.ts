import type { ListingView, PackedListingWindow } from '../../contract/listings.ts'
import { packRows } from '../../contract/packed-rows.ts'
import type { ListingSession } from './listing-session.ts'

/**
 * Rows of a listing as they cross to the window, with how far the reading was when they were taken. A reading that ended while
 * their order was being made says so for the last time: such an answer is made again, or its rows would stay behind for good.
 */
export async function packedWindow(
  session: Pick<ListingSession, 'index' | 'progress' | 'getWindow'>,
  view: ListingView,
  offset: number,
  limit: number,
): Promise<PackedListingWindow> {
  for (;;) {
    const { revision } = session.progress()
    const window = await session.getWindow(view, offset, limit)
    const progress = session.progress()
    if (progress.revision === revision || progress.state === 'loading') return { ...window, rows: packRows(session.index.prefix, window.rows), progress }
  }
}
