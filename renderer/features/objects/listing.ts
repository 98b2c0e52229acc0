import type { OssErrorWire } from '../../../electron/contract/error-wire.ts'
import type { ListingProgress, ListingView } from '../../../electron/contract/listings.ts'
import type { Place } from '../navigation/index.ts'
import type { ListingRows } from './use-listing-rows.ts'

/** The open folder, as the list, the toolbar and the inspector see it. */
export interface Listing extends Omit<ListingRows, 'error'> {
  readonly place: Place | undefined
  readonly view: ListingView
  readonly progress: ListingProgress | undefined
  /** What is being read in place of `progress` after a refresh. */
  readonly refreshing: ListingProgress | undefined
  /** A reading was asked for and the service has not answered yet. */
  readonly opening: boolean
  readonly error: OssErrorWire | undefined
  /** Tells which rows are on screen, so that they and their neighbours are read. */
  readonly showRows: (first: number, end: number) => void
  readonly reopen: () => void
}
