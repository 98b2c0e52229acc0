import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { ObjectEdit } from '../../contract/object-jobs.ts'
import type { OssErrorWire } from '../../contract/error-wire.ts'
import type { ConflictChoices, ConflictPolicy } from '../../contract/conflict-policy.ts'
import type { TransferBatch } from '../../contract/transfer-batches.ts'
import type { ManifestFormat, TransferItem, TransferItemState } from '../../contract/transfer-items.ts'
import type { ConnectionLimits, TransferHours, TransferPriority, TransferRules } from '../../contract/transfer-rules.ts'
import { localError } from '../errors.ts'
import type { ResolvedSelection } from '../listing/selection.ts'
import type { Provider } from '../providers/object-provider.ts'
import { defaultRetryPolicy, type RetryPolicy } from '../remote/retry-policy.ts'
import { createAnnouncer } from './announcer.ts'
import { createBatchControl } from './batch-control.ts'
import { batchView, isFinished, newBatch, writtenPlace, type Batch, type BatchSpec } from './batch.ts'
import { createBatchJournal } from './batch-journal.ts'
import { createChangedPrefixes, parentPrefix, type ChangedObjects } from './changed-prefixes.ts'
import { openJournal } from './journal.ts'
import { conflictOf, planCopy, planUndo, type CopyRequest } from './enqueue-copy.ts'
import { itemRow } from './item-row.ts'
import { createLimiters } from './limiters.ts'
import { addSteps, revertSpec, type RevertRequest } from '../as-of/enqueue-revert.ts'
import { planTakeBack } from '../as-of/take-back.ts'
import { nodeFiles, type LocalFiles } from './local-files.ts'
import { defaultSizes, type TransferSizes } from './part-plan.ts'
import { addChosen, titleOf } from './selection-items.ts'
import { createTransferHistory, type TransferHistory } from './history/history.ts'
import { itemsOfBatch, writeManifest } from './manifest.ts'
import { readSpeedLimit, writeSpeedLimit } from './speed-limit.ts'
import { createSchedule, type ScheduleOptions } from './schedule.ts'
import { createThrottle } from './throttle.ts'
import { readTransferRules, writeTransferRules } from './transfer-rules.ts'
import { nameSources } from './walk-sources.ts'

export interface TransferServiceOptions {
  readonly stateFolder: string
  /** @throws when the connection cannot be used now */
  readonly providerOf: (profileId: string) => Provider
  readonly toWire: (error: unknown) => OssErrorWire
  /** A problem that no caller can be told of. */
  readonly log: (text: string) => void
  readonly onBatchesChanged: (changed: readonly TransferBatch[], removed: readonly string[]) => void
  readonly onObjectsChanged: (changed: ChangedObjects) => void
  readonly onHistoryChanged?: () => void
  readonly files?: LocalFiles
  readonly retryPolicy?: RetryPolicy
  readonly sizes?: TransferSizes
  readonly now?: () => number
  readonly random?: () => number
  /** For what waits; a timer when absent. */
  readonly after?: ScheduleOptions['after']
}

interface Place {
  readonly profileId: string
  readonly bucket: string
  readonly prefix: string
}

