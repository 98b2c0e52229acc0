import type { TFunction } from 'i18next'
import { Archive, ClipboardCopy, ClipboardPaste, ClockArrowDown, Copy, CopyPlus, CornerUpRight, Download, Eye, FileOutput, FilePlus, FolderInput, FolderOpen, FolderPlus, History, Info, Link, Pencil, PencilLine, RefreshCw, RotateCcw, Scissors, Share2, SlidersHorizontal, Star, Trash2, Upload } from 'lucide-react'
import type { ListingRow } from '../../../electron/contract/listings.ts'
import type { Command } from '../../../electron/contract/shortcuts.ts'
import type { MenuEntries, MenuEntry } from '../../ui/point-menu.tsx'
import { writtenKeys } from '../shortcuts/index.ts'
import type { ObjectActions } from './use-object-actions.ts'

export interface MenuContext {
  readonly t: TFunction
  readonly actions: ObjectActions
  readonly upload: (kind: 'files' | 'folder', folder?: ListingRow) => void
  readonly newFolder: () => void
  readonly newText: () => void
  /** Why there are no symbolic links here. */
  readonly noLinksReason: string | undefined
  readonly refresh: () => void
  readonly selectAll: () => void
  readonly quickLook: () => void
  /** The present keys of a command. */
  readonly keysOf: (command: Command) => string | undefined
  readonly showProperties: () => void
  /** Why nothing can be changed here. */
  readonly lockedReason: string | undefined
  /** Why only what leaves nothing behind can be done: an earlier moment is shown. */
  readonly pastReason: string | undefined
  /** Brings a folder back to an earlier moment. */
  readonly restore: (folder: ListingRow) => void
  /** Whether something was copied or cut. */
  readonly canPaste: boolean
  /** Downloads ask where to go, unless the settings name a folder. */
  readonly asksForFolder: boolean
  /** Whether deleted objects are in the list. */
  readonly showsDeleted: boolean
}

/** Entries for one row, or for several chosen rows when `count` says so. */
export function rowMenu(row: ListingRow, count: number, context: MenuContext): MenuEntries {
  const { t, actions, keysOf, lockedReason, pastReason } = context
  const single = count <= 1
  const onlyOne = single ? undefined : t('objects.reason.oneObject')
  const folder = row.kind === 'folder'
  if (row.deleted === true && !folder) return deletedMenu(row, onlyOne, context)
  return [
    folder
      ? { key: 'open', label: t('objects.open'), icon: <FolderOpen size={14} />, shortcut: 'Enter', disabledReason: onlyOne, run: () => actions.open(row) }
      : { key: 'look', label: t('objects.quickLook'), icon: <Eye size={14} />, shortcut: 'Space', disabledReason: onlyOne, run: context.quickLook },
    ...(folder
      ? [
          { key: 'open-in-tab', label: t('tabs.openInTab'), shortcut: writtenKeys('Mod+Enter'), disabledReason: onlyOne, run: () => actions.openInTab(row) },
          { key: 'open-in-other-pane', label: t('tabs.openInOtherPane'), disabledReason: onlyOne, run: () => actions.openInOtherPane(row) },
          { key: 'favourite', label: t('places.add'), icon: <Star size={14} />, disabledReason: onlyOne, run: () => actions.addFavourite(row) },
          {
            key: 'upload-here',
            label: t('objects.uploadHere'),
            icon: <Upload size={14} />,
            disabledReason: onlyOne ?? pastReason ?? lockedReason,
            run: () => context.upload('files', row),
          },
          restoreEntry(row, onlyOne, context),
        ]
      : []),
    { key: 'download', label: t(context.asksForFolder ? 'objects.download' : 'objects.downloadNow'), icon: <Download size={14} />, shortcut: keysOf('download'), run: () => actions.download() },
    ...(context.asksForFolder ? [] : [{ key: 'download-to', label: t('objects.downloadTo'), shortcut: keysOf('downloadTo'), run: () => actions.download(true) }]),
    { key: 'drag-out', label: t('dragOut.menu'), icon: <FileOutput size={14} />, run: () => actions.dragOut() },
    { key: 'download-zip', label: t('objects.downloadZip'), icon: <Archive size={14} />, run: () => actions.downloadZip() },
    ...(folder
      ? []
      : [
          { key: 'edit', label: t('editor.edit'), icon: <PencilLine size={14} />, shortcut: keysOf('edit'), disabledReason: onlyOne ?? pastReason, run: () => actions.edit(row) },
          { key: 'versions', label: t('versions.open'), icon: <History size={14} />, shortcut: keysOf('versions'), disabledReason: onlyOne, run: () => actions.showVersions(row) },
          { key: 'edit-outside', label: t(lockedReason === undefined ? 'editor.editOutside' : 'editor.openOutside'), disabledReason: onlyOne ?? pastReason, run: () => actions.editOutside(row) },
        ]),
    'separator',
    ...jobEntries(onlyOne, context),
    'separator',
    { key: 'share', label: t(single && !folder ? 'sharing.share' : 'sharing.exportLinks'), icon: <Share2 size={14} />, shortcut: keysOf('share'), run: () => actions.share(single ? row : undefined) },
    { key: 'copy-name', label: t('objects.copyName'), icon: <ClipboardCopy size={14} />, disabledReason: onlyOne, run: () => actions.copyName(row) },
    { key: 'copy-key', label: t('objects.copyKey'), disabledReason: onlyOne, run: () => actions.copyKey(row) },
    { key: 'copy-address', label: t('objects.copyAddress'), icon: <Link size={14} />, disabledReason: onlyOne, run: () => actions.copyAddress(row) },
    ...(folder ? [] : [{ key: 'symlink', label: t('symlink.menu'), icon: <CornerUpRight size={14} />, disabledReason: onlyOne ?? pastReason ?? lockedReason ?? context.noLinksReason, run: () => actions.createLink(row) }]),
    'separator',
    { key: 'delete', label: t('objects.delete'), icon: <Trash2 size={14} />, shortcut: keysOf('delete'), danger: true, disabledReason: pastReason ?? lockedReason, run: actions.startDelete },
    'separator',
    { key: 'properties', label: t(single && !folder ? 'objects.properties' : 'objects.propertiesOf'), icon: <Info size={14} />, shortcut: keysOf('properties'), run: context.showProperties },
  ]
}

