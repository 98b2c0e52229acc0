import type { TFunction } from 'i18next'
import { ClipboardCopy, Download, Eye, FolderOpen, FolderPlus, Info, Link, RefreshCw, Star, Trash2, Upload } from 'lucide-react'
import type { ListingRow } from '../../../electron/contract/schemas.ts'
import { isMac, shortcutText } from '../../ui/platform.ts'
import type { MenuEntries } from '../../ui/point-menu.tsx'
import type { ObjectActions } from './use-object-actions.ts'

export interface MenuContext {
  readonly t: TFunction
  readonly actions: ObjectActions
  readonly upload: (kind: 'files' | 'folder', folder?: ListingRow) => void
  readonly newFolder: () => void
  readonly refresh: () => void
  readonly selectAll: () => void
  readonly quickLook: () => void
  readonly showProperties: () => void
}

const keys = (shortcut: string) => shortcutText(shortcut, isMac)

/** Entries for one row, or for several chosen rows when `count` says so. */
export function rowMenu(row: ListingRow, count: number, context: MenuContext): MenuEntries {
  const { t, actions } = context
  const single = count <= 1
  const onlyOne = single ? undefined : t('objects.reason.oneObject')
  const folder = row.kind === 'folder'
  return [
    folder
      ? { key: 'open', label: t('objects.open'), icon: <FolderOpen size={14} />, shortcut: 'Enter', disabledReason: onlyOne, run: () => actions.open(row) }
      : { key: 'look', label: t('objects.quickLook'), icon: <Eye size={14} />, shortcut: 'Space', disabledReason: onlyOne, run: context.quickLook },
    ...(folder
      ? [
          { key: 'open-in-tab', label: t('tabs.openInTab'), shortcut: keys('Mod+Enter'), disabledReason: onlyOne, run: () => actions.openInTab(row) },
          { key: 'open-in-other-pane', label: t('tabs.openInOtherPane'), disabledReason: onlyOne, run: () => actions.openInOtherPane(row) },
          { key: 'favourite', label: t('places.add'), icon: <Star size={14} />, disabledReason: onlyOne, run: () => actions.addFavourite(row) },
          {
            key: 'upload-here',
            label: t('objects.uploadHere'),
            icon: <Upload size={14} />,
            disabledReason: onlyOne,
            run: () => context.upload('files', row),
          },
        ]
      : []),
    { key: 'download', label: t('objects.download'), icon: <Download size={14} />, shortcut: keys('Mod+D'), run: () => void actions.download() },
    'separator',
    { key: 'copy-name', label: t('objects.copyName'), icon: <ClipboardCopy size={14} />, disabledReason: onlyOne, run: () => actions.copyName(row) },
    { key: 'copy-key', label: t('objects.copyKey'), disabledReason: onlyOne, run: () => actions.copyKey(row) },
    { key: 'copy-address', label: t('objects.copyAddress'), icon: <Link size={14} />, disabledReason: onlyOne, run: () => actions.copyAddress(row) },
    'separator',
    { key: 'delete', label: t('objects.delete'), icon: <Trash2 size={14} />, shortcut: 'Del', danger: true, run: actions.startDelete },
    'separator',
    { key: 'properties', label: t('objects.properties'), icon: <Info size={14} />, shortcut: keys('Alt+Enter'), run: context.showProperties },
  ]
}

/** Entries for the free space below the rows. */
export function blankMenu(total: number, context: MenuContext): MenuEntries {
  const { t } = context
  return [
    { key: 'upload-files', label: t('objects.uploadFiles'), icon: <Upload size={14} />, shortcut: keys('Mod+U'), run: () => context.upload('files') },
    { key: 'upload-folder', label: t('objects.uploadFolder'), shortcut: keys('Mod+Shift+U'), run: () => context.upload('folder') },
    { key: 'new-folder', label: t('objects.newFolder'), icon: <FolderPlus size={14} />, shortcut: keys('Mod+Shift+N'), run: context.newFolder },
    'separator',
    {
      key: 'select-all',
      label: t('objects.selectAll'),
      shortcut: keys('Mod+A'),
      disabledReason: total === 0 ? t('objects.empty') : undefined,
      run: context.selectAll,
    },
    { key: 'refresh', label: t('objects.refresh'), icon: <RefreshCw size={14} />, shortcut: 'F5', run: context.refresh },
  ]
}
