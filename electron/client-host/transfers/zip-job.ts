import { constants } from 'node:fs'
import path from 'node:path'
import { openZipArchive, type ZipArchive } from '../archives/zip-archive.ts'
import { asError, codeOf, isAbort } from '../errors.ts'
import type { Batch, ZipSpec } from './batch.ts'
import { isFolderMarker } from './download-job.ts'
import { openPart, partNameOf, removePart, writeAll } from './download-parts.ts'
import { settle, type RunnerContext } from './job-context.ts'
import { weightOf } from './limiter.ts'
import { errnoOf, unwritable, type FileHandle } from './local-files.ts'
import { createLocalNames } from './local-names.ts'
import { openSafeFolder, type FolderAt } from './safe-folder.ts'
import { fetchForZip } from './zip-source.ts'

interface RunZip {
  readonly context: RunnerContext
  readonly batch: Batch<ZipSpec>
  /** Whether the walk may still find something. */
  readonly more: () => boolean
  readonly wait: () => Promise<void>
  /** @throws OssError LocalDiskFull */
  readonly assertRoom: (folderPath: string) => Promise<void>
}

/** Objects that are fetched or wait for their turn at once; each takes memory or a temporary file. */
const heldAtOnce = 8

/**
 * Packs the batch's items into one ZIP file, which has its name only when it is finished. Objects are fetched and compared side by
 * side and written one by one. An archive cannot go on in its middle, so a batch that runs again begins anew. What cannot be
 * fetched is left out, and the archive then says in its name that it is incomplete.
 */
export async function runZip(run: RunZip): Promise<void> {
  const { context, batch } = run
  const { filePath } = batch.spec
  const folderPath = path.dirname(filePath)
  await run.assertRoom(folderPath)
  beginAnew(batch)
  const folder = await openSafeFolder(context.files, folderPath).catch((error: unknown) => {
    throw unwritable(error, folderPath)
  })
  const fileName = path.basename(filePath)
  const parts = [partNameOf(fileName), ...Array.from({ length: heldAtOnce }, (_, slot) => partNameOf(`${fileName}.${String(slot + 1)}`))]
  try {
    await folder.inFolder([], async (at) => {
      try {
        await pack(run, at, fileName, parts)
      } finally {
        for (const part of parts) await removePart(context.files, at, part)
      }
    })
  } catch (error) {
    throw error instanceof Error && 'syscall' in error && errnoOf(error) !== undefined ? unwritable(error, fileName) : error
  } finally {
    await folder.close()
    // The archive is gone, and what was in it with it.
    if (context.signal.aborted) beginAnew(batch)
  }
}

function beginAnew({ items }: Batch): void {
  for (let item = 0; item < items.length; item++) {
    const state = items.stateOf(item)
    if (state !== 'done' && state !== 'running' && state !== 'verifying') continue
    items.setState(item, 'queued')
    items.setBytesDone(item, 0)
  }
}

async function pack(run: RunZip, at: FolderAt, fileName: string, [archivePart = '', ...slots]: readonly string[]): Promise<void> {
  const { context, batch } = run
  const file = await openPart(context, at, archivePart)
  try {
    const archive = await openZipArchive((bytes) => writeAll(file, [bytes]), context.signal)
    await packItems(run, at, archive, slots)
    context.signal.throwIfAborted()
    if (archive.entries === 0) return
    await archive.finish()
    await file.sync()
  } finally {
    await file.close()
  }
  await publish(context, at, archivePart, batch.items.count('failed') > 0 ? incompleteNames(fileName) : fileName)
}

/** One after the other, whatever order they come in. */
function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return async (work) => {
    const before = last
    const mine = (async () => {
      await before
      return work()
    })()
    last = mine.catch(() => undefined)
    return mine
  }
}

