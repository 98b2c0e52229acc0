import { Archive, ArchiveRestore, ArrowDownToLine, ArrowUpFromLine, ClockArrowDown, Copy, Eraser, FolderInput, History, LockKeyhole, RefreshCcwDot, SquarePen, Tags, Trash2, Warehouse, type LucideIcon } from 'lucide-react'
import type { TransferKind } from '../../../electron/contract/transfer-batches.ts'

/** What each kind of batch looks like in the list of transfers. */
export const kindIcons: Readonly<Record<TransferKind, LucideIcon>> = {
  upload: ArrowUpFromLine,
  download: ArrowDownToLine,
  zip: Archive,
  delete: Trash2,
  copy: Copy,
  move: FolderInput,
  restore: RefreshCcwDot,
  storageClass: Warehouse,
  acl: LockKeyhole,
  metadata: SquarePen,
  tags: Tags,
  restoreVersion: History,
  recover: ArchiveRestore,
  deleteVersions: Eraser,
  revert: ClockArrowDown,
}
