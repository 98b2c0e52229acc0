import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import type { ObjectEdit } from '../../../electron/contract/object-jobs.ts'
import type { ListingRow } from '../../../electron/contract/listings.ts'
import type { ObjectSelection } from '../../../electron/contract/selections.ts'
import { nameOf } from '../../ui/names.ts'
import { formatAddress, openBeside, openPlace, schemeOf, useNavigation, type Address, type Place } from '../navigation/index.ts'
import { bucketInfoQuery } from '../buckets/index.ts'
import { useActionDialogs } from '../actions/index.ts'
import { useDragOut } from '../drag-out/index.ts'
import { useNotices } from '../notices/index.ts'
import { useProfile } from '../profiles/index.ts'
import { useSettings, useUpdateSettings } from '../settings/index.ts'
import { isIntoItself, startDownload, useCopier, useJobDialogs, useObjectClipboard, type ChosenObjects, type CopyVerb } from '../transfers/index.ts'
import { useVersions } from '../versions/index.ts'
import { useWorkspace } from '../workspace/index.ts'
import { archiveNameOf, describeSelection } from './describe-selection.ts'
import { handOver } from './hand-over.ts'
import type { Listing } from './listing.ts'
import { useListingReader, useOnceBound } from './listing-context.tsx'
import { countOf } from './ranges.ts'
import { selectionForJob } from './selection-for-job.ts'
import { useObjectsStore, type ObjectsState } from './store.ts'

/** The present selection of a listing with what a copy, a drag or a change needs of it; undefined when nothing is chosen. */
export function chosenObjects(listing: Listing, state: Pick<ObjectsState, 'selection' | 'orderId'> = useObjectsStore.getState()): ChosenObjects | undefined {
  const selection = selectionForJob(listing, state)
  const { place } = listing
  if (selection === undefined || place === undefined) return undefined
  return { place, selection, count: countOf(state.selection.ranges), folders: selection.kind === 'names' ? selection.prefixes : [] }
}

/** The one row of a selection as a job of its own. */
export function chosenRow(listing: Listing, row: ListingRow): ChosenObjects | undefined {
  const { place } = listing
  if (place === undefined) return undefined
  const isFolder = row.kind === 'folder'
  return { place, selection: { kind: 'names', keys: isFolder ? [] : [row.key], prefixes: isFolder ? [row.key] : [] }, count: 1, folders: isFolder ? [row.key] : [] }
}

/** Addresses that are put on the system's clipboard beside the objects; no more than anyone would paste as text. */
const addressesAtMost = 1000

