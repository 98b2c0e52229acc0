import { Button } from 'antd'
import { FolderOpen, History, SearchX, Upload } from 'lucide-react'
import { memo, useCallback, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListingRow } from '../../../electron/contract/listings.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { PointMenu } from '../../ui/point-menu.tsx'
import { rowHeightsPx } from '../../ui/theme.ts'
import { setDraggedPlaces, useNavigationApi, useTabs, type Place } from '../navigation/index.ts'
import { useActionDialogs } from '../actions/index.ts'
import { useDragOut } from '../drag-out/index.ts'
import { useNotices } from '../notices/index.ts'
import { useRestores } from '../as-of/index.ts'
import { useLock, useProfile } from '../profiles/index.ts'
import { useSettings } from '../settings/index.ts'
import { useKeysOf } from '../shortcuts/index.ts'
import { useLate } from '../../ui/use-late.ts'
import { endObjectDrag, startObjectDrag, useObjectClipboard, useDropHandlers, useDropTarget, useUploader, useUploadsInto, useDropStore } from '../transfers/index.ts'
import type { GridAction } from './grid-keys.ts'
import { useListing } from './listing-context.tsx'
import { indexOfEvent, ObjectGrid } from './object-grid.tsx'
import { blankMenu, rowMenu, type MenuContext } from './object-menu.tsx'
import { countOf } from './ranges.ts'
import { isFiltered, useObjectsStore, useObjectsStoreApi } from './store.ts'
import { createTypeBuffer } from './type-buffer.ts'
import { useListLayout } from './use-list-layout.ts'
import { chosenObjects, useObjectActions } from './use-object-actions.ts'

/** How long the rows of the former place may stay while those of the next one are being read. */
const keepFormerRowsMs = 250
const loadingWidths = ['38%', '52%', '44%', '30%', '48%', '36%', '50%', '28%']

