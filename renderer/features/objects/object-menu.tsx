import type { TFunction } from 'i18next'
import { ClipboardCopy, ClipboardPaste, ClockArrowDown, Copy, CopyPlus, Download, Eye, FolderInput, FolderOpen, FolderPlus, History, Info, Link, Pencil, PencilLine, RefreshCw, Scissors, Share2, SlidersHorizontal, Star, Trash2, Upload } from 'lucide-react'
import type { ListingRow } from '../../../electron/contract/schemas.ts'
import { isMac, shortcutText } from '../../ui/platform.ts'
import type { MenuEntries, MenuEntry } from '../../ui/point-menu.tsx'
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
  /** Why nothing can be changed here. */
  readonly lockedReason: string | undefined
  /** Why only what leaves nothing behind can be done: an earlier moment is shown. */
  readonly pastReason: string | undefined
  /** Brings a folder back to an earlier moment. */
  readonly restore: (folder: ListingRow) => void
  /** Whether something was copied or cut. */
  readonly canPaste: boolean
}

const keys = (shortcut: string) => shortcutText(shortcut, isMac)

/** Entries for one row, or for several chosen rows when `count` says so. */
export function rowMenu(row: ListingRow, count: number, context: MenuContext): MenuEntries {
  const { t, actions, pastReason } = context
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
            disabledReason: onlyOne ?? pastReason,
            run: () => context.upload('files', row),
          },
          { key: 'restore-moment', label: t('asOf.restore.menu'), icon: <ClockArrowDown size={14} />, disabledReason: onlyOne, run: () => context.restore(row) },
        ]
      : []),
    { key: 'download', label: t('objects.download'), icon: <Download size={14} />, shortcut: keys('Mod+D'), run: () => void actions.download() },
    ...(folder
      ? []
      : [
          { key: 'edit', label: t('editor.edit'), icon: <PencilLine size={14} />, shortcut: 'F4', disabledReason: onlyOne ?? pastReason, run: () => actions.edit(row) },
          { key: 'versions', label: t('versions.open'), icon: <History size={14} />, shortcut: keys('Mod+Shift+H'), disabledReason: onlyOne, run: () => actions.showVersions(row) },
          { key: 'edit-outside', label: t('editor.editOutside'), disabledReason: onlyOne ?? pastReason, run: () => actions.editOutside(row) },
        ]),
    'separator',
    ...jobEntries(onlyOne, context),
    'separator',
    { key: 'share', label: t(single && !folder ? 'sharing.share' : 'sharing.exportLinks'), icon: <Share2 size={14} />, shortcut: keys('Mod+Shift+L'), run: () => actions.share(single ? row : undefined) },
    { key: 'copy-name', label: t('objects.copyName'), icon: <ClipboardCopy size={14} />, disabledReason: onlyOne, run: () => actions.copyName(row) },
    { key: 'copy-key', label: t('objects.copyKey'), disabledReason: onlyOne, run: () => actions.copyKey(row) },
    { key: 'copy-address', label: t('objects.copyAddress'), icon: <Link size={14} />, disabledReason: onlyOne, run: () => actions.copyAddress(row) },
    'separator',
    { key: 'delete', label: t('objects.delete'), icon: <Trash2 size={14} />, shortcut: 'Del', danger: true, disabledReason: pastReason, run: actions.startDelete },
    'separator',
    { key: 'properties', label: t('objects.properties'), icon: <Info size={14} />, shortcut: keys('Alt+Enter'), run: context.showProperties },
  ]
}

const edits = ['restore', 'storageClass', 'acl', 'metadata', 'tags'] as const

function pasteEntry({ t, actions, lockedReason, canPaste }: MenuContext): MenuEntry[] {
  return canPaste ? [{ key: 'paste', label: t('jobs.paste'), icon: <ClipboardPaste size={14} />, shortcut: keys('Mod+V'), disabledReason: lockedReason, run: actions.paste }] : []
}

/** Copying, moving and changing. */
function jobEntries(onlyOne: string | undefined, context: MenuContext): MenuEntry[] {
  const { t, actions, lockedReason, pastReason } = context
  return [
    { key: 'copy', label: t('jobs.copyItems'), icon: <Copy size={14} />, shortcut: keys('Mod+C'), disabledReason: pastReason, run: () => actions.take('copy') },
    { key: 'cut', label: t('jobs.cutItems'), icon: <Scissors size={14} />, shortcut: keys('Mod+X'), disabledReason: lockedReason, run: () => actions.take('move') },
    ...pasteEntry(context),
    { key: 'duplicate', label: t('jobs.duplicateItems'), icon: <CopyPlus size={14} />, shortcut: keys('Mod+Shift+D'), disabledReason: lockedReason, run: actions.duplicate },
    { key: 'copy-to', label: t('jobs.copyTo'), disabledReason: pastReason, run: () => actions.chooseTarget('copy') },
    { key: 'move-to', label: t('jobs.moveTo'), icon: <FolderInput size={14} />, disabledReason: lockedReason, run: () => actions.chooseTarget('move') },
    { key: 'rename', label: t('jobs.renameItem'), icon: <Pencil size={14} />, shortcut: 'F2', disabledReason: onlyOne ?? lockedReason, run: actions.startRename },
    {
      key: 'change',
      label: t('jobs.change'),
      icon: <SlidersHorizontal size={14} />,
      disabledReason: lockedReason,
      children: edits.map((edit) => ({ key: `change-${edit}`, label: t(`jobs.edit.${edit}`), run: () => actions.startEdit(edit) })),
    },
  ]
}

/** Entries for the free space below the rows. */
export function blankMenu(total: number, context: MenuContext): MenuEntries {
  const { t, pastReason } = context
  return [
    { key: 'upload-files', label: t('objects.uploadFiles'), icon: <Upload size={14} />, shortcut: keys('Mod+U'), disabledReason: pastReason, run: () => context.upload('files') },
    { key: 'upload-folder', label: t('objects.uploadFolder'), shortcut: keys('Mod+Shift+U'), disabledReason: pastReason, run: () => context.upload('folder') },
    { key: 'new-folder', label: t('objects.newFolder'), icon: <FolderPlus size={14} />, shortcut: keys('Mod+Shift+N'), disabledReason: pastReason, run: context.newFolder },
    ...pasteEntry(context),
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
