import type { TransferBatch } from '../../../../electron/contract/transfer-batches.ts'
import type { TransferMap } from '../transfer-map.ts'

export const dockTabs = ['active', 'queued', 'failed', 'done', 'history'] as const
export type DockTab = (typeof dockTabs)[number]
export type LiveTab = Exclude<DockTab, 'history'>

/** Where a batch is shown. One that was cancelled needs nobody's attention and so is not among the failed ones. */
export function tabOf(batch: TransferBatch): LiveTab {
  switch (batch.state) {
    case 'queued':
      return 'queued'
    case 'failed':
      return 'failed'
    case 'done':
    case 'cancelled':
      return batch.itemsFailed > 0 ? 'failed' : 'done'
    case 'scanning':
    case 'running':
    case 'paused':
    default:
      return 'active'
  }
}

export type BatchesByTab = Readonly<Record<LiveTab, readonly string[]>>

/** Ids by tab, newest first; in the queue the next one comes first. */
export function batchesByTab({ byId, order }: TransferMap): BatchesByTab {
  const tabs: Record<LiveTab, string[]> = { active: [], queued: [], failed: [], done: [] }
  for (const id of order) {
    const batch = byId[id]
    if (batch !== undefined) tabs[tabOf(batch)].push(id)
  }
  tabs.queued.reverse()
  return tabs
}

/** The tab to show when the dock opens: what goes on, else what went wrong, else what waits, else what is done. */
export function firstTab(tabs: BatchesByTab): DockTab {
  return (['active', 'failed', 'queued', 'done'] as const).find((tab) => tabs[tab].length > 0) ?? 'active'
}
