import type { TransferSummary } from '../../contract/host-messages.ts'
import type { TransferBatch } from '../../contract/transfer-batches.ts'

/** What main hears of transfers: how they stand together, and each that ended. */
export interface MainFeed {
  /** As they stand at the start; nothing of them is news. */
  seed(batches: readonly TransferBatch[]): void
  changed(batches: readonly TransferBatch[], removed: readonly string[]): void
  close(): void
}

interface Options {
  readonly onSummary: (summary: TransferSummary) => void
  readonly onEnded: (batch: TransferBatch) => void
}

const tellEveryMs = 500

const isActive = ({ state }: TransferBatch): boolean => state === 'queued' || state === 'scanning' || state === 'running'
const hasEnded = ({ state }: TransferBatch): boolean => state === 'done' || state === 'failed' || state === 'cancelled'

export function summarize(batches: Iterable<TransferBatch>): TransferSummary {
  const all = [...batches]
  const active = all.filter(isActive)
  const bytesTotal = active.reduce((sum, batch) => sum + batch.bytesTotal, 0)
  const bytesDone = active.reduce((sum, batch) => sum + batch.bytesDone, 0)
  const itemsTotal = active.reduce((sum, batch) => sum + batch.itemsTotal, 0)
  const itemsEnded = active.reduce((sum, batch) => sum + batch.itemsDone + batch.itemsSkipped + batch.itemsFailed, 0)
  const fraction = bytesTotal > 0 ? bytesDone / bytesTotal : itemsTotal > 0 ? itemsEnded / itemsTotal : undefined
  return {
    active: active.length,
    paused: all.filter(({ state }) => state === 'paused').length,
    ...(fraction === undefined ? {} : { fraction: Math.min(1, fraction) }),
    bytesPerSecond: active.reduce((sum, batch) => sum + batch.bytesPerSecond, 0),
  }
}

/** Tells of ends at once and of progress at most twice a second; the end of the last one at once as well. */
export function createMainFeed({ onSummary, onEnded }: Options): MainFeed {
  const known = new Map<string, TransferBatch>()
  let timer: NodeJS.Timeout | undefined
  const tell = (): void => {
    clearTimeout(timer)
    timer = undefined
    onSummary(summarize(known.values()))
  }
  return {
    seed: (batches) => {
      for (const batch of batches) known.set(batch.batchId, batch)
      tell()
    },
    changed: (batches, removed) => {
      for (const batch of batches) {
        const former = known.get(batch.batchId)
        known.set(batch.batchId, batch)
        // One that was over before anybody had heard of it is news as well.
        if (hasEnded(batch) && (former === undefined || !hasEnded(former))) onEnded(batch)
      }
      for (const batchId of removed) known.delete(batchId)
      if ([...known.values()].some(isActive)) timer ??= setTimeout(tell, tellEveryMs)
      else tell()
    },
    close: () => {
      clearTimeout(timer)
    },
  }
}
