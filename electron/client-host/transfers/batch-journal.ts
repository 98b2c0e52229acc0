import type { TransferItemState } from '../../contract/transfer-items.ts'
import type { Batch } from './batch.ts'
import type { CheckpointStart, FinishedPart } from './checkpoint.ts'
import { itemLine, itemLines, orderLine, resultLines, verifiedLines, type Journal } from './journal.ts'
import { toRanges } from './ranges.ts'

/** Writes a batch's progress into the journal, runs of items that ended alike as ranges. */
export interface BatchJournal {
  begin(batch: Batch): Promise<void>
  added(batch: Batch, from: number): void
  settled(batch: Batch, item: number): void
  checkpoint(batch: Batch, item: number, start: CheckpointStart | undefined): void
  /** As `checkpoint`; resolves when a restart would know. */
  checkpointNow(batch: Batch, item: number, start: CheckpointStart): Promise<void>
  /** Resolves when a restart would know. */
  partDone(batch: Batch, item: number, number: number, part: FinishedPart): Promise<void>
  started(batch: Batch): Promise<void>
  paused(batch: Batch): Promise<void>
  /** Ranges without their ends. */
  requeued(batch: Batch, ranges: [number, number][]): Promise<void>
  /** The rest of a batch that ends before its time. Ranges without their ends. */
  cancelled(batch: Batch, ranges: [number, number][]): void
  scanned(batch: Batch): void
  end(batch: Batch): Promise<void>
  limited(batch: Batch): void
  ordered(batch: Batch): Promise<void>
  cleared(batchId: string): void
}

const flushAfterMs = 200

export function createBatchJournal(journal: Journal): BatchJournal {
  const plain = new Map<string, Map<TransferItemState, number[]>>()
  const withResults = new Map<Batch, number[]>()
  let timer: NodeJS.Timeout | undefined

  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    for (const [id, byState] of plain) for (const [state, items] of byState) journal.append({ e: 'states', id, state, ranges: toRanges(items) })
    plain.clear()
    for (const [batch, items] of withResults) for (const line of [...resultLines(batch, items), ...verifiedLines(batch, items)]) journal.append(line)
    withResults.clear()
  }
  const note = (id: string, state: TransferItemState, item: number): void => {
    let byState = plain.get(id)
    if (byState === undefined) plain.set(id, (byState = new Map<TransferItemState, number[]>()))
    const items = byState.get(state)
    if (items === undefined) byState.set(state, [item])
    else items.push(item)
    timer ??= setTimeout(flush, flushAfterMs)
  }

  return {
    begin: async (batch) => {
      journal.append({ e: 'batch', id: batch.batchId, createdMs: batch.createdMs, spec: batch.spec })
      for (const line of itemLines(batch, 0)) journal.append(line)
      for (const item of batch.items.namedItems()) journal.append(itemLine(batch, item))
      await journal.sync()
    },
    added: (batch, from) => {
      for (const line of itemLines(batch, from)) journal.append(line)
    },
    settled: (batch, item) => {
      const line = itemLine(batch, item)
      if (line.e !== 'item' || line.error !== undefined || line.keyName !== undefined || line.savedAs !== undefined || line.lost !== undefined) journal.append(line)
      else note(batch.batchId, line.state, item)
      if (batch.items.resultOf(item) === undefined && batch.items.verifiedBy(item) === undefined) return
      const items = withResults.get(batch)
      if (items === undefined) withResults.set(batch, [item])
      else items.push(item)
      timer ??= setTimeout(flush, flushAfterMs)
    },
    checkpoint: (batch, item, start) => {
      void journal.appendNow({ e: 'checkpoint', id: batch.batchId, item, ...(start === undefined ? {} : { start }) })
    },
    checkpointNow: (batch, item, start) => journal.appendNow({ e: 'checkpoint', id: batch.batchId, item, start }),
    partDone: (batch, item, number, part) => journal.appendNow({ e: 'part', id: batch.batchId, item, number, ...part }),
    started: (batch) => journal.appendNow({ e: 'started', id: batch.batchId, to: batch.startedTo }),
    paused: async (batch) => {
      flush()
      journal.append({ e: 'paused', id: batch.batchId, paused: batch.state === 'paused' })
      await journal.sync()
    },
    requeued: async (batch, ranges) => {
      flush()
      if (batch.ignoreSpace) journal.append({ e: 'anyway', id: batch.batchId })
      journal.append({ e: 'states', id: batch.batchId, state: 'queued', ranges })
      await journal.sync()
    },
    cancelled: (batch, ranges) => {
      flush()
      if (ranges.length > 0) journal.append({ e: 'states', id: batch.batchId, state: 'cancelled', ranges })
    },
    scanned: (batch) => {
      journal.append({ e: 'scanned', id: batch.batchId })
    },
    end: async (batch) => {
      flush()
      journal.append({ e: 'end', id: batch.batchId, state: batch.state, finishedMs: batch.finishedMs ?? 0, ...(batch.error === undefined ? {} : { error: batch.error }) })
      await journal.sync()
    },
    limited: (batch) => {
      const { rate } = batch.throttle
      void journal.appendNow({ e: 'limit', id: batch.batchId, ...(rate === undefined ? {} : { bytesPerSecond: rate }) })
    },
    ordered: (batch) => journal.appendNow(orderLine(batch)),
    cleared: (batchId) => {
      flush()
      journal.append({ e: 'clear', id: batchId })
    },
  }
}