/** The open folder: its rows, or why there are none. */
export const ObjectList = memo(function ObjectList() {
  const { t } = useTranslation()
  const keysOf = useKeysOf()
  const api = useApi()
  const listing = useListing()
  const copyText = useCopyText()
  const { place, view, progress, total, orderId, rowAt, peekRow, error } = listing
  const settings = useSettings()
  const lock = useLock()
  const lockedReason = lock === undefined ? undefined : t(lock)
  const kind = useProfile(place?.profileId ?? '')?.kind
  const navigation = useNavigationApi()
  const store = useObjectsStoreApi()
  const selection = useObjectsStore((state) => state.selection)
  const actions = useObjectActions()
  const dragOut = useDragOut()
  const renaming = useObjectsStore((state) => state.renaming)
  const canPaste = useObjectClipboard((state) => state.chosen !== undefined)
  const showsDeleted = useObjectsStore((state) => state.showDeleted)
  const cut = useObjectClipboard((state) => (state.verb === 'move' ? state.chosen : undefined))
  const uploader = useUploader()
  const dropHandlers = useDropHandlers('list')
  const dropTarget = useDropTarget('list')
  const [menu, setMenu] = useState<{ readonly index: number; readonly x: number; readonly y: number } | undefined>(undefined)
  const { layout, setLayout } = useListLayout()
  const [typeBuffer] = useState(createTypeBuffer)

  const placeAt = useCallback(
    (event: { readonly target: EventTarget }): Place | undefined => {
      const row = rowAt(indexOfEvent(event))
      if (place === undefined) return undefined
      return row?.kind === 'folder' ? { ...place, prefix: row.key } : place
    },
    [place, rowAt],
  )
  const opening = place !== undefined && progress === undefined && error === undefined
  const late = useLate(opening, keepFormerRowsMs)
  if (place === undefined) return null

  const typeAhead = async (text: string) => {
    const typed = typeBuffer.add(text, performance.now())
    if (progress === undefined) return
    // A first letter moves on from the present row; further letters may stay on it.
    const from = Math.max(0, selection.focus + (typed.continued ? 0 : 1))
    try {
      const { index } = await api.listing.findName({ sessionId: progress.sessionId, view, startsWith: typed.text, from: from >= total ? 0 : from })
      if (index !== null && orderId !== undefined) store.getState().pickOnly(index, orderId)
    } catch (thrown) {
      useNotices.getState().reportError(thrown)
    }
  }
  const openAt = (index: number) => {
    const row = peekRow(index)
    if (row !== undefined) actions.open(row)
  }
  const openInTabAt = (index: number, background = false) => {
    const row = peekRow(index)
    if (row !== undefined) actions.openInTab(row, background)
  }
  const onAction = (action: GridAction) => {
    // In the middle of a name, Space is one of its letters.
    if (action.kind === 'quickLook' && typeBuffer.isOpen(performance.now())) void typeAhead(' ')
    else if (action.kind === 'up') navigation.getState().up()
    else if (action.kind === 'clear') {
      if (isFiltered(view)) store.getState().clearFilters()
      else store.getState().unpick()
    } else if (action.kind === 'unpick') store.getState().unpick()
    else if (orderId === undefined) return
    else if (action.kind === 'move') {
      if (action.keepChoice) store.getState().focusRow(action.index, orderId)
      else store.getState().pickRow(action.index, { extend: action.extend, toggle: false }, orderId)
    } else if (action.kind === 'toggle') store.getState().pickRow(Math.max(0, selection.focus), { extend: false, toggle: true }, orderId)
    else if (action.kind === 'selectAll') store.getState().pickAll(total, orderId)
    else if (action.kind === 'open') openAt(selection.focus)
    else if (action.kind === 'openInTab') openInTabAt(selection.focus)
    else if (action.kind === 'quickLook') {
      const row = peekRow(selection.focus)
      // What is deleted has its versions to look at.
      if (row?.deleted === true) actions.open(row)
      else if (row?.kind === 'object') store.getState().showQuickLook()
    }
    else if (action.kind === 'rename') {
      if (lock === undefined) actions.startRename()
      else useNotices.getState().tell(lock)
    }
    else if (action.kind === 'type') void typeAhead(action.text)
  }
  const upload = (kind: 'files' | 'folder', folder?: { readonly key: string }) =>
    void uploader.chooseAndUpload(folder === undefined ? place : { ...place, prefix: folder.key }, kind)
  const context: MenuContext = {
    t,
    actions,
    upload,
    newText: () => useActionDialogs.getState().show({ kind: 'newText', place }),
    noLinksReason: kind === 's3' ? t('symlink.notOffered') : undefined,
    newFolder: () => store.getState().showDialog('newFolder'),
    refresh: () => navigation.getState().refresh(),
    selectAll: () => onAction({ kind: 'selectAll' }),
    quickLook: () => store.getState().showQuickLook(),
    keysOf,
    showProperties: actions.showProperties,
    lockedReason,
    pastReason: place.momentMs === undefined ? undefined : t('asOf.lockedReason'),
    restore: ({ key }) => useRestores.getState().start({ profileId: place.profileId, bucket: place.bucket, prefix: key, momentMs: place.momentMs }),
    canPaste,
    asksForFolder: settings.downloadFolder === null,
    showsDeleted,
  }
  const menuRow = menu === undefined ? undefined : peekRow(menu.index)
  const uploadButtons = (
    <Button type="primary" disabled={lockedReason !== undefined} title={lockedReason} onClick={() => upload('files')}>
      {t('objects.upload')}
    </Button>
  )
  const empty =
    progress === undefined || progress.state === 'loading' ? (
      <LoadingRows rowHeightPx={rowHeightsPx[settings.density]} />
    ) : isFiltered(view) ? (
      <EmptyState icon={<SearchX size={20} />} title={view.filter === '' ? t('objects.noFacetMatch') : t('objects.noMatch', { filter: view.filter })}>
        <Button onClick={() => store.getState().clearFilters()}>{t('objects.clearFilter')}</Button>
      </EmptyState>
    ) : place.momentMs !== undefined ? (
      <EmptyState icon={<History size={20} />} title={t('asOf.empty')} hint={t('asOf.emptyHint')} />
    ) : (
      <EmptyPlace place={place}>{uploadButtons}</EmptyPlace>
    )
  const retry = (
    <Button type="primary" onClick={() => navigation.getState().refresh()}>
      {t('common.retry')}
    </Button>
  )
  if (error !== undefined && (progress === undefined || total === 0)) {
    return <ErrorNotice variant="page" title={t('objects.listFailed')} error={error} action={retry} onCopy={(text) => void copyText(text)} />
  }
  const isCut = (row: ListingRow): boolean =>
    cut?.selection.kind === 'names' && cut.place.bucket === place.bucket && cut.place.profileId === place.profileId && (row.kind === 'folder' ? cut.selection.prefixes : cut.selection.keys).includes(row.key)
  const sameBucket = dropTarget !== undefined && dropTarget.bucket === place.bucket && dropTarget.profileId === place.profileId
  const dropKey = sameBucket && dropTarget.prefix !== place.prefix ? dropTarget.prefix : undefined
  return (
    <>
      {error === undefined ? null : <ErrorNotice error={error} action={retry} onCopy={(text) => void copyText(text)} />}
      <ObjectGrid
        total={total}
        rowHeightPx={rowHeightsPx[settings.density]}
        rowAt={rowAt}
        selection={selection}
        view={view}
        place={place}
        layout={layout}
        onLayout={setLayout}
        onPickRanges={(ranges) => {
          if (orderId !== undefined) store.getState().pickRanges(ranges, orderId)
        }}
        placeKey={`${place.bucket}/${place.prefix}`}
        arriving={opening && !late}
        dropKey={dropKey}
        dropHere={sameBucket && dropTarget.prefix === place.prefix}
        empty={empty}
        onShowRows={listing.showRows}
        onSort={(column) => store.getState().sortBy(column)}
        onPick={(index, modifiers) => {
          if (orderId !== undefined) store.getState().pickRow(index, modifiers, orderId)
        }}
        onOpen={openAt}
        onOpenInTab={(index) => openInTabAt(index, true)}
        onHead={(index) => {
          const row = peekRow(index)
          if (row?.kind === 'folder') navigation.getState().headFor({ ...place, prefix: row.key })
        }}
        onAction={onAction}
        onMenu={(index, x, y) => setMenu({ index, x, y })}
        renaming={renaming}
        isCut={isCut}
        onRename={(row, newName) => {
          store.getState().endRename()
          if (newName !== undefined) actions.rename(row, newName)
          // Left by a key, the field takes the keyboard with it; left by a click elsewhere, it does not.
          requestAnimationFrame(() => {
            if (document.activeElement === document.body) useTabs.getState().focusList()
          })
        }}
        onDragStart={(transfer) => {
          const chosen = chosenObjects(listing, store.getState())
          if (chosen === undefined) return false
          startObjectDrag(transfer, chosen)
          if (chosen.folders.length > 0) setDraggedPlaces(transfer, chosen.folders.map((prefix) => ({ ...place, prefix })))
          return true
        }}
        onDragEnd={() => {
          endObjectDrag()
          useDropStore.getState().leave()
        }}
        onHandle={(event) => {
          const chosen = chosenObjects(listing, store.getState())
          if (chosen !== undefined) dragOut.press(chosen, event)
        }}
        onHandleClick={dragOut.open}
        {...dropHandlers(placeAt)}
      />
      {menu === undefined ? null : (
        <PointMenu
          at={menu}
          entries={menuRow === undefined ? blankMenu(total, context) : rowMenu(menuRow, countOf(selection.ranges), context)}
          onClose={() => setMenu(undefined)}
        />
      )}
    </>
  )
})

/** Nothing here yet: empty, or what is on its way has not arrived. */
function EmptyPlace({ place, children }: { readonly place: Place; readonly children: ReactNode }) {
  const { t } = useTranslation()
  const uploads = useUploadsInto(place)
  if (uploads !== undefined) {
    const hint = uploads.itemsTotal === 0 ? undefined : t('transfers.progressItems', { done: uploads.itemsDone, total: uploads.itemsTotal })
    return <EmptyState icon={<Upload size={20} />} title={t('objects.arriving')} {...(hint === undefined ? {} : { hint })} />
  }
  return (
    <EmptyState icon={<FolderOpen size={20} />} title={t(place.prefix === '' ? 'objects.emptyBucket' : 'objects.empty')} hint={t('objects.emptyHint')}>
      {children}
    </EmptyState>
  )
}

function LoadingRows({ rowHeightPx }: { readonly rowHeightPx: number }) {
  const { t } = useTranslation()
  return (
    <div className="loading-rows is-late" role="status" aria-label={t('common.loading')}>
      {loadingWidths.map((width, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a fixed picture
        <span key={index} className="loading-row" style={{ height: rowHeightPx }}>
          <span className="skeleton-bar" style={{ width }} />
        </span>
      ))}
    </div>
  )
}