/** What is deleted can be brought back and looked into. */
function deletedMenu(row: ListingRow, onlyOne: string | undefined, { t, actions, keysOf, lockedReason }: MenuContext): MenuEntries {
  return [
    { key: 'recover', label: t('versions.recover'), icon: <RotateCcw size={14} />, disabledReason: lockedReason, run: () => actions.recover() },
    { key: 'versions', label: t('versions.open'), icon: <History size={14} />, shortcut: keysOf('versions'), disabledReason: onlyOne, run: () => actions.showVersions(row) },
    'separator',
    { key: 'copy-name', label: t('objects.copyName'), icon: <ClipboardCopy size={14} />, disabledReason: onlyOne, run: () => actions.copyName(row) },
    { key: 'copy-key', label: t('objects.copyKey'), disabledReason: onlyOne, run: () => actions.copyKey(row) },
  ]
}

/** Of a folder: how it was at a moment, and, where deleted objects are shown, everything deleted in it. One entry for both. */
function restoreEntry(row: ListingRow, onlyOne: string | undefined, { t, actions, lockedReason, restore, showsDeleted }: MenuContext): MenuEntry {
  const icon = <ClockArrowDown size={14} />
  const toMoment = { key: 'restore-moment', disabledReason: onlyOne, run: () => restore(row) }
  if (!showsDeleted) return { ...toMoment, label: t('asOf.restore.menu'), icon }
  return {
    key: 'restore',
    label: t('asOf.restore.choice'),
    icon,
    children: [
      { ...toMoment, label: t('asOf.restore.menu') },
      { key: 'recover', label: t('versions.recoverFolder'), disabledReason: lockedReason, run: () => actions.recover() },
    ],
  }
}

const edits = ['restore', 'storageClass', 'acl', 'metadata', 'tags'] as const

function pasteEntry({ t, actions, keysOf, lockedReason, canPaste }: MenuContext): MenuEntry[] {
  return canPaste ? [{ key: 'paste', label: t('jobs.paste'), icon: <ClipboardPaste size={14} />, shortcut: keysOf('paste'), disabledReason: lockedReason, run: actions.paste }] : []
}

/** Copying, moving and changing. */
function jobEntries(onlyOne: string | undefined, context: MenuContext): MenuEntry[] {
  const { t, actions, keysOf, lockedReason } = context
  return [
    { key: 'copy', label: t('jobs.copyItems'), icon: <Copy size={14} />, shortcut: keysOf('copy'), run: () => actions.take('copy') },
    { key: 'cut', label: t('jobs.cutItems'), icon: <Scissors size={14} />, shortcut: keysOf('cut'), disabledReason: lockedReason, run: () => actions.take('move') },
    ...pasteEntry(context),
    { key: 'duplicate', label: t('jobs.duplicateItems'), icon: <CopyPlus size={14} />, shortcut: keysOf('duplicate'), disabledReason: lockedReason, run: actions.duplicate },
    { key: 'copy-to', label: t('jobs.copyTo'), run: () => actions.chooseTarget('copy') },
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
  const { t, keysOf, pastReason } = context
  return [
    { key: 'upload-files', label: t('objects.uploadFiles'), icon: <Upload size={14} />, shortcut: keysOf('uploadFiles'), disabledReason: pastReason, run: () => context.upload('files') },
    { key: 'upload-folder', label: t('objects.uploadFolder'), shortcut: keysOf('uploadFolder'), disabledReason: pastReason, run: () => context.upload('folder') },
    { key: 'new-folder', label: t('objects.newFolder'), icon: <FolderPlus size={14} />, shortcut: keysOf('newFolder'), disabledReason: pastReason ?? context.lockedReason, run: context.newFolder },
    { key: 'new-text', label: t('newText.menu'), icon: <FilePlus size={14} />, shortcut: keysOf('newText'), disabledReason: pastReason ?? context.lockedReason, run: context.newText },
    ...pasteEntry(context),
    'separator',
    {
      key: 'select-all',
      label: t('objects.selectAll'),
      shortcut: writtenKeys('Mod+A'),
      disabledReason: total === 0 ? t('objects.empty') : undefined,
      run: context.selectAll,
    },
    { key: 'refresh', label: t('objects.refresh'), icon: <RefreshCw size={14} />, shortcut: 'F5', run: context.refresh },
  ]
}
