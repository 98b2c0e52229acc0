import { Button, Dropdown, Input, type InputRef } from 'antd'
import { ArrowLeft, ArrowRight, ArrowUp, ChevronDown, Download, Filter, FolderPlus, PanelRight, RotateCw, Trash2, Upload } from 'lucide-react'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/icon-button.tsx'
import { isMac, shortcutText } from '../../ui/platform.ts'
import { menuItems, runEntry, type MenuEntries } from '../../ui/point-menu.tsx'
import { AddressBar, useNavigation } from '../navigation/index.ts'
import { useSettings, useUpdateSettings } from '../settings/index.ts'
import { localProfileId } from '../store/index.ts'
import { useDropHandlers, useIsDropTarget, useUploader } from '../transfers/index.ts'
import { useListing } from './listing-context.tsx'
import { countOf } from './ranges.ts'
import { useObjectsStore } from './store.ts'
import { useObjectActions } from './use-object-actions.ts'

interface Props {
  /** Count requests from the keyboard to edit the address and to filter. */
  readonly editRequest: number
  readonly filterRequest: number
}

export function Toolbar({ editRequest, filterRequest }: Props) {
  const { t } = useTranslation()
  const listing = useListing()
  const { place } = listing
  const navigation = useNavigation()
  const settings = useSettings()
  const updateSettings = useUpdateSettings()
  const uploader = useUploader()
  const actions = useObjectActions(listing)
  const dropHandlers = useDropHandlers()
  const isDropTarget = useIsDropTarget()
  const chosen = useObjectsStore((state) => countOf(state.selection.ranges))
  const showDialog = useObjectsStore((state) => state.showDialog)
  const keys = (shortcut: string) => shortcutText(shortcut, isMac)

  const noBucket = place === undefined ? t('objects.reason.noBucket') : undefined
  const noChoice = noBucket ?? (chosen === 0 ? t('objects.reason.nothingSelected') : undefined)
  const upload = (kind: 'files' | 'folder') => {
    if (place !== undefined) void uploader.chooseAndUpload(place, kind)
  }
  const uploadEntries: MenuEntries = [
    { key: 'files', label: t('objects.uploadFiles'), shortcut: keys('Mod+U'), run: () => upload('files') },
    { key: 'folder', label: t('objects.uploadFolder'), shortcut: keys('Mod+Shift+U'), run: () => upload('folder') },
  ]
  return (
    <div className="toolbar" role="toolbar" aria-label={t('shell.toolbar')}>
      <div className="toolbar-group">
        <IconButton label={t('objects.back')} shortcut={keys('Alt+←')} icon={<ArrowLeft size={16} />} disabledReason={navigation.past.length === 0 ? '' : undefined} onClick={navigation.back} />
        <IconButton label={t('objects.forward')} shortcut={keys('Alt+→')} icon={<ArrowRight size={16} />} disabledReason={navigation.future.length === 0 ? '' : undefined} onClick={navigation.forward} />
        <IconButton label={t('objects.up')} shortcut={keys('Alt+↑')} icon={<ArrowUp size={16} />} disabledReason={place === undefined || place.prefix === '' ? '' : undefined} onClick={navigation.up} />
        <IconButton label={t('objects.refresh')} shortcut="F5" icon={<RotateCw size={15} />} disabledReason={noBucket} onClick={navigation.refresh} />
      </div>
      <AddressBar profileId={place?.profileId ?? localProfileId} editRequest={editRequest} dropHandlers={dropHandlers} isDropTarget={isDropTarget} />
      <FilterBox request={filterRequest} disabled={place === undefined} />
      <div className="toolbar-group">
        <Dropdown
          trigger={['click']}
          disabled={place === undefined}
          menu={{ items: menuItems(uploadEntries), onClick: ({ key }) => runEntry(uploadEntries, key) }}
        >
          <Button type="primary" icon={<Upload size={14} />} disabled={place === undefined} className="upload-button">
            {t('objects.upload')}
            <ChevronDown size={14} aria-hidden />
          </Button>
        </Dropdown>
        <IconButton label={t('objects.newFolder')} shortcut={keys('Mod+Shift+N')} icon={<FolderPlus size={16} />} disabledReason={noBucket} onClick={() => showDialog('newFolder')} />
        <IconButton label={t('objects.download')} shortcut={keys('Mod+D')} icon={<Download size={16} />} disabledReason={noChoice} onClick={() => void actions.download()} />
        <IconButton label={t('objects.delete')} shortcut="Del" icon={<Trash2 size={16} />} disabledReason={noChoice} onClick={actions.startDelete} />
      </div>
      <IconButton
        label={t('objects.showInspector')}
        shortcut={keys('Alt+P')}
        icon={<PanelRight size={16} />}
        pressed={settings.inspectorOpen}
        onClick={() => updateSettings({ inspectorOpen: !settings.inspectorOpen })}
      />
    </div>
  )
}

/** Filters as one types; the list follows when the keystrokes leave it time to. */
function FilterBox({ request, disabled }: { readonly request: number; readonly disabled: boolean }) {
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
  useEffect(() => {
    if (request > 0) input.current?.focus({ cursor: 'all' })
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
        document.querySelector<HTMLElement>('.grid-row[tabindex="0"], .grid-body')?.focus()
      }}
    />
  )
}
