import { Button, Dropdown, Input, type InputRef } from 'antd'
import { ArrowLeft, ArrowRight, ArrowUp, Check, ChevronDown, Columns2, Download, Filter, FolderPlus, LayoutGrid, LayoutList, PanelRight, RotateCw, SlidersHorizontal, Trash2, Upload } from 'lucide-react'
import { Fragment, memo, useDeferredValue, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/icon-button.tsx'
import { useRovingFocus } from '../../ui/use-roving-focus.ts'
import { menuItems, runEntry, type MenuEntries } from '../../ui/point-menu.tsx'
import { AsOfButton } from '../as-of/index.ts'
import { activeTab, AddressBar, schemeOf, useNavigation, useNavigationApi, usePane, useTabs } from '../navigation/index.ts'
import { useLockedReason, useProfile } from '../profiles/index.ts'
import { useSettings, useUpdateSettings } from '../settings/index.ts'
import { useKeysOf } from '../shortcuts/index.ts'
import { useDropHandlers, useIsDropTarget, useUploader } from '../transfers/index.ts'
import { useVersions } from '../versions/index.ts'
import { columns as listColumns, isColumnChosen, toggleColumn } from './columns.ts'
import { useListingReader, useOpenPlace } from './listing-context.tsx'
import { countOf } from './ranges.ts'
import { useObjectsStore } from './store.ts'
import { HistoryButton } from './history-button.tsx'
import { useListLayout } from './use-list-layout.ts'
import { useObjectActions } from './use-object-actions.ts'

const densities = ['compact', 'normal', 'comfortable'] as const
const tileSizes = [
  { key: 'smallTiles', tilePx: 112 },
  { key: 'tiles', tilePx: 160 },
  { key: 'largeTiles', tilePx: 240 },
] as const

/** Its parts are drawn again only when something in them changes: a navigation mostly changes the address alone. */
export const Toolbar = memo(function Toolbar() {
  const { t } = useTranslation()
  const place = useOpenPlace()
  const isDual = useTabs((state) => activeTab(state).panes.length === 2)
  const isOpen = place !== undefined
  const bar = useRef<HTMLDivElement>(null)
  // The address and the filter between the buttons keep stations and arrows of their own.
  useRovingFocus(bar, '.toolbar-group button, .toolbar > .icon-button, .toolbar > span > button')
  return (
    <div ref={bar} className="toolbar" role="toolbar" aria-label={t('shell.toolbar')}>
      <NavigationButtons isOpen={isOpen} isRoot={place === undefined || place.prefix === ''} />
      {/* Side by side, each pane has its own address. */}
      {isDual ? <span className="toolbar-space" /> : <PlaceBar />}
      <div className="toolbar-group">
        <UploadButtons isOpen={isOpen} />
        <SelectionButtons isOpen={isOpen} />
      </div>
      <AsOfButton />
      <ViewMenu />
      <DualButton isDual={isDual} />
      <InspectorButton />
    </div>
  )
})

/** The address of a pane and its filter. */
export const PlaceBar = memo(function PlaceBar() {
  const isOpen = useOpenPlace() !== undefined
  const profileId = useNavigation((state) => state.profileId)
  const kind = useProfile(profileId)?.kind ?? 'local'
  const editRequest = useObjectsStore((state) => state.addressRequest)
  const filterRequest = useObjectsStore((state) => state.filterRequest)
  const dropHandlers = useDropHandlers('address')
  const isDropTarget = useIsDropTarget('address')
  const openVersion = useVersions((state) => state.open)
  const { paneId } = usePane()
  return (
    // What is being typed belongs to its pane.
    <Fragment key={paneId}>
      <AddressBar profileId={profileId} scheme={schemeOf(kind)} editRequest={editRequest} dropHandlers={dropHandlers} isDropTarget={isDropTarget} onVersion={openVersion} />
      <FilterBox request={filterRequest} disabled={!isOpen} />
      <FilterBarButton isOpen={isOpen} />
    </Fragment>
  )
})

const FilterBarButton = memo(function FilterBarButton({ isOpen }: { readonly isOpen: boolean }) {
  const { t } = useTranslation()
  const keysOf = useKeysOf()
  const shown = useObjectsStore((state) => state.filterBarOpen)
  const toggle = useObjectsStore((state) => state.toggleFilterBar)
  return (
    <IconButton
      label={t('objects.facets.title')}
      shortcut={keysOf('filterBar')}
      icon={<SlidersHorizontal size={15} />}
      pressed={shown}
      disabledReason={isOpen ? undefined : t('objects.reason.noBucket')}
      onClick={toggle}
    />
  )
})

const NavigationButtons = memo(function NavigationButtons({ isOpen, isRoot }: { readonly isOpen: boolean; readonly isRoot: boolean }) {
  const { t } = useTranslation()
  const keysOf = useKeysOf()
  const isFirst = useNavigation((state) => state.past.length === 0)
  const isLast = useNavigation((state) => state.future.length === 0)
  const { back, forward, up, refresh } = useNavigationApi().getState()
  return (
    <div className="toolbar-group">
      <HistoryButton direction="back">
        <IconButton label={t('objects.back')} shortcut={keysOf('back')} icon={<ArrowLeft size={16} />} disabledReason={isFirst ? '' : undefined} onClick={() => back()} />
      </HistoryButton>
      <HistoryButton direction="forward">
        <IconButton label={t('objects.forward')} shortcut={keysOf('forward')} icon={<ArrowRight size={16} />} disabledReason={isLast ? '' : undefined} onClick={() => forward()} />
      </HistoryButton>
      <IconButton label={t('objects.up')} shortcut={keysOf('up')} icon={<ArrowUp size={16} />} disabledReason={isRoot ? '' : undefined} onClick={up} />
      <IconButton label={t('objects.refresh')} shortcut={keysOf('refresh')} icon={<RotateCw size={15} />} disabledReason={isOpen ? undefined : t('objects.reason.noBucket')} onClick={refresh} />
    </div>
  )
})

const UploadButtons = memo(function UploadButtons({ isOpen }: { readonly isOpen: boolean }) {
  const { t } = useTranslation()
  const keysOf = useKeysOf()
  const read = useListingReader()
  const uploader = useUploader()
  const lockedReason = useLockedReason()
  const isBlocked = !isOpen || lockedReason !== undefined
  const showDialog = useObjectsStore((state) => state.showDialog)
  const upload = (kind: 'files' | 'folder') => {
    const { place } = read()
    if (place !== undefined) void uploader.chooseAndUpload(place, kind)
  }
  const entries: MenuEntries = [
    { key: 'files', label: t('objects.uploadFiles'), shortcut: keysOf('uploadFiles'), run: () => upload('files') },
    { key: 'folder', label: t('objects.uploadFolder'), shortcut: keysOf('uploadFolder'), run: () => upload('folder') },
  ]
  return (
    <>
      <Dropdown trigger={['click']} disabled={isBlocked} menu={{ items: menuItems(entries), onClick: ({ key }) => runEntry(entries, key) }}>
        <Button type="primary" icon={<Upload size={14} />} disabled={isBlocked} title={lockedReason} className="upload-button">
          {t('objects.upload')}
          <ChevronDown size={14} aria-hidden />
        </Button>
      </Dropdown>
      <IconButton
        label={t('objects.newFolder')}
        shortcut={keysOf('newFolder')}
        icon={<FolderPlus size={16} />}
        disabledReason={isOpen ? lockedReason : t('objects.reason.noBucket')}
        onClick={() => showDialog('newFolder')}
      />
    </>
  )
})

const SelectionButtons = memo(function SelectionButtons({ isOpen }: { readonly isOpen: boolean }) {
  const { t } = useTranslation()
  const keysOf = useKeysOf()
  const actions = useObjectActions()
  const lockedReason = useLockedReason()
  const isChosen = useObjectsStore((state) => countOf(state.selection.ranges) > 0)
  const reason = !isOpen ? t('objects.reason.noBucket') : isChosen ? undefined : t('objects.reason.nothingSelected')
  return (
    <>
      <IconButton label={t('objects.download')} shortcut={keysOf('download')} icon={<Download size={16} />} disabledReason={reason} onClick={() => actions.download()} />
      <IconButton label={t('objects.delete')} shortcut={keysOf('delete')} icon={<Trash2 size={16} />} disabledReason={reason ?? lockedReason} onClick={actions.startDelete} />
    </>
  )
})

const ViewMenu = memo(function ViewMenu() {
  const { t } = useTranslation()
  const keysOf = useKeysOf()
  const { layout, setLayout } = useListLayout()
  const showDeleted = useObjectsStore((state) => state.showDeleted)
  const toggleDeleted = useObjectsStore((state) => state.toggleDeleted)
  const { density } = useSettings()
  const updateSettings = useUpdateSettings()
  const entry = (key: string, label: string, chosen: boolean, run: () => void) => ({ key, label, run, ...(chosen ? { icon: <Check size={14} /> } : {}) })
  const entries: MenuEntries = [
    entry('list', t('objects.viewAs.list'), layout.as === 'list', () => setLayout({ ...layout, as: 'list' })),
    ...tileSizes.map(({ key, tilePx }) => entry(key, t(`objects.viewAs.${key}`), layout.as === 'tiles' && layout.tilePx === tilePx, () => setLayout({ ...layout, as: 'tiles', tilePx }))),
    'separator',
    ...densities.map((value) => entry(value, t(`settings.densityOptions.${value}`), density === value, () => updateSettings({ density: value }))),
    'separator',
    { ...entry('deleted', t('objects.showDeleted'), showDeleted, toggleDeleted), shortcut: keysOf('showDeleted') },
    'separator',
    ...listColumns.slice(1).map(({ column, label }) => entry(column, t(label), isColumnChosen(layout, column), () => setLayout(toggleColumn(layout, column)))),
  ]
  return (
    <Dropdown trigger={['click']} menu={{ items: menuItems(entries), onClick: ({ key }) => runEntry(entries, key) }}>
      <span>
        <IconButton label={t('objects.viewAs.title')} icon={layout.as === 'list' ? <LayoutList size={16} /> : <LayoutGrid size={16} />} onClick={() => undefined} />
      </span>
    </Dropdown>
  )
})

const DualButton = memo(function DualButton({ isDual }: { readonly isDual: boolean }) {
  const { t } = useTranslation()
  const keysOf = useKeysOf()
  return <IconButton label={t(isDual ? 'tabs.unsplit' : 'tabs.split')} shortcut={keysOf('dualPane')} icon={<Columns2 size={16} />} pressed={isDual} onClick={() => useTabs.getState().toggleDual()} />
})

const InspectorButton = memo(function InspectorButton() {
  const { t } = useTranslation()
  const keysOf = useKeysOf()
  const { inspectorOpen } = useSettings()
  const updateSettings = useUpdateSettings()
  return (
    <IconButton
      label={t('objects.showInspector')}
      shortcut={keysOf('toggleInspector')}
      icon={<PanelRight size={16} />}
      pressed={inspectorOpen}
      onClick={() => updateSettings({ inspectorOpen: !inspectorOpen })}
    />
  )
})

/** Filters as one types; the list follows when the keystrokes leave it time to. */
const FilterBox = memo(function FilterBox({ request, disabled }: { readonly request: number; readonly disabled: boolean }) {
  const { t } = useTranslation()
  const filter = useObjectsStore((state) => state.view.filter)
  const filterBy = useObjectsStore((state) => state.filterBy)
  const [draft, setDraft] = useState(filter)
  const [seen, setSeen] = useState(filter)
  const input = useRef<InputRef>(null)
  // Cleared from elsewhere: by Esc in the list, or by a new place.
  if (seen !== filter) {
    setSeen(filter)
    setDraft(filter)
  }
  const settled = useDeferredValue(draft)
  useEffect(() => {
    if (settled === filter) return undefined
    const timer = setTimeout(() => {
      setSeen(settled)
      filterBy(settled)
    }, 60)
    return () => clearTimeout(timer)
  }, [settled, filter, filterBy])
  const seenRequest = useRef(request)
  useEffect(() => {
    if (seenRequest.current !== request) input.current?.focus({ cursor: 'all' })
    seenRequest.current = request
  }, [request])
  return (
    <Input
      ref={input}
      className="filter-box"
      aria-label={t('objects.filter')}
      placeholder={t('objects.filter')}
      prefix={<Filter size={13} aria-hidden />}
      allowClear
      disabled={disabled}
      maxLength={1023}
      value={draft}
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' && event.key !== 'ArrowDown' && event.key !== 'Enter') return
        event.preventDefault()
        if (event.key === 'Escape') setDraft('')
        useTabs.getState().focusList()
      }}
    />
  )
})
