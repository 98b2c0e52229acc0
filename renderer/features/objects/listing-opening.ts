import { isCancelled, toCallError } from '../../bridge/call-error.ts'
import type { ListingView, ListingWindow } from '../../../electron/contract/listings.ts'
import type { WindowApi } from '../../../electron/contract/window-api.ts'
import type { Place } from '../navigation/index.ts'
import { useNotices } from '../notices/index.ts'
import { chunkSize } from './use-listing-rows.ts'

/** A listing on its way. */
export interface Opening {
  readonly placeKey: string
  readonly view: ListingView
  readonly window: Promise<ListingWindow>
  /** Gives it up; a session that was opened all the same is closed. */
  readonly abandon: () => void
}

export const placeKeyOf = ({ profileId, bucket, prefix, momentMs }: Place): string => JSON.stringify([profileId, bucket, prefix, momentMs])

/** Asks for a place and its first rows. */
export function openListing(api: WindowApi, place: Place, view: ListingView, showDeleted: boolean): Opening {
  const { profileId, bucket, prefix, momentMs } = place
  const controller = new AbortController()
  const window = api.listing.open({ profileId, bucket, prefix, view, limit: chunkSize, ...(momentMs === undefined ? (showDeleted ? { showDeleted } : {}) : { momentMs }) }, { signal: controller.signal })
  // Whoever takes the opening shows its failure; of one that nobody takes, nobody wants to know.
  window.catch(() => undefined)
  return {
    placeKey: placeKeyOf(place),
    view,
    window,
    abandon: () => {
      controller.abort()
      window.then(
        ({ progress }) => closeListing(api, progress.sessionId),
        // Given up, or failed: either way there is nothing to close and nobody waits for it.
        () => undefined,
      )
    },
  }
}

/** A session that cannot be closed is gone with its process already, which is all that closing is for. */
export function closeListing(api: WindowApi, sessionId: string): void {
  void api.listing.close({ sessionId }).catch((thrown: unknown) => {
    const { code } = toCallError(thrown)
    if (!isCancelled(thrown) && code !== 'ListingGone' && code !== 'ClientHostUnavailable') useNotices.getState().reportError(thrown)
  })
}
