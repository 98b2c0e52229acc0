import type { TransferBatch, TransferState } from '../../../electron/contract/transfer-batches.ts'

/** Batches by id, newest first in `order`. */
export interface TransferMap {
  readonly byId: Readonly<Record<string, TransferBatch>>
  readonly order: readonly string[]
}

export const noTransfers: TransferMap = { byId: {}, order: [] }

export const isActive = (state: TransferState): boolean => state === 'queued' || state === 'scanning' || state === 'running'

/** Over for good: not even held up. */
export const isFinished = (state: TransferState): boolean => state === 'done' || state === 'failed' || state === 'cancelled'

function ordered(byId: Readonly<Record<string, TransferBatch>>): readonly string[] {
  return Object.values(byId)
    .toSorted((a, b) => b.createdMs - a.createdMs || (a.batchId < b.batchId ? 1 : -1))
    .map((batch) => batch.batchId)
}

/** Everything anew, from a snapshot. */
export function replaceBatches(batches: readonly TransferBatch[]): TransferMap {
  const byId = Object.fromEntries(batches.map((batch) => [batch.batchId, batch]))
  return { byId, order: ordered(byId) }
}

/** What changed and what went; the order is worked out again only when batches come or go. */
export function mergeBatches(map: TransferMap, changed: readonly TransferBatch[], removed: readonly string[]): TransferMap {
  const gone = new Set(removed)
  const byId = Object.fromEntries(
    [...Object.entries(map.byId), ...changed.map((batch) => [batch.batchId, batch] as const)].filter(([id]) => !gone.has(id)),
  )
  const sameMembers = Object.keys(byId).length === map.order.length && changed.every((batch) => batch.batchId in map.byId)
  return { byId, order: sameMembers ? map.order : ordered(byId) }
}

export interface TransferTotals {
  readonly active: number
  readonly failed: number
  readonly finished: number
  readonly paused: number
  /** Of the active batches, 0..1; undefined while their size is not known. */
  readonly fraction: number | undefined
  readonly bytesPerSecond: number
  /** Undefined while it cannot be told. */
  readonly secondsLeft: number | undefined
}

/** How far a batch is, by bytes where it has any, otherwise by items. */
export function batchFraction(batch: TransferBatch): number | undefined {
  if (batch.state === 'done') return 1
  if (batch.bytesTotal > 0) return Math.min(1, batch.bytesDone / batch.bytesTotal)
  const finished = batch.itemsDone + batch.itemsSkipped + batch.itemsFailed
  return batch.itemsTotal > 0 ? Math.min(1, finished / batch.itemsTotal) : undefined
}

export function batchSecondsLeft(batch: TransferBatch): number | undefined {
  if (batch.state !== 'running' || !batch.scanned) return undefined
  if (batch.bytesTotal > 0) return batch.bytesPerSecond > 0 ? (batch.bytesTotal - batch.bytesDone) / batch.bytesPerSecond : undefined
  const left = batch.itemsTotal - batch.itemsDone - batch.itemsSkipped - batch.itemsFailed
  return batch.itemsPerSecond > 0 ? left / batch.itemsPerSecond : undefined
}

/** The one line of the collapsed dock. */
export function transferTotals({ byId, order }: TransferMap): TransferTotals {
  const batches = order.flatMap((id) => byId[id] ?? [])
  const active = batches.filter((batch) => isActive(batch.state))
  const fractions = active.map(batchFraction)
  const bytesTotal = active.reduce((sum, batch) => sum + batch.bytesTotal, 0)
  const bytesDone = active.reduce((sum, batch) => sum + batch.bytesDone, 0)
  const bytesPerSecond = active.reduce((sum, batch) => sum + batch.bytesPerSecond, 0)
  const known = fractions.filter((fraction) => fraction !== undefined)
  const remaining = active.map(batchSecondsLeft)
  return {
    active: active.length,
    failed: batches.filter((batch) => batch.state === 'failed' || batch.itemsFailed > 0).length,
    finished: batches.filter((batch) => isFinished(batch.state)).length,
    paused: batches.filter((batch) => batch.state === 'paused').length,
    fraction:
      bytesTotal > 0 ? Math.min(1, bytesDone / bytesTotal) : known.length === 0 ? undefined : known.reduce((sum, fraction) => sum + fraction, 0) / known.length,
    bytesPerSecond,
    // Batches share the line, so together they take as long as all their bytes.
    secondsLeft:
      active.length === 0 || remaining.includes(undefined)
        ? undefined
        : bytesTotal > 0 && bytesPerSecond > 0
          ? (bytesTotal - bytesDone) / bytesPerSecond
          : Math.max(...remaining.map((seconds) => seconds ?? 0)),
  }
}