/** All batches: started, watched, cancelled, run again and remembered. */
export interface TransferService {
  enqueueUpload(input: Place & { readonly paths: readonly string[]; readonly conflict: ConflictPolicy; readonly choices?: ConflictChoices | undefined }): Promise<TransferBatch>
  enqueueDownload(input: Place & { readonly selection: ResolvedSelection; readonly folderPath: string; readonly conflict: ConflictPolicy }): Promise<TransferBatch>
  /** @param input `filePath` is replaced when the archive is complete */
  enqueueZip(input: Place & { readonly selection: ResolvedSelection; readonly filePath: string }): Promise<TransferBatch>
  enqueueDelete(input: Place & { readonly selection: ResolvedSelection }): Promise<TransferBatch>
  /** @throws OssError CopyIntoItself, CopyOntoItself, InvalidInput */
  enqueueCopy(input: CopyRequest & { readonly conflict: ConflictPolicy; readonly choices?: ConflictChoices | undefined }): Promise<TransferBatch>
  /** Moves back what a move brought, or puts back what a restore replaced. @throws OssError InvalidInput for any other batch */
  undo(batchId: string): Promise<TransferBatch>
  enqueueEdit(input: Place & { readonly selection: ResolvedSelection; readonly edit: ObjectEdit }): Promise<TransferBatch>
  /** Puts the versions of a selection in place of what is current. */
  enqueueRestoreVersions(input: Place & { readonly selection: ResolvedSelection }): Promise<TransferBatch>
  /** Brings back deleted objects, and everything deleted below the chosen prefixes. */
  enqueueRecover(input: Place & { readonly selection: ResolvedSelection }): Promise<TransferBatch>
  /** Removes for good every version and delete marker of the key that is older than this one. */
  enqueueDeleteVersions(input: { readonly profileId: string; readonly bucket: string; readonly key: string; readonly olderThan: string }): Promise<TransferBatch>
  /** Brings a bucket or folder back to what it was, step by step. */
  enqueueRevert(input: RevertRequest): Promise<TransferBatch>
  listBatches(): TransferBatch[]
  /** Ids of the multipart uploads that unfinished transfers go on with. */
  uploadsInUse(): ReadonlySet<string>
  /** Whether the list holds it; what is in the history alone is asked for there. */
  has(batchId: string): boolean
  listItems(input: { readonly batchId: string; readonly states?: readonly TransferItemState[] | undefined; readonly offset: number; readonly limit: number }): {
    readonly total: number
    readonly items: TransferItem[]
  }
  /** What ended, also in earlier runs. */
  readonly history: TransferHistory
  /** Bytes a second of all transfers together; undefined for no limit. */
  speedLimit(): number | undefined
  setSpeedLimit(bytesPerSecond: number | undefined): Promise<void>
  setBatchSpeedLimit(batchIds: readonly string[], bytesPerSecond: number | undefined): void
  setPriority(batchIds: readonly string[], priority: TransferPriority): Promise<void>
  /** Before all others, in this order. */
  moveToFront(batchIds: readonly string[]): Promise<void>
  /** @param startMs milliseconds since the epoch; undefined for as soon as they can */
  setStart(batchIds: readonly string[], startMs: number | undefined): Promise<void>
  pauseAll(): Promise<void>
  /** Those whose connection cannot be used stay paused. */
  resumeAll(): Promise<void>
  rules(): TransferRules
  setHours(hours: TransferHours | undefined): Promise<void>
  setConnectionLimits(limits: ConnectionLimits): Promise<void>
  cancel(batchIds: readonly string[]): Promise<void>
  /** Resolves when nothing of them is under way any more. */
  pause(batchIds: readonly string[]): Promise<void>
  /** @throws when the connection cannot be used now */
  resume(batchIds: readonly string[]): Promise<void>
  /** This connection can be used (again): what an earlier run of Ossia left unfinished there goes on. */
  connected(profileId: string): void
  /** @param ignoreSpace downloads even where the disk seems to have no room */
  retry(batchIds: readonly string[], ignoreSpace?: boolean): Promise<void>
  clear(batchIds: readonly string[]): Promise<void>
  /** Replaces the file by a report of every item, also of a batch of the history. @throws OssError LocalFolderUnwritable, LocalDiskFull */
  writeManifest(batchId: string, format: ManifestFormat, file: string): Promise<void>
  downloadPath(batchId: string): Promise<string>
  /** Resolves when the batch has ended. */
  finished(batchId: string): Promise<void>
  /** Stops everything as a kill would, but cleanly: what was under way is interrupted and can be run again. */
  close(): Promise<void>
}

const compactAboveBytes = 32 * 1024 * 1024
/** Errors that a retry of a batch should forget; the rest of the table stays. */
const again: readonly TransferItemState[] = ['failed', 'cancelled']

