import type { TFunction } from 'i18next'
import { ArrowUpToLine, Clock, Copy, Database, FileDown, Folder, FolderSearch, Gauge, HardDriveDownload, ListOrdered, Pause, Play, RefreshCcwDot, RotateCcw, Trash2, Undo2, X } from 'lucide-react'
import type { TransferBatch } from '../../../../electron/contract/transfer-batches.ts'
import type { TransferItem } from '../../../../electron/contract/transfer-items.ts'
import { errorRows } from '../../../ui/error-report.ts'
import type { MenuEntries, MenuEntry } from '../../../ui/point-menu.tsx'
import type { Format } from '../../../ui/use-format.ts'
import { isActive, isFinished } from '../transfer-map.ts'
import type { ItemFilter } from './dock-store.ts'
import { speedLimitSteps, speedLimitText } from './speed-limit.tsx'
import { startMsOf, startTimes } from './start-times.ts'
import type { BatchActions } from './use-batch-actions.ts'

export interface BatchMenuContext {
  readonly t: TFunction
  readonly format: Format
  readonly actions: BatchActions
  /** Shown in the history, where nothing can be run any more. */
  readonly inHistory: boolean
  /** Whether the connection is still there. */
  readonly isReachable: boolean
  readonly filter: ItemFilter
  readonly onFilter: (filter: ItemFilter) => void
}

const iconSize = 15

export const canRetry = (batch: TransferBatch): boolean => isFinished(batch.state) && (batch.itemsFailed > 0 || batch.state === 'failed' || batch.state === 'cancelled')

function runEntries(batch: TransferBatch, { t, format, actions }: BatchMenuContext): MenuEntry[] {
  const { batchId, state } = batch
  const ids = [batchId]
  const entries: MenuEntry[] = []
  if (isActive(state)) entries.push({ key: 'pause', label: t('transfers.pause'), icon: <Pause size={iconSize} />, run: () => actions.pause(ids) })
  if (state === 'paused') entries.push({ key: 'resume', label: t('transfers.resume'), icon: <Play size={iconSize} />, run: () => actions.resume(ids) })
  if (canRetry(batch)) {
    const label = t(batch.itemsFailed > 0 ? 'transfers.retryFailed' : 'transfers.retry')
    entries.push({ key: 'retry', label, icon: <RotateCcw size={iconSize} />, run: () => actions.retry(ids) })
  }
  if (batch.revert !== undefined && isFinished(state) && batch.itemsDone > 0) entries.push({ key: 'back', label: t('asOf.restore.back'), icon: <Undo2 size={iconSize} />, run: () => actions.goBack(batch) })
  if (batch.undoable === true) entries.push({ key: 'undo', label: t(batch.kind === 'move' ? 'jobs.undo' : 'jobs.takeBack'), icon: <Undo2 size={iconSize} />, run: () => actions.undo(batchId) })
  if (canRetry(batch) && batch.kind === 'download' && batch.error?.code === 'LocalDiskFull') {
    entries.push({ key: 'anyway', label: t('transfers.downloadAnyway'), icon: <HardDriveDownload size={iconSize} />, run: () => actions.retryAnyway(ids) })
  }
  if (!isFinished(state)) entries.push(...orderEntries(batch, { t, actions }))
  if (!isFinished(state) && batch.bytesTotal > 0) {
    const present = batch.limitBytesPerSecond ?? null
    entries.push({
      key: 'limit',
      label: t('transfers.batchSpeedLimit'),
      icon: <Gauge size={iconSize} />,
      children: speedLimitSteps(present).map((limit) => ({
        key: `limit-${limit ?? 0}`,
        label: speedLimitText(limit, t, format),
        ...(limit === present ? { shortcut: '✓' } : {}),
        run: () => actions.limit(ids, limit),
      })),
    })
  }
  return entries
}

