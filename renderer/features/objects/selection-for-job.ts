import type { ListingRow } from '../../../electron/contract/listings.ts'
import type { ObjectSelection } from '../../../electron/contract/selections.ts'
import type { Listing } from './listing.ts'
import { countOf, indexesOf } from './ranges.ts'
import { useObjectsStore, type ObjectsState } from './store.ts'

/** Selections up to this many rows are named one by one, which survives a change of the list. */
const namedAtMost = 1000

/**
 * The present selection of the active pane, or a given one, as a job understands it, or undefined when nothing is chosen or its
 * order is gone. Deleted objects are what is chosen for `deleted` alone; every other job passes over them.
 */
export function selectionForJob(listing: Listing, { selection, orderId }: Pick<ObjectsState, 'selection' | 'orderId'> = useObjectsStore.getState(), which: 'present' | 'deleted' = 'present'): ObjectSelection | undefined {
  const count = countOf(selection.ranges)
  const sessionId = listing.progress?.sessionId
  if (count === 0 || orderId === undefined || sessionId === undefined || orderId !== listing.orderId) return undefined
  if (count <= namedAtMost) {
    const rows = [...indexesOf(selection.ranges)].map((index) => listing.peekRow(index))
    const known = rows.filter((row) => row !== undefined)
    if (known.length === count) {
      const isDeleted = which === 'deleted'
      const objects = known.filter((row) => row.kind === 'object' && (row.deleted === true) === isDeleted)
      const prefixes = known.filter((row) => row.kind === 'folder' && (isDeleted || row.deleted !== true)).map((row) => row.key)
      if (objects.length + prefixes.length === 0) return undefined
      const momentMs = listing.place?.momentMs
      return { kind: 'names', keys: objects.map((row) => row.key), prefixes, ...(momentMs === undefined ? {} : { momentMs, versionIds: objects.map((row) => row.versionId ?? '') }) }
    }
  }
  const ranges = selection.ranges.map(([start, end]): [number, number] => [start, end])
  return { kind: 'listing', selection: { sessionId, view: listing.view, orderId, ranges } }
}

/** The row that alone is chosen. */
export function onlyChosen(listing: Listing): ListingRow | undefined {
  const { selection, orderId } = useObjectsStore.getState()
  return countOf(selection.ranges) === 1 && orderId === listing.orderId ? listing.peekRow(selection.ranges[0]?.[0] ?? -1) : undefined
}
