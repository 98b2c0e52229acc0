import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { OssErrorWire } from '../../contract/error-wire.ts'
import type { ConflictChoices, ConflictPolicy, ManifestFormat, TransferBatch, TransferItem, TransferItemState } from '../../contract/schemas.ts'
import { nextTurn, sharedAbortController } from '../aborts.ts'
import { isAbort, localError } from '../errors.ts'
import type { ResolvedSelection } from '../listing/selection.ts'
import type { Provider } from '../providers/object-provider.ts'
import { defaultRetryPolicy, type RetryPolicy } from '../remote/retry-policy.ts'
import { batchView, isFinished, newBatch, type Batch, type BatchSpec } from './batch.ts'
import { createBatchJournal } from './batch-journal.ts'
import { runBatch } from './batch-runner.ts'
import { createChangedPrefixes, type ChangedObjects } from './changed-prefixes.ts'
import { openJournal } from './journal.ts'
import { createLimiter, type Limiter } from './limiter.ts'
import { nodeFiles, type LocalFiles } from './local-files.ts'
import type { JobContext } from './job-context.ts'
import { discardParts } from './discard-parts.ts'
import { defaultSizes, type TransferSizes } from './part-plan.ts'
import { addChosen, titleOf } from './selection-items.ts'
import { writeManifest } from './manifest.ts'
import { readSpeedLimit, writeSpeedLimit } from './speed-limit.ts'
import { createThrottle, pieceBytes } from './throttle.ts'
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
  readonly files?: LocalFiles
  readonly retryPolicy?: RetryPolicy
  readonly sizes?: TransferSizes
  readonly now?: () => number
  readonly random?: () => number
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
  enqueueDelete(input: Place & { readonly selection: ResolvedSelection }): Promise<TransferBatch>
  listBatches(): TransferBatch[]
  listItems(input: { readonly batchId: string; readonly states?: readonly TransferItemState[] | undefined; readonly offset: number; readonly limit: number }): {
    readonly total: number
    readonly items: TransferItem[]
  }
  /** Resolves when nothing of them is under way any more. */
  /** Bytes a second of all transfers together; undefined for no limit. */
  speedLimit(): number | undefined
  setSpeedLimit(bytesPerSecond: number | undefined): Promise<void>
  setBatchSpeedLimit(batchIds: readonly string[], bytesPerSecond: number | undefined): void
  cancel(batchIds: readonly string[]): Promise<void>
  /** Resolves when nothing of them is under way any more. */
  pause(batchIds: readonly string[]): Promise<void>
  /** @throws when the connection cannot be used now */
  resume(batchIds: readonly string[]): Promise<void>
  /** This connection can be used (again): what an earlier run of Ossia left unfinished there goes on. */
  connected(profileId: string): void
  retry(batchIds: readonly string[]): Promise<void>
  clear(batchIds: readonly string[]): Promise<void>
  /** Replaces the file by a report of every item. @throws OssError LocalFolderUnwritable, LocalDiskFull */
  writeManifest(batchId: string, format: ManifestFormat, file: string): Promise<void>
  downloadPath(batchId: string): string
  /** Resolves when the batch has ended. */
  finished(batchId: string): Promise<void>
  /** Stops everything as a kill would, but cleanly: what was under way is interrupted and can be run again. */
  close(): Promise<void>
}

const tellEveryMs = 100
/** Items that one line of the journal announces. */
const startedAhead = 500
/** Time for a service that does not answer, when parts are only cleared away. */
const discardForMs = 20_000
const compactAboveBytes = 32 * 1024 * 1024
/** Errors that a retry of a batch should forget; the rest of the table stays. */
const again: readonly TransferItemState[] = ['failed', 'cancelled']