/** Its place among the others, and when it begins. */
function orderEntries(batch: TransferBatch, { t, actions }: Pick<BatchMenuContext, 't' | 'actions'>): MenuEntry[] {
  const ids = [batch.batchId]
  const present = batch.first === true ? undefined : (batch.priority ?? 'normal')
  return [
    { key: 'front', label: t('transfers.moveToFront'), icon: <ArrowUpToLine size={iconSize} />, ...(batch.first === true ? { shortcut: '✓' } : {}), run: () => actions.moveToFront(ids) },
    {
      key: 'priority',
      label: t('transfers.priority'),
      icon: <ListOrdered size={iconSize} />,
      children: (['high', 'normal', 'low'] as const).map((priority) => ({
        key: `priority-${priority}`,
        label: t(`transfers.priorities.${priority}`),
        ...(priority === present ? { shortcut: '✓' } : {}),
        run: () => actions.prioritize(ids, priority),
      })),
    },
    {
      key: 'start',
      label: t('transfers.start'),
      icon: <Clock size={iconSize} />,
      children: startTimes.map((choice) => ({
        key: `start-${choice}`,
        label: t(`transfers.startTimes.${choice}`),
        ...(choice === 'now' && batch.startsMs === undefined ? { shortcut: '✓' } : {}),
        run: () => actions.startAt(ids, startMsOf(choice, Date.now())),
      })),
    },
  ]
}

/** Everything that can be done with a batch. */
export function batchMenu(batch: TransferBatch, context: BatchMenuContext): MenuEntries {
  const { t, actions, inHistory, isReachable, filter, onFilter } = context
  const { batchId, state } = batch
  const run = inHistory ? [] : runEntries(batch, context)
  const places: MenuEntry[] = []
  if (batch.kind === 'download' && batch.itemsDone > 0) {
    places.push({ key: 'reveal', label: t('transfers.reveal'), icon: <FolderSearch size={iconSize} />, run: () => actions.reveal(batchId) })
  }
  places.push({
    key: 'bucket',
    label: t('transfers.showInBucket'),
    icon: <Database size={iconSize} />,
    disabledReason: isReachable ? undefined : t('transfers.connectionGone'),
    run: () => actions.showInBucket(batch),
  })
  const reports = (['csv', 'json'] as const).map((format): MenuEntry => ({
    key: format,
    label: t(`transfers.saveReport.${format}`),
    icon: <FileDown size={iconSize} />,
    run: () => actions.saveManifest(batchId, format),
  }))
  const end: MenuEntry = inHistory
    ? { key: 'forget', label: t('transfers.forget'), icon: <Trash2 size={iconSize} />, shortcut: 'Del', run: () => actions.forget([batchId]) }
    : isFinished(state)
      ? { key: 'clear', label: t('transfers.clear'), icon: <X size={iconSize} />, shortcut: 'Del', run: () => actions.clear([batchId]) }
      : { key: 'cancel', label: t('transfers.cancel'), icon: <X size={iconSize} />, shortcut: 'Del', danger: true, run: () => actions.cancel([batchId]) }
  const filters: MenuEntry[] =
    batch.itemsFailed === 0 || batch.itemsFailed === batch.itemsTotal
      ? []
      : [{ key: 'filter', label: t(filter === 'failed' ? 'transfers.showAllItems' : 'transfers.onlyFailed'), run: () => onFilter(filter === 'failed' ? 'all' : 'failed') }]
  return [...run, ...(run.length === 0 ? [] : (['separator'] as const)), ...places, ...filters, 'separator', ...reports, 'separator', end]
}

/** An item's failure as lines of text, for a ticket. */
export function failureText(item: TransferItem, t: TFunction): string {
  if (item.error === undefined) return item.key
  const rows = errorRows(item.error, t)
  return [`${t('transfers.key')}: ${item.key}`, ...rows.map(([label, value]) => `${label}: ${value}`)].join('\n')
}

export function itemMenu(batch: TransferBatch, item: TransferItem, { t, actions, isReachable }: BatchMenuContext): MenuEntries {
  const { error } = item
  const isArchived = error?.code === 'InvalidObjectState' && batch.kind !== 'upload'
  const requestId = error?.requestId
  return [
    ...(isArchived ? [{ key: 'restore', label: t('jobs.restoreArchived'), icon: <RefreshCcwDot size={iconSize} />, run: () => actions.restore(batch, item) }] : []),
    {
      key: 'bucket',
      label: t('transfers.showInBucket'),
      icon: <Folder size={iconSize} />,
      disabledReason: isReachable ? undefined : t('transfers.connectionGone'),
      run: () => actions.showInBucket(batch, item),
    },
    { key: 'copyKey', label: t('transfers.copyKey'), icon: <Copy size={iconSize} />, run: () => actions.copy(item.key) },
    ...(error === undefined ? [] : [{ key: 'copyFailure', label: t('common.copyDetails'), run: () => actions.copy(failureText(item, t)) }]),
    ...(requestId === undefined ? [] : [{ key: 'copyRequestId', label: t('transfers.copyRequestId'), run: () => actions.copy(requestId) }]),
  ]
}
