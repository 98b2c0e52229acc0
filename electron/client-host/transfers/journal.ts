import { open, readFile, rename, type FileHandle } from 'node:fs/promises'
import { z } from 'zod'
import { OssErrorWire } from '../../contract/error-wire.ts'
import { LostAspect } from '../../contract/object-jobs.ts'
import { TransferState } from '../../contract/transfer-batches.ts'
import { TransferItemState, VerifiedBy } from '../../contract/transfer-items.ts'
import { TransferPriority } from '../../contract/transfer-rules.ts'
import { BatchSpec, newBatch, type Batch } from './batch.ts'
import { bytesOfParts, CheckpointStart, FinishedPart } from './checkpoint.ts'
import { errnoOf } from './local-files.ts'
import { toRanges } from './ranges.ts'

/**
 * What is remembered of transfers across a restart: one JSON line per event, appended. A batch is on disk before its
 * enqueuing is answered; its progress follows in the background, so what is lost at a kill is at worst that a few
 * finished items are not known as finished, and running them again is harmless.
 *
 *   {"e":"format","version":1}
 *   {"e":"batch","id":…,"createdMs":…,"spec":{…}}          {"e":"scanned","id":…}
 *   {"e":"items","id":…,"from":0,"rows":[[name,size,modifiedMs,source,state,error?],…],"versions":["<versionId>",…]}
 *   {"e":"states","id":…,"state":"done","ranges":[[0,17],…]}      ranges end exclusive
 *   {"e":"item","id":…,"item":3,"state":"failed","error":{…},"keyName":…,"savedAs":…}
 *   {"e":"result","id":…,"rows":[[3,"<crc64>","<etag>","<versionId>"],…]}      what the service holds of items that are done
 *   {"e":"verified","id":…,"by":"md5","ranges":[[0,17],…]}      which checksum proved items that are done
 *   {"e":"started","id":…,"to":500}   items below this number may have been begun        {"e":"paused","id":…,"paused":true}
 *   {"e":"limit","id":…,"bytesPerSecond":1048576}   of this batch alone; none without the number
 *   {"e":"order","id":…,"priority":"high","front":0,"startsMs":…}   its place in the line, and when it may begin
 *   {"e":"anyway","id":…}   the user wants it although the disk seems too full
 *   {"e":"checkpoint","id":…,"item":3,"start":{…}}   parts of a large item begin, or are given up without "start"
 *   {"e":"part","id":…,"item":3,"number":2,"crc64":…,"etag":…}
 *   {"e":"end","id":…,"state":"failed","finishedMs":…,"error":{…}}   {"e":"clear","id":…}
 */
const id = z.string()
const Line = z.discriminatedUnion('e', [
  z.object({ e: z.literal('format'), version: z.literal(1) }),
  z.object({ e: z.literal('batch'), id, createdMs: z.number(), spec: BatchSpec }),
  z.object({ e: z.literal('scanned'), id }),
  z.object({
    e: z.literal('items'),
    id,
    from: z.number(),
    rows: z.array(z.tuple([z.string(), z.number(), z.number(), z.number(), TransferItemState]).rest(OssErrorWire)),
    /** The version that each row is about, empty for the current one. In the same line: half of it would mean another object. */
    versions: z.array(z.string()).optional(),
  }),
  z.object({ e: z.literal('states'), id, state: TransferItemState, ranges: z.array(z.tuple([z.number(), z.number()])) }),
  z.object({
    e: z.literal('item'),
    id,
    item: z.number(),
    state: TransferItemState,
    error: OssErrorWire.optional(),
    keyName: z.string().optional(),
    savedAs: z.string().optional(),
    lost: z.array(LostAspect).optional(),
  }),
  z.object({ e: z.literal('result'), id, rows: z.array(z.tuple([z.number(), z.string(), z.string(), z.string()])) }),
  z.object({ e: z.literal('verified'), id, by: VerifiedBy, ranges: z.array(z.tuple([z.number(), z.number()])) }),
  z.object({ e: z.literal('started'), id, to: z.number() }),
  z.object({ e: z.literal('paused'), id, paused: z.boolean() }),
  z.object({ e: z.literal('limit'), id, bytesPerSecond: z.number().optional() }),
  z.object({ e: z.literal('order'), id, priority: TransferPriority, front: z.number(), startsMs: z.number().optional() }),
  z.object({ e: z.literal('anyway'), id }),
  z.object({ e: z.literal('checkpoint'), id, item: z.number(), start: CheckpointStart.optional() }),
  z.object({ e: z.literal('part'), id, item: z.number(), number: z.number(), ...FinishedPart.shape }),
  z.object({ e: z.literal('end'), id, state: TransferState, finishedMs: z.number(), error: OssErrorWire.optional() }),
  z.object({ e: z.literal('clear'), id }),
])
export type JournalLine = z.infer<typeof Line>