export async function openTransferService(options: TransferServiceOptions): Promise<TransferService> {
  const files = options.files ?? nodeFiles
  const now = options.now ?? Date.now
  await mkdir(options.stateFolder, { recursive: true })
  const file = await openJournal(path.join(options.stateFolder, 'transfers.jsonl'), options.log)
  const journal = createBatchJournal(file)
  const batches = new Map(file.restored.map((batch) => [batch.batchId, batch]))
  const limiters = new Map<string, Limiter>()
  const partsInUse = new Set<string>()
  const throttle = createThrottle()
  const limitFile = path.join(options.stateFolder, 'speed-limit.json')
  throttle.rate = await readSpeedLimit(limitFile, options.log)
  const changedPrefixes = createChangedPrefixes(options.onObjectsChanged)
  const dirty = new Set<Batch>()
  const removed = new Set<string>()
  let ticker: NodeJS.Timeout | undefined
  let closing = false

  const view = (batch: Batch): TransferBatch => batchView(batch, now(), limiters.get(batch.spec.profileId)?.reason)
  const tell = (): void => {
    const views = [...dirty].map((batch) => view(batch))
    const gone = [...removed]
    dirty.clear()
    removed.clear()
    if (views.length > 0 || gone.length > 0) options.onBatchesChanged(views, gone)
    // Running batches are told of even when nothing moves, so that their speed falls to zero.
    const running = [...batches.values()].filter((batch) => batch.running !== undefined)
    ticker = running.length === 0 ? undefined : setTimeout(() => {
      if (Math.floor(now() / 500) !== Math.floor((now() - tellEveryMs) / 500)) for (const batch of running) if (batches.has(batch.batchId)) dirty.add(batch)
      tell()
    }, tellEveryMs)
  }
  const changed = (batch: Batch): void => {
    dirty.add(batch)
    ticker ??= setTimeout(tell, tellEveryMs)
  }
  const limiterOf = (profileId: string): Limiter => {
    const known = limiters.get(profileId)
    if (known !== undefined) return known
    const limiter = createLimiter()
    limiters.set(profileId, limiter)
    return limiter
  }
  const pace = (batch: Batch, bytes: number, signal: AbortSignal): Promise<void> | undefined => {
    const own = batch.throttle.take(bytes, signal)
    return own === undefined ? throttle.take(bytes, signal) : own.then(() => throttle.take(bytes, signal))
  }
  const checkpointsOf = (batch: Batch): Pick<JobContext, 'checkpoint' | 'partDone'> => ({
    checkpoint: (item, start) => {
      if (start === undefined) batch.checkpoints.delete(item)
      else batch.checkpoints.set(item, { start, parts: new Map() })
      journal.checkpoint(batch, item, start)
    },
    partDone: (item, number, part) => {
      batch.checkpoints.get(item)?.parts.set(number, part)
      journal.partDone(batch, item, number, part)
    },
  })
  const discard = (batch: Batch): Promise<void> => {
    if (batch.checkpoints.size === 0) return Promise.resolve()
    const { checkpoint } = checkpointsOf(batch)
    return discardParts({ provider: options.providerOf(batch.spec.profileId), files, signal: AbortSignal.timeout(discardForMs), checkpoint, log: options.log }, batch)
  }
  const get = (batchId: string): Batch => {
    const batch = batches.get(batchId)
    if (batch === undefined) throw localError('InvalidInput', { Argument: 'batchId', BatchId: batchId })
    return batch
  }

  const start = (batch: Batch): void => {
    const controller = sharedAbortController()
    const { spec } = batch
    batch.state = batch.scanned ? 'running' : 'scanning'
    batch.error = undefined
    batch.finishedMs = undefined
    batch.speed.reset()
    const run = async (): Promise<void> => {
      // The caller gets its answer before the first item starts.
      await nextTurn()
      await runBatch(
        {
          provider: options.providerOf(spec.profileId),
          files,
          limiter: limiterOf(spec.profileId),
          signal: controller.signal,
          toWire: options.toWire,
          retryPolicy: options.retryPolicy ?? defaultRetryPolicy,
          random: options.random ?? Math.random,
          sizes: options.sizes ?? defaultSizes,
          pace: (bytes, signal) => pace(batch, bytes, signal),
          pieceBytes: (most) => pieceBytes(most, [throttle.rate, batch.throttle.rate]),
          ...checkpointsOf(batch),
          partsInUse,
          abort: () => {
            controller.abort()
          },
          changed: () => {
            changed(batch)
          },
          landed: (key) => {
            changedPrefixes.note(spec, spec.prefix, key)
          },
          added: (from) => {
            journal.added(batch, from)
          },
          scanned: () => {
            journal.scanned(batch)
          },
          settled: (item) => {
            journal.settled(batch, item)
          },
          starting: (item) => {
            if (item < batch.startedTo) return undefined
            batch.startedTo = item + startedAhead
            return journal.started(batch)
          },
        },
        batch,
      )
    }
    const finished = run()
      .catch((error: unknown) => {
        if (!isAbort(error)) batch.error = options.toWire(error)
      })
      .then(() => finish(batch))
      .catch((error: unknown) => {
        options.log(String(error))
      })
    batch.running = { controller, finished }
    changed(batch)
  }

  const finish = async (batch: Batch): Promise<void> => {
    const { items, spec } = batch
    const { stopping } = batch
    if (stopping === 'cancel') await discard(batch)
    batch.running = undefined
    batch.stopping = undefined
    if (closing) return
    if (stopping === 'pause' && batch.error === undefined && (items.count('queued') > 0 || !batch.scanned)) {
      batch.state = 'paused'
      changed(batch)
      await journal.paused(batch)
      return
    }
    if (stopping === 'cancel' || batch.error !== undefined) {
      for (let item = items.nextQueued(0); item >= 0; item = items.nextQueued(item + 1)) {
        items.setState(item, 'cancelled')
        items.setBytesDone(item, 0)
        journal.settled(batch, item)
      }
    }
    const cancelled = stopping === 'cancel'
    batch.state = batch.error !== undefined || (items.count('failed') > 0 && !cancelled) ? 'failed' : cancelled ? 'cancelled' : 'done'
    batch.finishedMs = now()
    if (spec.kind !== 'download' && items.count('done') > 0) changedPrefixes.noteEnd(spec, spec.prefix)
    changed(batch)
    await journal.end(batch)
    if (file.sizeBytes > compactAboveBytes && ![...batches.values()].some((one) => one.running !== undefined)) {
      await file.compact([...batches.values()].filter((one) => one.state !== 'done'))
    }
  }

  const stop = async (chosen: readonly Batch[], why: NonNullable<Batch['stopping']>): Promise<void> => {
    const running = chosen.filter((batch) => batch.running !== undefined)
    for (const batch of running) {
      // A cancel is not undone by a pause that follows.
      if (batch.stopping !== 'cancel') batch.stopping = why
      batch.running?.controller.abort()
    }
    await Promise.all(running.map((batch) => batch.running?.finished ?? Promise.resolve()))
  }

  const begin = async (spec: BatchSpec, fill?: (batch: Batch) => Promise<void>): Promise<TransferBatch> => {
    options.providerOf(spec.profileId)
    const batch = newBatch(randomUUID(), spec, now())
    await fill?.(batch)
    await journal.begin(batch)
    batches.set(batch.batchId, batch)
    start(batch)
    return view(batch)
  }

  return {
    enqueueUpload: async ({ profileId, bucket, prefix, paths, conflict, choices }) => {
      const sources = nameSources(paths)
      return begin({ kind: 'upload', profileId, bucket, prefix, title: sources[0]?.name ?? '', conflict, sources, ...(choices === undefined ? {} : { choices }) })
    },
    enqueueDownload: async ({ profileId, bucket, prefix, selection, folderPath, conflict }) => {
      const { prefixes } = selection
      return begin(
        { kind: 'download', profileId, bucket, prefix, title: titleOf(selection, prefix), conflict, folderPath, prefixes: [...prefixes] },
        (batch) => addChosen(batch, selection, true),
      )
    },
    enqueueDelete: async ({ profileId, bucket, prefix, selection }) => {
      const { prefixes } = selection
      return begin({ kind: 'delete', profileId, bucket, prefix, title: titleOf(selection, prefix), prefixes: [...prefixes] }, (batch) => addChosen(batch, selection, false))
    },
    listBatches: () => [...batches.values()].map((batch) => view(batch)),
    listItems: ({ batchId, states, offset, limit }) => {
      const batch = get(batchId)
      const page = batch.items.page({ states, offset, limit })
      return { total: page.total, items: page.items.map((item) => batch.items.row(item, batch.spec.prefix)) }
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
        changed(batch)
      }
    },
    cancel: async (batchIds) => {
      const chosen = batchIds.map(get)
      await stop(chosen, 'cancel')
      for (const batch of chosen) {
        if (isFinished(batch)) continue
        batch.stopping = 'cancel'
        await finish(batch)
      }
    },
    pause: async (batchIds) => {
      const chosen = batchIds.map(get)
      await stop(chosen, 'pause')
      for (const batch of chosen) {
        // One that waits for its connection.
        if (batch.state !== 'queued') continue
        batch.state = 'paused'
        changed(batch)
        await journal.paused(batch)
      }
    },
    resume: async (batchIds) => {
      for (const batch of batchIds.map(get)) {
        if (batch.state !== 'paused') continue
        options.providerOf(batch.spec.profileId)
        start(batch)
        await journal.paused(batch)
      }
    },
    connected: (profileId) => {
      for (const batch of batches.values()) if (batch.state === 'queued' && batch.running === undefined && batch.spec.profileId === profileId) start(batch)
    },
    retry: async (batchIds) => {
      for (const batch of batchIds.map(get)) {
        if (!isFinished(batch) || batch.running !== undefined) continue
        options.providerOf(batch.spec.profileId)
        const requeued: number[] = []
        for (let item = 0; item < batch.items.length; item++) {
          if (!again.includes(batch.items.stateOf(item))) continue
          batch.items.setState(item, 'queued')
          batch.items.setBytesDone(item, 0)
          requeued.push(item)
        }
        if (requeued.length === 0 && batch.scanned) continue
        start(batch)
        await journal.requeued(batch, requeued)
      }
    },
    clear: async (batchIds) => {
      for (const batch of batchIds.map(get)) {
        if (batch.running !== undefined) continue
        await discard(batch).catch((error: unknown) => {
          options.log(`Parts of an unfinished transfer were left behind: ${options.toWire(error).code}`)
        })
        batches.delete(batch.batchId)
        dirty.delete(batch)
        removed.add(batch.batchId)
        journal.cleared(batch.batchId)
      }
      ticker ??= setTimeout(tell, tellEveryMs)
      if (batches.size === 0) await file.compact([])
    },
    writeManifest: (batchId, format, to) => writeManifest(get(batchId), format, to),
    downloadPath: (batchId) => {
      const { spec, items } = get(batchId)
      if (spec.kind !== 'download') throw localError('InvalidInput', { Argument: 'batchId', BatchId: batchId })
      const only = items.length === 1 && spec.prefixes.length === 0 ? items.row(0, spec.prefix) : undefined
      const single = only?.state === 'done' ? (only.savedAs ?? only.name) : undefined
      return single === undefined ? spec.folderPath : path.join(spec.folderPath, ...single.split('/'))
    },
    finished: async (batchId) => {
      await get(batchId).running?.finished
    },
    close: async () => {
      closing = true
      await stop([...batches.values()], 'close')
      clearTimeout(ticker)
      await file.close()
    },
  }
}