async function packItems({ context, batch, more, wait }: RunZip, at: FolderAt, archive: ZipArchive, slots: readonly string[]): Promise<void> {
  const { items } = batch
  // What every system can unpack: no folder above, no drive, no name that another system reserves or takes for the same.
  const names = createLocalNames({ platform: 'windows', caseInsensitive: true })
  const inTurn = createTurns()
  const free = [...slots]
  let running = 0
  let wake: (() => void) | undefined
  let fatal: unknown
  const changed = (): void => {
    wake?.()
    context.changed()
  }
  /** Nothing further could be written either. */
  const stop = (error: unknown): void => {
    fatal ??= error
    context.abort()
  }
  const packItem = async (item: number, slot: string, release: () => void): Promise<void> => {
    let isReleased = false
    const giveBack = (): void => {
      if (!isReleased) {
        batch.streams--
        release()
      }
      isReleased = true
    }
    try {
      const fetched = await fetchForZip({ context, batch, item, at, part: slot })
      giveBack()
      try {
        await inTurn(() => {
          context.signal.throwIfAborted()
          return archive.addFile(names.pathFor(items.nameOf(item)), fetched.modifiedMs, fetched.content)
        })
      } catch (error) {
        // Half an entry may stand there now.
        if (!isAbort(error)) stop(error)
        throw error
      } finally {
        await fetched.close()
      }
      settle(context, batch, item, 'done')
    } catch (error) {
      if (context.signal.aborted || isAbort(error)) items.setState(item, 'queued')
      else if (isLocal(error)) stop(error)
      else settle(context, batch, item, 'failed', error)
    } finally {
      giveBack()
      running--
      free.push(slot)
      changed()
    }
  }
  for (let cursor = 0; !context.signal.aborted; ) {
    const item = items.nextQueued(cursor)
    const slot = free.at(-1)
    if (item < 0 || slot === undefined) {
      if (item < 0 && !more() && running === 0) break
      await Promise.race([new Promise<void>((resolve) => (wake = resolve)), ...(item < 0 ? [wait()] : [])])
      continue
    }
    cursor = item + 1
    if (batch.state !== 'running') batch.state = 'running'
    const name = items.nameOf(item)
    if (isFolderMarker(name, items.sizeOf(item))) {
      try {
        await inTurn(() => archive.addFolder(`${names.pathFor(name, { folder: true })}/`, items.modifiedOf(item)))
        settle(context, batch, item, 'done')
      } catch (error) {
        // The objects under way end first; they still have the file.
        if (!context.signal.aborted) stop(error)
      }
      continue
    }
    const release = await context.limiter.acquire(weightOf(items.sizeOf(item)), context.signal).catch(() => undefined)
    if (release === undefined) break
    free.pop()
    running++
    batch.streams++
    items.setState(item, 'running')
    void packItem(item, slot, release)
  }
  const idle = (): boolean => running === 0
  while (!idle()) await new Promise<void>((resolve) => (wake = resolve))
  if (fatal !== undefined) throw asError(fatal)
}

/** A failure of this computer's disk; those of the network carry a service's code. */
const isLocal = (error: unknown): boolean => codeOf(error) === 'LocalFileUnreadable' || (error instanceof Error && 'syscall' in error && errnoOf(error) !== undefined)

/** `photos (incomplete).zip`, and numbered ones where that is taken. */
function* incompleteNames(fileName: string): Generator<string> {
  const dot = fileName.toLowerCase().endsWith('.zip') ? fileName.length - 4 : fileName.length
  for (let number = 1; number < 1000; number++) yield `${fileName.slice(0, dot)} (incomplete${number === 1 ? '' : ` ${String(number)}`})${fileName.slice(dot)}`
}

/** Gives the archive its name: the one that was chosen, whatever was there, or else the first that is free. */
async function publish(context: RunnerContext, at: FolderAt, part: string, names: string | Iterable<string>): Promise<void> {
  if (typeof names === 'string') await context.files.rename(at.child(part), at.child(names))
  else {
    for (const name of names) {
      let probe: FileHandle | undefined
      try {
        // Taking the name first never replaces anything.
        probe = await context.files.open(at.child(name), constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL)
      } catch (error) {
        if (errnoOf(error) === 'EEXIST') continue
        throw error
      } finally {
        await probe?.close()
      }
      await context.files.rename(at.child(part), at.child(name))
      break
    }
  }
  await at.sync()
}