/** Error of what was under way when Ossia ended. */
export const interrupted: OssErrorWire = {
  code: 'TransferInterrupted',
  message: 'Ossia ended before this was finished',
  status: 0,
  retryable: true,
}

export interface Journal {
  /** Batches that were not done when Ossia last ended: those it was at as waiting or paused ones. */
  readonly restored: readonly Batch[]
  append(line: JournalLine): void
  /** As `append`, but with the system at once: what a kill would lose here would have to be sent again. */
  appendNow(line: JournalLine): Promise<void>
  /** Everything appended so far is on disk afterwards. */
  sync(): Promise<void>
  readonly sizeBytes: number
  /** Replaces the file by the lines of these batches. */
  compact(batches: readonly Batch[]): Promise<void>
  close(): Promise<void>
}

const flushAfterMs = 200

/** @param onProblem told once per failure to write; transfers go on without their memory */
export async function openJournal(path: string, onProblem: (text: string) => void): Promise<Journal> {
  const restored = restoreBatches(await readLines(path, onProblem))
  let handle = await rewrite(path, restored)
  let sizeBytes = (await handle.stat()).size
  let pending: string[] = []
  let timer: NodeJS.Timeout | undefined
  let chain = Promise.resolve()

  const enqueue = (work: () => Promise<void>): Promise<void> => {
    const result = chain.then(work)
    chain = result.catch((error: unknown) => {
      onProblem(`The transfer journal cannot be written: ${errnoOf(error) ?? String(error)}`)
    })
    return chain
  }
  const flush = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    return enqueue(async () => {
      if (pending.length === 0) return
      const text = pending.join('')
      pending = []
      await handle.appendFile(text)
      sizeBytes += Buffer.byteLength(text)
    })
  }

  return {
    restored,
    append: (line) => {
      pending.push(`${JSON.stringify(line)}\n`)
      timer ??= setTimeout(() => void flush(), flushAfterMs)
    },
    appendNow: (line) => {
      pending.push(`${JSON.stringify(line)}\n`)
      return flush()
    },
    sync: async () => {
      await flush()
      await enqueue(() => handle.sync())
    },
    get sizeBytes() {
      return sizeBytes
    },
    compact: async (batches) => {
      await flush()
      await enqueue(async () => {
        const takePending = () => {
          const text = pending.join('')
          pending = []
          return text
        }
        const next = await rewrite(path, batches, takePending)
        await handle.close()
        handle = next
        sizeBytes = (await next.stat()).size
      })
    },
    close: async () => {
      await flush()
      await enqueue(() => handle.close())
    },
  }
}

async function readLines(path: string, onProblem: (text: string) => void): Promise<JournalLine[]> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return []
    throw error
  }
  const lines: JournalLine[] = []
  const texts = text.split('\n')
  for (const [place, one] of texts.entries()) {
    if (one === '') continue
    try {
      lines.push(Line.parse(JSON.parse(one)))
    } catch {
      // The last line is cut short when the process ends while writing; any other is damage worth a word.
      if (place < texts.length - 1) onProblem(`Line ${String(place + 1)} of the transfer journal cannot be read`)
    }
  }
  return lines
}

/** Pure: what the lines of an earlier run leave to be shown. */
export function restoreBatches(lines: readonly JournalLine[]): Batch[] {
  const batches = new Map<string, Batch>()
  for (const line of lines) {
    if (line.e === 'format') continue
    if (line.e === 'batch') batches.set(line.id, newBatch(line.id, line.spec, line.createdMs))
    const batch = batches.get(line.id)
    if (batch === undefined) continue
    applyLine(batch, line)
    if (line.e === 'clear') batches.delete(line.id)
  }
  const kept = [...batches.values()].filter((batch) => batch.state !== 'done')
  for (const batch of kept) {
    const { items } = batch
    for (let item = 0; item < items.length; item++) {
      const state = items.stateOf(item)
      if (state === 'running' || state === 'verifying') items.setState(item, 'queued')
    }
    for (const [item, checkpoint] of batch.checkpoints) items.setBytesDone(item, bytesOfParts(checkpoint))
    batch.restored = true
    if (batch.state === 'failed' || batch.state === 'cancelled' || batch.state === 'paused') continue
    // Nothing more is deleted after a restart unless somebody says so.
    batch.state = batch.spec.kind === 'delete' || batch.spec.kind === 'deleteVersions' ? 'paused' : 'queued'
    if (batch.state === 'paused') batch.error = interrupted
  }
  return kept
}

