import { randomUUID } from 'node:crypto'
import type { DragLimit, DragProgress, FetchedDrag } from '../../contract/drags.ts'
import type { OssErrorWire } from '../../contract/error-wire.ts'
import { sharedAbortController } from '../aborts.ts'
import { asError, isAbort, localError } from '../errors.ts'
import type { ResolvedSelection } from '../listing/selection.ts'
import type { Provider } from '../providers/object-provider.ts'
import type { RetryPolicy } from '../remote/retry-policy.ts'
import { newBatch, type Batch, type DownloadSpec } from '../transfers/batch.ts'
import { downloadItem, type DownloadTarget } from '../transfers/download-job.ts'
import { createDownloadPaths, nameRulesOf } from '../transfers/download-paths.ts'
import type { JobContext } from '../transfers/job-context.ts'
import { writeThrough } from '../transfers/local-handle.ts'
import { unwritable, type LocalFiles } from '../transfers/local-files.ts'
import type { TransferSizes } from '../transfers/part-plan.ts'
import { openSafeFolder } from '../transfers/safe-folder.ts'
import { pieceBytes, takeFromAll, type Throttle } from '../transfers/throttle.ts'
import { countChosen } from './count-chosen.ts'

export interface FetchDrag {
  readonly provider: Provider
  readonly profileId: string
  readonly bucket: string
  readonly prefix: string
  readonly selection: ResolvedSelection
  /** Empty, and this drag's alone. */
  readonly folderPath: string
  readonly limit: DragLimit
  readonly onProgress: (progress: DragProgress) => void
  readonly files: LocalFiles
  readonly sizes: TransferSizes
  readonly retryPolicy: RetryPolicy
  /** The limits of speed that hold for transfers. */
  readonly throttles: readonly Throttle[]
  readonly toWire: (error: unknown) => OssErrorWire
  readonly now: () => number
  readonly signal: AbortSignal
}

const objectsAtOnce = 6
const progressEveryMs = 100

/** Files that a power cut may take: nobody keeps them, and waiting for the disk would keep the drag waiting. */
function unsyncedFiles(files: LocalFiles): LocalFiles {
  return {
    ...files,
    open: async (path, flags, mode) => ({ ...(await files.open(path, flags & ~writeThrough, mode)), sync: () => Promise.resolve() }),
  }
}

/**
 * Brings the objects of a drag into its folder, each verified as a download's is and under the names a download gives, or nothing:
 * what is too much is not begun, and the first object that cannot be read ends it. What was written until then is the caller's to
 * remove.
 * @throws OssError LocalDiskFull, LocalFolderUnwritable, ListingChanged
 */
export async function fetchDrag(input: FetchDrag): Promise<FetchedDrag> {
  const { provider, profileId, bucket, prefix, selection, folderPath, limit, signal } = input
  const chosen = await countChosen({ provider, bucket, prefix }, selection, limit, signal)
  const counted = { files: chosen.items.length, bytes: chosen.bytes }
  if (chosen.isTooMuch) return { state: 'tooLarge', ...counted, limit }
  if (chosen.items.length === 0) throw localError('NoSuchKey', { Bucket: bucket, Key: selection.prefixes[0] ?? prefix })
  const files = unsyncedFiles(input.files)
  const freeBytes = await files.freeBytes(folderPath).catch((error: unknown) => {
    throw unwritable(error, '')
  })
  if (chosen.bytes > freeBytes) throw localError('LocalDiskFull', { NeededBytes: String(chosen.bytes), FreeBytes: String(freeBytes) })

  const spec: DownloadSpec = { kind: 'download', profileId, bucket, prefix, title: '', conflict: 'overwrite', folderPath, prefixes: [] }
  const batch = newBatch(randomUUID(), spec, input.now()) as Batch<DownloadSpec>
  for (const item of chosen.items) batch.items.add(item)
  const paths = createDownloadPaths(batch, await nameRulesOf(files, folderPath, batch.batchId))
  const folder = await openSafeFolder(files, folderPath)
  try {
    const unreadable = await downloadAll(input, files, batch, { folder, pathOf: (item) => paths.pathOf(item), partsInUse: new Set() })
    if (unreadable !== undefined) return unreadable
  } finally {
    await folder.close()
  }
  const names = new Set<string>()
  for (let item = 0; item < batch.items.length; item++) names.add(paths.pathOf(item).split('/', 1)[0] ?? '')
  return { state: 'ready', files: batch.items.length, bytes: batch.items.bytesTotal, names: [...names] }
}

/** @returns what kept an object from being read, when something did */
async function downloadAll(input: FetchDrag, files: LocalFiles, batch: Batch<DownloadSpec>, target: DownloadTarget): Promise<Extract<FetchedDrag, { state: 'unreadable' }> | undefined> {
  const { signal, throttles, onProgress, now } = input
  const { items, spec } = batch
  const controller = sharedAbortController()
  const onAbort = (): void => {
    controller.abort(signal.reason)
  }
  signal.throwIfAborted()
  signal.addEventListener('abort', onAbort, { once: true })
  let filesDone = 0
  let toldMs = now()
  const tell = (): void => {
    onProgress({ filesDone, files: items.length, bytesDone: items.bytesDone, bytes: items.bytesTotal })
  }
  const context: JobContext = {
    provider: input.provider,
    target: input.provider,
    files,
    limiter: { acquire: () => Promise.resolve(() => undefined), slowDown: () => undefined, succeeded: () => undefined },
    signal: controller.signal,
    toWire: input.toWire,
    retryPolicy: input.retryPolicy,
    random: Math.random,
    sizes: input.sizes,
    pace: (bytes, until) => takeFromAll(throttles, bytes, until),
    pieceBytes: (most) => pieceBytes(most, throttles.map(({ rate }) => rate)),
    // For the parts of one large object, which are put together from them. No restart goes on with a drag.
    checkpoint: (item, start) => {
      if (start === undefined) batch.checkpoints.delete(item)
      else batch.checkpoints.set(item, { start, parts: new Map() })
    },
    checkpointNow: (item, start) => {
      batch.checkpoints.set(item, { start, parts: new Map() })
      return Promise.resolve()
    },
    partDone: (item, number, part) => {
      batch.checkpoints.get(item)?.parts.set(number, part)
      return Promise.resolve()
    },
    changed: () => {
      if (now() - toldMs < progressEveryMs) return
      toldMs = now()
      tell()
    },
    landed: () => undefined,
    removed: () => undefined,
  }
  tell()
  let next = 0
  let failed: { readonly item: number; readonly error: Error } | undefined
  const worker = async (): Promise<void> => {
    for (let item = next++; item < items.length && !controller.signal.aborted; item = next++) {
      try {
        await downloadItem(context, batch, item, target)
        filesDone++
      } catch (error) {
        // What the others meet afterwards is only that they were stopped.
        if (!isAbort(error)) failed ??= { item, error: asError(error) }
        controller.abort()
      }
    }
  }
  try {
    await Promise.all(Array.from({ length: objectsAtOnce }, worker))
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
  signal.throwIfAborted()
  if (failed === undefined) {
    tell()
    return undefined
  }
  const error = input.toWire(failed.error)
  if (error.code === 'LocalDiskFull' || error.code === 'LocalFolderUnwritable') throw failed.error
  return { state: 'unreadable', key: spec.prefix + items.nameOf(failed.item), error }
}
