import { useMemo } from 'react'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import type { ListingRow, ObjectSelection } from '../../../electron/contract/schemas.ts'
import { nameOf } from '../../ui/names.ts'
import { formatAddress, openBeside, openPlace, schemeOf, useNavigation } from '../navigation/index.ts'
import { useNotices } from '../notices/index.ts'
import { useProfile } from '../profiles/index.ts'
import { useWorkspace } from '../workspace/index.ts'
import type { Listing } from './listing.ts'
import { useListingReader } from './listing-context.tsx'
import { countOf, indexesOf } from './ranges.ts'
import { useObjectsStore, type ObjectsState } from './store.ts'

/** Selections up to this many rows are named one by one, which survives a change of the list. */
const namedAtMost = 1000

/** The present selection of the active pane, or a given one, as a job understands it, or undefined when nothing is chosen or its order is gone. */
export function selectionForJob(listing: Listing, { selection, orderId }: Pick<ObjectsState, 'selection' | 'orderId'> = useObjectsStore.getState()): ObjectSelection | undefined {
  const count = countOf(selection.ranges)
  const sessionId = listing.progress?.sessionId
  if (count === 0 || orderId === undefined || sessionId === undefined || orderId !== listing.orderId) return undefined
  if (count <= namedAtMost) {
    const rows = [...indexesOf(selection.ranges)].map((index) => listing.peekRow(index))
    const known = rows.filter((row) => row !== undefined)
    if (known.length === count) {
      return {
        kind: 'names',
        keys: known.filter((row) => row.kind === 'object').map((row) => row.key),
        prefixes: known.filter((row) => row.kind === 'folder').map((row) => row.key),
      }
    }
  }
  const ranges = selection.ranges.map(([start, end]): [number, number] => [start, end])
  return { kind: 'listing', selection: { sessionId, view: listing.view, orderId, ranges } }
}

/** What can be done with rows. Each works on the present selection unless it is given a row. */
export function useObjectActions() {
  const read = useListingReader()
  const api = useApi()
  const copyText = useCopyText()
  const kind = useProfile(useNavigation((state) => state.profileId))?.kind ?? 'local'
  const reportError = useNotices((state) => state.reportError)
  return useMemo(
    () => ({
      open: (row: ListingRow) => {
        const { place } = read()
        if (place === undefined) return
        if (row.kind === 'folder') useNavigation.getState().open({ ...place, prefix: row.key })
        else useObjectsStore.getState().showQuickLook()
      },
      openInTab: (row: ListingRow, background = false) => {
        const { place } = read()
        if (place !== undefined && row.kind === 'folder') openPlace({ ...place, prefix: row.key }, background ? 'backgroundTab' : 'newTab')
      },
      openInOtherPane: (row: ListingRow) => {
        const { place } = read()
        if (place !== undefined && row.kind === 'folder') openBeside({ ...place, prefix: row.key })
      },
      addFavourite: (row: ListingRow) => {
        const { place } = read()
        if (place !== undefined && row.kind === 'folder') useWorkspace.getState().addFavourite({ ...place, prefix: row.key })
      },
      download: async () => {
        const listing = read()
        const { place } = listing
        const selection = selectionForJob(listing)
        if (place === undefined || selection === undefined) return
        try {
          const folder = await api.files.chooseDownloadFolder({})
          if (folder === null) return
          const { profileId, bucket, prefix } = place
          // Unless the user said otherwise, nothing on the disk is ever replaced by a download.
          const { settings } = await api.settings.getSettings({})
          await api.transfers.enqueueDownload({ profileId, bucket, selection, basePrefix: prefix, folderId: folder.folderId, conflict: settings.downloadConflict })
        } catch (thrown) {
          reportError(thrown)
        }
      },
      startDelete: () => {
        if (selectionForJob(read()) !== undefined) useObjectsStore.getState().showDialog('delete')
      },
      confirmDelete: async (selection: ObjectSelection) => {
        const { place } = read()
        if (place === undefined) return
        try {
          const { profileId, bucket, prefix } = place
          await api.transfers.enqueueDelete({ profileId, bucket, selection, basePrefix: prefix })
          useObjectsStore.getState().unpick()
        } catch (thrown) {
          reportError(thrown)
        }
      },
      copyName: (row: ListingRow) => void copyText(nameOf(row.key)).catch(reportError),
      copyKey: (row: ListingRow) => void copyText(row.key).catch(reportError),
      copyAddress: (row: ListingRow) => {
        const { place } = read()
        if (place !== undefined) void copyText(formatAddress({ bucket: place.bucket, key: row.key }, schemeOf(kind))).catch(reportError)
      },
    }),
    [api, copyText, kind, read, reportError],
  )
}
export type ObjectActions = ReturnType<typeof useObjectActions>
