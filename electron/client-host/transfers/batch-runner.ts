import { nextTurn } from '../aborts.ts'
import { asError, codeOf, isAbort, localError } from '../errors.ts'
import { walkPrefix } from '../listing/selection.ts'
import { assertKeepsVersions, revertItem } from '../as-of/revert-item.ts'
import { recoverItem } from '../versions/recover-deleted.ts'
import { restoreVersionItem } from '../versions/restore-version.ts'
import { scanVersions } from '../versions/scan-versions.ts'
import { isCopySpec, type Batch, type CopySpec, type DownloadSpec, type EditSpec, type RecoverSpec, type RevertSpec, type UploadSpec, type ZipSpec } from './batch.ts'
import { copyItem } from './copy-job.ts'
import { downloadItem, type DownloadTarget } from './download-job.ts'
import { createDownloadPaths, nameRulesOf } from './download-paths.ts'
import { bytesOfParts } from './checkpoint.ts'
import { runDeletes } from './delete-job.ts'
import { editItem } from './edit-job.ts'
import { settle, type ItemOutcome, type RunnerContext } from './job-context.ts'
import type { NewItem } from './item-table.ts'
import { weightOf } from './limiter.ts'
import { unwritable } from './local-files.ts'
import { openSafeFolder } from './safe-folder.ts'
import { uploadItem } from './upload-job.ts'
import { walkSources } from './walk-sources.ts'
import { runZip } from './zip-job.ts'

/** Wakes whoever waits for the batch to get on. */
function createSignal(): { wait(): Promise<void>; notify(): void } {
  let resolve: (() => void) | undefined
  let promise: Promise<void> | undefined
  return {
    wait: () => (promise ??= new Promise((done) => (resolve = done))),
    notify: () => {
      resolve?.()
      promise = undefined
      resolve = undefined
    },
  }
}

/**
 * Runs a batch to its end: walks what is still unknown while items already known are worked on. Resolves when nothing of
 * it is under way any more; failures of items are in the table. @throws what stopped the batch as a whole
 */
export async function runBatch(context: RunnerContext, batch: Batch): Promise<void> {
  const progress = createSignal()
  const addItems = (chunk: readonly NewItem[]): void => {
    const from = batch.items.length
    for (const one of chunk) batch.items.add(one)
    context.added(from)
    context.changed()
    progress.notify()
  }
  let failure: unknown
  const scan = (batch.scanned ? Promise.resolve() : scanBatch(context, batch, addItems))
    .then(() => {
      batch.scanned = true
      context.scanned()
    })
    .catch((error: unknown) => {
      failure ??= error
      context.abort()
    })
  let scanning = true
  void scan.finally(() => {
    scanning = false
    progress.notify()
  })
  const more = (): boolean => scanning
  try {
    if (batch.spec.kind === 'delete' || batch.spec.kind === 'deleteVersions') await runDeletes(context, batch, more, () => progress.wait())
    else if (batch.spec.kind === 'zip') await runZip({ context, batch: batch as Batch<ZipSpec>, more, wait: () => progress.wait(), assertRoom: (folder) => assertRoom(context, batch, folder) })
    else await runItems({ context, batch, more, progress, addItems })
  } catch (error) {
    failure ??= error
    context.abort()
  }
  await scan
  if (failure !== undefined) throw asError(failure)
}

async function scanBatch(context: RunnerContext, batch: Batch, addItems: (chunk: readonly NewItem[]) => void): Promise<void> {
  const { spec } = batch
  // A walk that was cut short by a restart runs again; what it found before is known already.
  const known = new Set<string>()
  for (let item = 0; item < batch.items.length; item++) known.add(batch.items.nameOf(item))
  const fresh = (chunk: readonly NewItem[]): readonly NewItem[] => (known.size === 0 ? chunk : chunk.filter((one) => !known.has(one.name)))
  if (spec.kind === 'upload') {
    for await (const chunk of walkSources({ files: context.files, sources: spec.sources, prefix: spec.prefix, signal: context.signal, toWire: context.toWire })) {
      context.signal.throwIfAborted()
      addItems(fresh(chunk))
      // Answers from the disk cache can follow each other without ever letting messages and sockets through.
      await nextTurn()
    }
    return
  }
  if (spec.kind === 'recover' || spec.kind === 'deleteVersions') {
    for await (const chunk of scanVersions(context, spec)) {
      context.signal.throwIfAborted()
      addItems(fresh(chunk))
    }
    return
  }
  for (const prefix of spec.prefixes) {
    for await (const page of walkPrefix(context.provider, spec.bucket, prefix, context.signal, 'momentMs' in spec ? spec.momentMs : undefined)) {
      context.signal.throwIfAborted()
      const chunk = page
        .map((object): NewItem => ({
          name: object.key.slice(spec.prefix.length),
          sizeBytes: movesBytes(spec) ? object.sizeBytes : 0,
          modifiedMs: object.lastModifiedMs,
          source: 0,
          versionId: object.versionId,
        }))
        .filter((one) => one.name !== '')
      addItems(fresh(chunk))
      if (spec.kind === 'download') await assertRoom(context, batch, spec.folderPath)
    }
  }
}

