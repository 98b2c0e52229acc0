import type { TransferBatch } from '../../contract/transfer-batches.ts'
import type { Batch } from './batch.ts'

/** Tells of batches that changed, gathered to at most about ten times a second. */
export interface Announcer {
  changed(batch: Batch): void
  removed(batchId: string): void
  close(): void
}

export interface AnnouncerOptions {
  readonly batches: ReadonlyMap<string, Batch>
  readonly view: (batch: Batch) => TransferBatch
  readonly onBatchesChanged: (changed: readonly TransferBatch[], removed: readonly string[]) => void
  readonly now: () => number
}

const tellEveryMs = 100
const ratesEveryMs = 500

export function createAnnouncer({ batches, view, onBatchesChanged, now }: AnnouncerOptions): Announcer {
  const dirty = new Set<Batch>()
  const gone = new Set<string>()
  let ticker: NodeJS.Timeout | undefined

  const tell = (): void => {
    const views = [...dirty].map((batch) => view(batch))
    const removed = [...gone]
    dirty.clear()
    gone.clear()
    if (views.length > 0 || removed.length > 0) onBatchesChanged(views, removed)
    // Running batches are told of even when nothing moves, so that their speed falls to zero.
    const running = [...batches.values()].filter((batch) => batch.running !== undefined)
    ticker = running.length === 0 ? undefined : setTimeout(() => {
      if (Math.floor(now() / ratesEveryMs) !== Math.floor((now() - tellEveryMs) / ratesEveryMs)) for (const batch of running) if (batches.has(batch.batchId)) dirty.add(batch)
      tell()
    }, tellEveryMs)
  }
  return {
    changed: (batch) => {
      dirty.add(batch)
      ticker ??= setTimeout(tell, tellEveryMs)
    },
    removed: (batchId) => {
      for (const batch of dirty) if (batch.batchId === batchId) dirty.delete(batch)
      gone.add(batchId)
      ticker ??= setTimeout(tell, tellEveryMs)
    },
    close: () => {
      clearTimeout(ticker)
    },
  }
}