export async function openTransferService(options: TransferServiceOptions): Promise<TransferService> {
  const now = options.now ?? Date.now
  await mkdir(options.stateFolder, { recursive: true })
  const file = await openJournal(path.join(options.stateFolder, 'transfers.jsonl'), options.log)
  const journal = createBatchJournal(file)
  const batches = new Map(file.restored.map((batch) => [batch.batchId, batch]))
  const limiters = createLimiters()
  const throttle = createThrottle()
  const limitFile = path.join(options.stateFolder, 'speed-limit.json')
  throttle.rate = await readSpeedLimit(limitFile, options.log)

  const view = (batch: Batch): TransferBatch => batchView(batch, now(), limiters.reasonOf(writtenPlace(batch.spec).profileId), schedule.waitsFor(batch))
  const announcer = createAnnouncer({ batches, view, onBatchesChanged: options.onBatchesChanged, now })
  const history = createTransferHistory({ folder: path.join(options.stateFolder, 'history'), now, log: options.log, onChanged: () => options.onHistoryChanged?.() })
  /** Batches whose end is being written down, which must stay as they are until it is. */
  const recordings = new Map<string, Promise<void>>()
  const record = (batch: Batch): Promise<void> => {
    const { batchId, items } = batch
    const recording = history
      // Taking it back needs the batch itself.
      .add({ batch: { ...view(batch), undoable: false }, downloadPath: downloadPathOf(batch), itemCount: items.length, itemAt: (item) => itemRow(batch, item) })
      .finally(() => recordings.delete(batchId))
    recordings.set(batchId, recording)
    return recording
  }
  const control = createBatchControl({
    ...options,
    files: options.files ?? nodeFiles,
    retryPolicy: options.retryPolicy ?? defaultRetryPolicy,
    sizes: options.sizes ?? defaultSizes,
    random: options.random ?? Math.random,
    now,
    throttle,
    journal,
    announcer,
    limiterOf: (profileId) => limiters.of(profileId),
    throttleOf: (profileId) => limiters.throttleOf(profileId),
    changedPrefixes: createChangedPrefixes(options.onObjectsChanged),
    record,
    ended: async () => {
      if (file.sizeBytes <= compactAboveBytes || [...batches.values()].some((one) => one.running !== undefined)) return
      await file.compact([...batches.values()].filter((one) => one.state !== 'done'))
    },
  })
  /** @throws when a connection that the batch needs cannot be used now */
  const assertUsable = (spec: BatchSpec): void => {
    options.providerOf(spec.profileId)
    options.providerOf(writtenPlace(spec).profileId)
  }
  const isUsable = (spec: BatchSpec): boolean => {
    try {
      assertUsable(spec)
      return true
    } catch {
      // Whatever keeps it from being used is shown at the connection.
      return false
    }
  }
  const schedule = createSchedule({
    batches,
    control,
    isConnected: ({ spec }) => isUsable(spec),
    changed: (batch) => {
      announcer.changed(batch)
    },
    log: options.log,
    now,
    ...(options.after === undefined ? {} : { after: options.after }),
  })
  const rulesFile = path.join(options.stateFolder, 'transfer-rules.json')
  const { hours, connections } = await readTransferRules(rulesFile, options.log)
  const connectionLimits = new Map(connections.map((limits) => [limits.profileId, limits]))
  for (const limits of connections) limiters.limit(limits)
  if (hours !== null) schedule.hours = hours
  const rules = (): TransferRules => ({ hours: schedule.hours ?? null, connections: [...connectionLimits.values()] })
  const get = (batchId: string): Batch => {
    const batch = batches.get(batchId)
    if (batch === undefined) throw localError('InvalidInput', { Argument: 'batchId', BatchId: batchId })
    return batch
  }

  const pause = async (chosen: readonly Batch[]): Promise<void> => {
    await control.stop(chosen, 'pause')
    for (const batch of chosen) {
      // One that waits for its connection, its start or the hours.
      if (batch.state !== 'queued') continue
      batch.state = 'paused'
      announcer.changed(batch)
      await journal.paused(batch)
    }
  }
  const begin = async (spec: BatchSpec, fill?: (batch: Batch) => Promise<void>): Promise<TransferBatch> => {
    assertUsable(spec)
    const batch = newBatch(randomUUID(), spec, now())
    await fill?.(batch)
    await journal.begin(batch)
    batches.set(batch.batchId, batch)
    schedule.start(batch)
    return view(batch)
  }

  return {
    enqueueUpload: async ({ profileId, bucket, prefix, paths, conflict, choices }) => {
      const sources = nameSources(paths)
      return begin({ kind: 'upload', profileId, bucket, prefix, title: sources[0]?.name ?? '', conflict, sources, ...(choices === undefined ? {} : { choices }) })
    },
    enqueueDownload: async ({ profileId, bucket, prefix, selection, folderPath, conflict }) => {
      const { momentMs, prefixes } = selection
      return begin(
        { kind: 'download', profileId, bucket, prefix, title: titleOf(selection, prefix), conflict, folderPath, prefixes: [...prefixes], ...(momentMs === undefined ? {} : { momentMs }) },
        (batch) => addChosen(batch, selection, true),
      )
    },
    enqueueZip: async ({ profileId, bucket, prefix, selection, filePath }) => {
      const { momentMs, prefixes } = selection
      return begin(
        { kind: 'zip', profileId, bucket, prefix, title: titleOf(selection, prefix), filePath, prefixes: [...prefixes], ...(momentMs === undefined ? {} : { momentMs }) },
        (batch) => addChosen(batch, selection, true),
      )
    },
    enqueueDelete: async ({ profileId, bucket, prefix, selection }) => {
      const { prefixes } = selection
      return begin({ kind: 'delete', profileId, bucket, prefix, title: titleOf(selection, prefix), prefixes: [...prefixes] }, (batch) => addChosen(batch, selection, false))
    },
    enqueueCopy: async ({ conflict, choices, ...request }) => {
      const providers = { source: options.providerOf(request.profileId), target: options.providerOf(request.target.profileId) }
      const spec = { ...(await planCopy(request, providers)), ...conflictOf(request, conflict, choices) }
      return begin(spec, (batch) => addChosen(batch, request.selection, true))
    },
    undo: async (batchId) => {
      const former = get(batchId)
      const { spec, fill } = former.spec.kind === 'move' ? planUndo(former) : planTakeBack(former)
      const undo = await begin(spec, (batch) => Promise.resolve(fill(batch)))
      former.undone = true
      announcer.changed(former)
      return undo
    },
    enqueueEdit: async ({ profileId, bucket, prefix, selection, edit }) => {
      const prefixes = [...selection.prefixes]
      return begin({ kind: 'edit', profileId, bucket, prefix, title: titleOf(selection, prefix), prefixes, edit }, (batch) => addChosen(batch, selection, false))
    },
    enqueueRestoreVersions: async ({ profileId, bucket, prefix, selection }) =>
      begin({ kind: 'restoreVersion', profileId, bucket, prefix, title: titleOf(selection, prefix), prefixes: [] }, (batch) => addChosen(batch, selection, true)),
    enqueueRecover: async ({ profileId, bucket, prefix, selection }) =>
      begin({ kind: 'recover', profileId, bucket, prefix, title: titleOf(selection, prefix), prefixes: [...selection.prefixes] }, (batch) => addChosen(batch, selection, false)),
    enqueueDeleteVersions: async ({ profileId, bucket, key, olderThan }) => {
      const prefix = parentPrefix(key)
      return begin({ kind: 'deleteVersions', profileId, bucket, prefix, title: key.slice(prefix.length), key, olderThan })
    },
    enqueueRevert: async (request) => begin(revertSpec(request), (batch) => addSteps(batch, request)),
    uploadsInUse: () => new Set([...batches.values()].flatMap(({ checkpoints }) => [...checkpoints.values()].flatMap(({ start }) => ('uploadId' in start && start.uploadId !== undefined ? [start.uploadId] : [])))),
    listBatches: () => [...batches.values()].map((batch) => view(batch)),
    has: (batchId) => batches.has(batchId),
    history,
    listItems: ({ batchId, states, offset, limit }) => {
      const batch = get(batchId)
      const page = batch.items.page({ states, offset, limit })
      return { total: page.total, items: page.items.map((item) => itemRow(batch, item)) }
    },
    speedLimit: () => throttle.rate,
    setSpeedLimit: async (bytesPerSecond) => {
      throttle.rate = bytesPerSecond
      await writeSpeedLimit(limitFile, bytesPerSecond)
    },
    setBatchSpeedLimit: (batchIds, bytesPerSecond) => {
      for (const batch of batchIds.map(get)) {
        batch.throttle.rate = bytesPerSecond
        journal.limited(batch)
        announcer.changed(batch)
      }
    },
    setPriority: async (batchIds, priority) => {
      for (const batch of batchIds.map(get)) {
        batch.priority = priority
        batch.front = 0
        announcer.changed(batch)
        await journal.ordered(batch)
      }
    },
    moveToFront: async (batchIds) => {
      let front = Math.max(0, ...[...batches.values()].map((batch) => batch.front)) + batchIds.length
      for (const batch of batchIds.map(get)) {
        batch.front = front--
        announcer.changed(batch)
        await journal.ordered(batch)
      }
    },
    setStart: async (batchIds, startMs) => {
      for (const batch of batchIds.map(get)) {
        batch.startsMs = startMs
        announcer.changed(batch)
        await journal.ordered(batch)
      }
      schedule.review()
    },
    pauseAll: () => pause([...batches.values()]),
    resumeAll: async () => {
      for (const batch of batches.values()) {
        if (batch.state !== 'paused' || !isUsable(batch.spec)) continue
        schedule.start(batch)
        await journal.paused(batch)
      }
    },
    rules,
    setHours: async (next) => {
      schedule.hours = next
      await writeTransferRules(rulesFile, rules())
    },
    setConnectionLimits: async (limits) => {
      if (limits.bytesPerSecond === null && limits.streams === null) connectionLimits.delete(limits.profileId)
      else connectionLimits.set(limits.profileId, limits)
      limiters.limit(limits)
      await writeTransferRules(rulesFile, rules())
    },
    cancel: async (batchIds) => {
      const chosen = batchIds.map(get)
      await control.stop(chosen, 'cancel')
      for (const batch of chosen) {
        if (isFinished(batch)) continue
        batch.stopping = 'cancel'
        await control.finish(batch)
      }
    },
    pause: (batchIds) => pause(batchIds.map(get)),
    resume: async (batchIds) => {
      for (const batch of batchIds.map(get)) {
        if (batch.state !== 'paused') continue
        assertUsable(batch.spec)
        schedule.start(batch)
        await journal.paused(batch)
      }
    },
    connected: (profileId) => {
      for (const batch of batches.values()) {
        if (batch.state !== 'queued' || batch.running !== undefined) continue
        const isOfIt = batch.spec.profileId === profileId || writtenPlace(batch.spec).profileId === profileId
        if (isOfIt && isUsable(batch.spec)) schedule.start(batch)
      }
    },
    retry: async (batchIds, ignoreSpace = false) => {
      for (const batch of batchIds.map(get)) {
        await recordings.get(batch.batchId)
        if (!isFinished(batch) || batch.running !== undefined) continue
        assertUsable(batch.spec)
        const requeued = batch.items.moveAll(again, 'queued')
        if (requeued.length === 0 && batch.scanned) continue
        if (ignoreSpace) batch.ignoreSpace = true
        schedule.start(batch)
        await journal.requeued(batch, requeued)
      }
    },
    clear: async (batchIds) => {
      for (const batch of batchIds.map(get)) {
        await recordings.get(batch.batchId)
        if (batch.running !== undefined) continue
        await control.discard(batch).catch((error: unknown) => {
          options.log(`Parts of an unfinished transfer were left behind: ${options.toWire(error).code}`)
        })
        batches.delete(batch.batchId)
        announcer.removed(batch.batchId)
        journal.cleared(batch.batchId)
      }
      if (batches.size === 0) await file.compact([])
    },
    writeManifest: async (batchId, format, to) => {
      const batch = batches.get(batchId)
      await writeManifest(batch === undefined ? { batch: (await history.get(batchId)).batch, items: history.itemsOf(batchId) } : { batch: view(batch), items: itemsOfBatch(batch) }, format, to)
    },
    downloadPath: async (batchId) => {
      const batch = batches.get(batchId)
      const found = batch === undefined ? (await history.get(batchId)).downloadPath : downloadPathOf(batch)
      if (found === undefined) throw localError('InvalidInput', { Argument: 'batchId', BatchId: batchId })
      return found
    },
    finished: async (batchId) => {
      await get(batchId).running?.finished
    },
    close: async () => {
      schedule.close()
      await control.close([...batches.values()])
      announcer.close()
      await history.close()
      await file.close()
    },
  }
}

/** The archive, or the one file that a download wrote, or else their folder; undefined for everything else. */
function downloadPathOf({ spec, items }: Batch): string | undefined {
  // One that lacks something has another name.
  if (spec.kind === 'zip') return items.count('failed') > 0 ? path.dirname(spec.filePath) : spec.filePath
  if (spec.kind !== 'download') return undefined
  const only = items.length === 1 && spec.prefixes.length === 0 ? items.row(0, spec.prefix) : undefined
  const single = only?.state === 'done' ? (only.savedAs ?? only.name) : undefined
  return single === undefined ? spec.folderPath : path.join(spec.folderPath, ...single.split('/'))
}