/** Whether progress is counted in bytes. */
function movesBytes({ kind }: Batch['spec']): boolean {
  return kind !== 'delete' && kind !== 'edit' && kind !== 'recover' && kind !== 'deleteVersions'
}

/** @throws OssError LocalDiskFull when what is still to come is more than the disk has free */
async function assertRoom(context: RunnerContext, batch: Batch, folderPath: string): Promise<void> {
  if (batch.ignoreSpace) return
  const neededBytes = batch.items.bytesTotal - batch.items.bytesDone
  const freeBytes = await context.files.freeBytes(folderPath).catch((error: unknown) => {
    throw unwritable(error, folderPath)
  })
  if (neededBytes > freeBytes) throw localError('LocalDiskFull', { NeededBytes: String(neededBytes), FreeBytes: String(freeBytes) })
}

/** An item that was stopped: what has arrived of a large one stays. */
function requeue(batch: Batch, item: number): void {
  batch.items.setState(item, 'queued')
  const checkpoint = batch.checkpoints.get(item)
  batch.items.setBytesDone(item, checkpoint === undefined ? 0 : bytesOfParts(checkpoint))
}

interface RunItems {
  readonly context: RunnerContext
  readonly batch: Batch
  readonly more: () => boolean
  readonly progress: ReturnType<typeof createSignal>
  readonly addItems: (chunk: readonly NewItem[]) => void
}

/** How long a walk goes first, with one file at a time beside it. One that takes longer is held up by its disk, which sending does not change. */
const walkFirstMs = 10_000

async function runItems({ context, batch, more, progress, addItems }: RunItems): Promise<void> {
  const { spec, items } = batch
  let target: DownloadTarget | undefined
  // Suspended since it was asked for, perhaps while this was paused or the app closed.
  if (spec.kind === 'revert') await assertKeepsVersions(context.provider, spec.bucket, context.signal)
  if (spec.kind === 'download') {
    await assertRoom(context, batch, spec.folderPath)
    const folder = await openSafeFolder(context.files, spec.folderPath).catch((error: unknown) => {
      throw unwritable(error, spec.folderPath)
    })
    try {
      const paths = createDownloadPaths(batch as Batch<DownloadSpec>, await nameRulesOf(context.files, spec.folderPath, batch.batchId))
      target = { folder, pathOf: (item) => paths.pathOf(item), partsInUse: context.partsInUse }
    } catch (error) {
      await folder.close()
      throw error
    }
  }
  const runItem = (item: number): Promise<ItemOutcome> => {
    if (target !== undefined) return downloadItem(context, batch as Batch<DownloadSpec>, item, target)
    if (spec.kind === 'edit') return editItem(context, batch as Batch<EditSpec>, item)
    if (spec.kind === 'restoreVersion') return restoreVersionItem(context, batch, item)
    if (spec.kind === 'revert') return revertItem(context, batch as Batch<RevertSpec>, item)
    if (spec.kind === 'recover') return recoverItem(context, batch as Batch<RecoverSpec>, item)
    return isCopySpec(spec) ? copyItem(context, batch as Batch<CopySpec>, item) : uploadItem(context, batch as Batch<UploadSpec>, item, addItems)
  }
  // The walk shares this thread with what is sent. For a while it goes first: what all of it comes to is worth more than a few files.
  let walkGoesFirst = spec.kind === 'upload'
  const walkTimer = setTimeout(() => {
    walkGoesFirst = false
    progress.notify()
  }, walkFirstMs)
  const isInside = spec.kind === 'edit' || spec.kind === 'revert' || spec.kind === 'restoreVersion' || spec.kind === 'recover' || (isCopySpec(spec) && !spec.relayed)
  const weightOfItem = (item: number): number => weightOf(isInside ? 0 : items.sizeOf(item))

  let running = 0
  let fatal: unknown
  const start = async (item: number, release: () => void): Promise<void> => {
    try {
      settle(context, batch, item, await runItem(item))
    } catch (error) {
      if (context.signal.aborted || isAbort(error)) requeue(batch, item)
      else {
        settle(context, batch, item, 'failed', error)
        // Every further one would meet the same.
        if (codeOf(error) === 'LocalDiskFull' || codeOf(error) === 'VersioningNotEnabled') {
          fatal ??= error
          context.abort()
        }
      }
    } finally {
      running--
      batch.streams--
      release()
      context.changed()
      progress.notify()
    }
  }

  try {
    for (let cursor = 0; !context.signal.aborted; ) {
      const item = items.nextQueued(cursor)
      if (item < 0) {
        if (!more() && running === 0) break
        await progress.wait()
        continue
      }
      if (walkGoesFirst && more() && running > 0) {
        await progress.wait()
        continue
      }
      cursor = item + 1
      let release
      try {
        release = await context.limiter.acquire(weightOfItem(item), context.signal)
      } catch {
        // Aborted while waiting for its turn: the loop ends.
        break
      }
      await context.starting(item)
      running++
      batch.streams++
      items.setState(item, 'running')
      if (batch.state !== 'running') batch.state = 'running'
      void start(item, release)
    }
    const idle = (): boolean => running === 0
    while (!idle()) await progress.wait()
  } finally {
    clearTimeout(walkTimer)
    await target?.folder.close()
  }
  if (fatal !== undefined) throw asError(fatal)
}