function applyLine(batch: Batch, line: Exclude<JournalLine, { e: 'format' | 'batch' }> | Extract<JournalLine, { e: 'batch' }>): void {
  const { items } = batch
  const settle = (item: number, state: z.infer<typeof TransferItemState>, error?: OssErrorWire): void => {
    if (item >= items.length) return
    items.setState(item, state, error)
    const isOver = state === 'done' || state === 'skipped'
    items.setBytesDone(item, isOver ? items.sizeOf(item) : 0)
    if (isOver && batch.checkpoints.get(item)?.start.kind === 'copy') batch.checkpoints.delete(item)
  }
  if (line.e === 'items') {
    for (const [at, [name, sizeBytes, modifiedMs, source, state, error]] of line.rows.entries()) {
      items.add({ name, sizeBytes, modifiedMs, source, state, error, versionId: line.versions?.[at] || undefined })
    }
  } else if (line.e === 'states') {
    for (const [start, end] of line.ranges) for (let item = start; item < end; item++) settle(item, line.state)
    // Items that run again: so does the batch.
    if (line.state === 'queued') reopen(batch)
  } else if (line.e === 'item') {
    settle(line.item, line.state, line.error)
    if (line.keyName !== undefined) items.setKeyName(line.item, line.keyName)
    if (line.savedAs !== undefined) items.setSavedAs(line.item, line.savedAs)
    if (line.lost !== undefined) items.setLost(line.item, line.lost)
  } else if (line.e === 'scanned') batch.scanned = true
  else if (line.e === 'anyway') batch.ignoreSpace = true
  else if (line.e === 'limit') batch.throttle.rate = line.bytesPerSecond
  else if (line.e === 'order') Object.assign(batch, { priority: line.priority, front: line.front, startsMs: line.startsMs })
  else if (line.e === 'verified') {
    for (const [start, end] of line.ranges) for (let item = start; item < Math.min(end, items.length); item++) items.setVerified(item, line.by)
  } else if (line.e === 'started') batch.startedTo = line.to
  else if (line.e === 'paused') {
    reopen(batch)
    if (line.paused) batch.state = 'paused'
  }
  else if (line.e === 'result') {
    for (const [item, crc64, etag, versionId] of line.rows) items.setResult(item, { crc64: crc64 || undefined, etag: etag || undefined, versionId: versionId || undefined })
  } else if (line.e === 'checkpoint') {
    if (line.start === undefined) batch.checkpoints.delete(line.item)
    else batch.checkpoints.set(line.item, { start: line.start, parts: new Map() })
  } else if (line.e === 'part') batch.checkpoints.get(line.item)?.parts.set(line.number, { crc64: line.crc64, etag: line.etag, ...(line.crc32 === undefined ? {} : { crc32: line.crc32 }) })
  else if (line.e === 'end') {
    batch.state = line.state
    batch.finishedMs = line.finishedMs
    batch.error = line.error
  }
}

function reopen(batch: Batch): void {
  batch.state = 'running'
  batch.error = undefined
  batch.finishedMs = undefined
}

/** Lines that say everything about a batch. */
export function* linesOf(batch: Batch): Generator<JournalLine> {
  yield { e: 'batch', id: batch.batchId, createdMs: batch.createdMs, spec: batch.spec }
  yield* itemLines(batch, 0)
  for (let item = 0; item < batch.items.length; item++) {
    const row = batch.items.row(item, '')
    const keyName = batch.items.keyNameOf(item)
    if (row.savedAs !== undefined || row.lost !== undefined || keyName !== row.name) yield itemLine(batch, item)
  }
  yield* resultLines(batch, batch.items.resultItems())
  yield* verifiedLines(batch, batch.items.verifiedItems())
  for (const [item, { start, parts }] of batch.checkpoints) {
    yield { e: 'checkpoint', id: batch.batchId, item, start }
    for (const [number, part] of parts) yield { e: 'part', id: batch.batchId, item, number, ...part }
  }
  if (batch.scanned) yield { e: 'scanned', id: batch.batchId }
  if (batch.throttle.rate !== undefined) yield { e: 'limit', id: batch.batchId, bytesPerSecond: batch.throttle.rate }
  if (batch.priority !== 'normal' || batch.front > 0 || batch.startsMs !== undefined) yield orderLine(batch)
  if (batch.ignoreSpace) yield { e: 'anyway', id: batch.batchId }
  if (batch.startedTo > 0) yield { e: 'started', id: batch.batchId, to: batch.startedTo }
  if (batch.state === 'paused') yield { e: 'paused', id: batch.batchId, paused: true }
  if (batch.finishedMs !== undefined && batch.running === undefined) {
    yield { e: 'end', id: batch.batchId, state: batch.state, finishedMs: batch.finishedMs, ...(batch.error === undefined ? {} : { error: batch.error }) }
  }
}

