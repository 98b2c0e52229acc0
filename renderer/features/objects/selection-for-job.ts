import type { ListingRow } from '../../../electron/contract/listings.ts'
import type { ObjectSelection, SelectionSummary } from '../../../electron/contract/selections.ts'
import type { Listing } from './listing.ts'
import { countOf, indexesOf } from './ranges.ts'
import { useObjectsStore, type ObjectsState } from './store.ts'

/** Selections up to this many rows are named one by one, which survives a change of the list. */
const namedAtMost = 1000

/** The chosen rows, when there are few enough to name them and all of them are read. */
function namedRows(listing: Listing, { ranges }: ObjectsState['selection']): readonly ListingRow[] | undefined {
  const count = countOf(ranges)
  if (count === 0 || count > namedAtMost) return undefined
  const known = [...indexesOf(ranges)].map((index) => listing.peekRow(index)).filter((row) => row !== undefined)
  return known.length === count ? known : undefined
}

/** What is chosen and not deleted, as the list tells it: no request, and no permission but the list's. Undefined when only its engine can tell. */
export function summaryOfNamed(listing: Listing, { selection, orderId }: Pick<ObjectsState, 'selection' | 'orderId'> = useObjectsStore.getState()): SelectionSummary | undefined {
  const rows = orderId === listing.orderId ? namedRows(listing, selection)?.filter(({ deleted }) => deleted !== true) : undefined
  if (rows === undefined) return undefined
  const objects = rows.filter(({ kind }) => kind === 'object')
  return { objects: objects.length, folders: rows.length - objects.length, bytes: objects.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) }
}

/**
 * The present selection of the active pane, or a given one, as a job understands it, or undefined when nothing is chosen or its
 * order is gone. Deleted objects are what is chosen for `deleted` alone; every other job passes over them.
 */
export function selectionForJob(listing: Listing, { selection, orderId }: Pick<ObjectsState, 'selection' | 'orderId'> = useObjectsStore.getState(), which: 'present' | 'deleted' = 'present'): ObjectSelection | undefined {
  const sessionId = listing.progress?.sessionId
  if (countOf(selection.ranges) === 0 || orderId === undefined || sessionId === undefined || orderId !== listing.orderId) return undefined
  const known = namedRows(listing, selection)
  if (known !== undefined) {
    const isDeleted = which === 'deleted'
    const objects = known.filter((row) => row.kind === 'object' && (row.deleted === true) === isDeleted)
    const prefixes = known.filter((row) => row.kind === 'folder' && (isDeleted || row.deleted !== true)).map((row) => row.key)
    if (objects.length + prefixes.length === 0) return undefined
    const momentMs = listing.place?.momentMs
    return { kind: 'names', keys: objects.map((row) => row.key), prefixes, ...(momentMs === undefined ? {} : { momentMs, versionIds: objects.map((row) => row.versionId ?? '') }) }
  }
  const ranges = selection.ranges.map(([start, end]): [number, number] => [start, end])
  return { kind: 'listing', selection: { sessionId, view: listing.view, orderId, ranges } }
}

/** The row that alone is chosen. */
export function onlyChosen(listing: Listing): ListingRow | undefined {
  const { selection, orderId } = useObjectsStore.getState()
  return countOf(selection.ranges) === 1 && orderId === listing.orderId ? listing.peekRow(selection.ranges[0]?.[0] ?? -1) : undefined
}