/** What can be done with rows. Each works on the present selection unless it is given a row. */
export function useObjectActions() {
  const read = useListingReader()
  const onceBound = useOnceBound()
  const api = useApi()
  const copyText = useCopyText()
  const kind = useProfile(useNavigation((state) => state.profileId))?.kind ?? 'local'
  const reportError = useNotices((state) => state.reportError)
  const copier = useCopier()
  const dragOut = useDragOut()
  const { t } = useTranslation()
  const updateSettings = useUpdateSettings()
  const client = useQueryClient()
  const { confirmRecoverable } = useSettings()
  return useMemo(() => {
    /** Says that what is shown of an earlier moment cannot be changed, where that is so. */
    const isPast = (): boolean => {
      if (read().place?.momentMs === undefined) return false
      useNotices.getState().tell('asOf.lockedReason')
      return true
    }
    const confirmDelete = async (selection: ObjectSelection, place: Place | undefined): Promise<void> => {
      if (place === undefined) return
      try {
        const { profileId, bucket, prefix } = place
        await api.transfers.enqueueDelete({ profileId, bucket, selection, basePrefix: prefix })
        useObjectsStore.getState().unpick()
      } catch (thrown) {
        reportError(thrown)
      }
    }
    /** Whether what is deleted there can be recovered; where that cannot be told, it cannot. */
    const keepsVersions = async ({ profileId, bucket }: Place): Promise<boolean> => {
      try {
        return (await client.fetchQuery(bucketInfoQuery(api, profileId, bucket))).versioning === 'Enabled'
      } catch {
        return false
      }
    }
    const bound =
      <Args extends readonly unknown[]>(run: (...args: Args) => unknown) =>
      (...args: Args): void =>
        onceBound(() => void run(...args))
    return {
      open: (row: ListingRow) => {
        const { place } = read()
        if (place === undefined) return
        if (row.kind === 'folder') useNavigation.getState().open({ ...place, prefix: row.key })
        else if (row.deleted === true) useVersions.getState().open({ ...place, key: row.key })
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
      /** To the folder that the settings name; `ask` asks whatever they say. */
      download: bound(async (ask?: boolean) => {
        const listing = read()
        const { place } = listing
        const selection = selectionForJob(listing)
        if (place === undefined || selection === undefined) return
        try {
          await startDownload(api, { place, selection }, ask === true)
        } catch (thrown) {
          reportError(thrown)
        }
      }),
      /** Into the tray, from where they can be dragged to other programs. */
      dragOut: bound(() => {
        const chosen = chosenObjects(read())
        if (chosen !== undefined) dragOut.show(chosen)
      }),
      downloadZip: bound(async () => {
        const chosen = chosenObjects(read())
        if (chosen === undefined) return
        const { profileId, bucket, prefix } = chosen.place
        try {
          await api.transfers.enqueueZip({ profileId, bucket, selection: chosen.selection, basePrefix: prefix, name: archiveNameOf(chosen) })
        } catch (thrown) {
          reportError(thrown)
        }
      }),
      /** Of one object in the inspector; of folders and several rows in a dialog of their own; of the bucket when nothing is chosen. */
      showProperties: bound(() => {
        const listing = read()
        const { place } = listing
        if (place === undefined) return
        const { profileId, bucket, prefix, momentMs } = place
        const show = useActionDialogs.getState().show
        const chosen = chosenObjects(listing)
        if (chosen === undefined) {
          const selection = { kind: 'prefix' as const, prefix, ...(momentMs === undefined ? {} : { momentMs }) }
          return show({ kind: 'size', target: { profileId, bucket, selection }, name: prefix === '' ? bucket : nameOf(prefix).replace(/(.)\/$/u, '$1'), prefix })
        }
        if (chosen.count === 1 && chosen.folders.length === 0) return updateSettings({ inspectorOpen: true })
        show({ kind: 'size', target: { profileId, bucket, selection: chosen.selection }, name: describeSelection(chosen, t), prefix })
      }),
      createLink: (row: ListingRow) => {
        const { place } = read()
        if (place !== undefined) useActionDialogs.getState().show({ kind: 'symlink', place, target: row.key })
      },
      newText: () => {
        const { place } = read()
        if (place !== undefined && !isPast()) useActionDialogs.getState().show({ kind: 'newText', place })
      },
      ...handOver({ api, onceBound, read, reportError }),
      /** Brings back the deleted ones of what is chosen, and everything deleted in chosen folders. */
      recover: bound(async () => {
        const listing = read()
        const { place } = listing
        const selection = selectionForJob(listing, undefined, 'deleted')
        if (place === undefined || selection === undefined) return
        try {
          const { profileId, bucket, prefix } = place
          await api.versions.recover({ profileId, bucket, selection, basePrefix: prefix })
        } catch (thrown) {
          reportError(thrown)
        }
      }),
      startDelete: bound(async () => {
        const { place } = read()
        const selection = selectionForJob(read())
        if (isPast() || place === undefined || selection === undefined) return
        if (!confirmRecoverable && (await keepsVersions(place))) await confirmDelete(selection, place)
        else useObjectsStore.getState().showDialog('delete')
      }),
      confirmDelete: (selection: ObjectSelection) => confirmDelete(selection, read().place),
      /** Copies or cuts, for a paste anywhere in the window. */
      take: bound((verb: CopyVerb) => {
        if (verb === 'move' && isPast()) return
        const chosen = chosenObjects(read())
        if (chosen === undefined) return
        const { place, selection } = chosen
        const addresses: Address[] =
          selection.kind === 'names'
            ? [...selection.prefixes.map((key) => ({ bucket: place.bucket, key })), ...selection.keys.map((key, at) => ({ bucket: place.bucket, key, versionId: selection.versionIds?.[at] || undefined }))]
            : [{ bucket: place.bucket, key: place.prefix }]
        const text = addresses.slice(0, addressesAtMost).map((one) => formatAddress(one, schemeOf(kind))).join('\n')
        useObjectClipboard.getState().put(chosen, verb, text)
        void copyText(text).catch(reportError)
      }),
      paste: () => {
        if (isPast()) return
        const { place } = read()
        const { chosen, verb, clear } = useObjectClipboard.getState()
        if (place === undefined || chosen === undefined) return
        if (isIntoItself(chosen, place, verb)) {
          useNotices.getState().tell('jobs.chooser.impossible')
          return
        }
        // What was cut is where it was pasted afterwards, so it can be pasted once only.
        if (verb === 'move') clear()
        void copier.copyTo(chosen, place, verb)
      },
      duplicate: bound(() => {
        if (isPast()) return
        const chosen = chosenObjects(read())
        if (chosen !== undefined) void copier.duplicate(chosen)
      }),
      chooseTarget: bound((verb: CopyVerb) => {
        if (verb === 'move' && isPast()) return
        const chosen = chosenObjects(read())
        if (chosen !== undefined) useJobDialogs.getState().show({ kind: 'chooseTarget', verb, chosen })
      }),
      startEdit: bound((edit: ObjectEdit['kind']) => {
        if (isPast()) return
        const chosen = chosenObjects(read())
        if (chosen !== undefined) useJobDialogs.getState().show({ kind: 'edit', edit, chosen })
      }),
      /** Turns the name of the row with the keyboard into a field. */
      startRename: () => {
        if (isPast()) return
        const { selection, startRename } = useObjectsStore.getState()
        const row = selection.focus < 0 ? undefined : read().peekRow(selection.focus)
        if (row !== undefined) startRename(row.key)
      },
      rename: (row: ListingRow, newName: string) => {
        const chosen = chosenRow(read(), row)
        if (chosen !== undefined) void copier.rename(chosen, newName)
      },
      copyName: (row: ListingRow) => void copyText(nameOf(row.key)).catch(reportError),
      copyKey: (row: ListingRow) => void copyText(row.key).catch(reportError),
      copyAddress: (row: ListingRow) => {
        const { place } = read()
        if (place !== undefined) void copyText(formatAddress({ bucket: place.bucket, key: row.key, versionId: place.momentMs === undefined ? undefined : row.versionId }, schemeOf(kind))).catch(reportError)
      },
    }
  }, [api, client, confirmRecoverable, copier, copyText, dragOut, kind, onceBound, read, reportError, t, updateSettings])
}
export type ObjectActions = ReturnType<typeof useObjectActions>