export function orderLine({ batchId, priority, front, startsMs }: Batch): JournalLine {
  return { e: 'order', id: batchId, priority, front, ...(startsMs === undefined ? {} : { startsMs }) }
}

const rowsPerLine = 1000

/** The items from this one on, in lines of up to a thousand. */
export function* itemLines({ batchId, items }: Batch, from: number): Generator<JournalLine> {
  for (let start = from; start < items.length; start += rowsPerLine) {
    const rows: Extract<JournalLine, { e: 'items' }>['rows'] = []
    const versions: string[] = []
    for (let item = start; item < Math.min(items.length, start + rowsPerLine); item++) {
      const error = items.errorOf(item)
      versions.push(items.versionOf(item) ?? '')
      rows.push([items.nameOf(item), items.sizeOf(item), items.modifiedOf(item), items.sourceOf(item), items.stateOf(item), ...(error === undefined ? [] : [error])])
    }
    yield { e: 'items', id: batchId, from: start, rows, ...(versions.some((versionId) => versionId !== '') ? { versions } : {}) }
  }
}

/** What the service holds of these items, in lines of up to a thousand. */
export function* resultLines({ batchId, items }: Batch, which: Iterable<number>): Generator<JournalLine> {
  let rows: Extract<JournalLine, { e: 'result' }>['rows'] = []
  for (const item of which) {
    const { crc64 = '', etag = '', versionId = '' } = items.resultOf(item) ?? {}
    if (crc64 === '' && etag === '' && versionId === '') continue
    rows.push([item, crc64, etag, versionId])
    if (rows.length < rowsPerLine) continue
    yield { e: 'result', id: batchId, rows }
    rows = []
  }
  if (rows.length > 0) yield { e: 'result', id: batchId, rows }
}

/** Which checksums proved these items. */
export function* verifiedLines({ batchId, items }: Batch, which: Iterable<number>): Generator<JournalLine> {
  const proved = new Map<VerifiedBy, number[]>()
  for (const item of which) {
    const by = items.verifiedBy(item)
    if (by === undefined) continue
    const list = proved.get(by)
    if (list === undefined) proved.set(by, [item])
    else list.push(item)
  }
  for (const [by, list] of proved) yield { e: 'verified', id: batchId, by, ranges: toRanges(list) }
}

/** How one item ended. */
export function itemLine({ batchId, items }: Batch, item: number): JournalLine {
  const row = items.row(item, '')
  const keyName = items.keyNameOf(item)
  return {
    e: 'item',
    id: batchId,
    item,
    state: row.state,
    ...(row.error === undefined ? {} : { error: row.error }),
    ...(keyName === row.name ? {} : { keyName }),
    ...(row.savedAs === undefined ? {} : { savedAs: row.savedAs }),
    ...(row.lost === undefined ? {} : { lost: row.lost }),
  }
}

/**
 * Writes the batches as they are into a new file that takes the old one's place. They go on changing meanwhile: an item whose
 * state was written may end, and its checkpoint be gone, before the checkpoints are. The lines that say so belong into the new
 * file before it counts, or a kill would leave an item that neither ended nor began.
 */
async function rewrite(path: string, batches: readonly Batch[], takePending: () => string = () => ''): Promise<FileHandle> {
  const next = `${path}.new`
  const handle = await open(next, 'w', 0o600)
  try {
    await handle.appendFile(`${JSON.stringify({ e: 'format', version: 1 } satisfies JournalLine)}\n`)
    for (const batch of batches) for (const line of linesOf(batch)) await handle.appendFile(`${JSON.stringify(line)}\n`)
    await handle.appendFile(takePending())
    await handle.sync()
    await rename(next, path)
  } catch (error) {
    await handle.close()
    throw error
  }
  return handle
}
