import { constants } from 'node:fs'
import type { ConflictPolicy } from '../../contract/conflict-policy.ts'
import { localError } from '../errors.ts'
import type { OpenedObject, VersionAddress } from '../providers/object-provider.ts'
import type { Batch, DownloadSpec } from './batch.ts'
import { giveBack } from '../remote/landing-blocks.ts'
import { decide, isSameContent } from './conflict.ts'
import { startDigest, type ContentSums } from './content-digest.ts'
import { mayBeThere, withAttempts, type ItemOutcome, type JobContext } from './job-context.ts'
import { gatheredBytes, networkPieces, openPart, partNameOf, removePart, writeAll } from './download-parts.ts'
import { fetchRanges, type FetchRanges } from './download-ranges.ts'
import { fetchWhole, isWhole, saveWhole } from './download-whole.ts'
import { errnoOf, readFlags, unwritable, type FileHandle } from './local-files.ts'
import { proveContent } from './prove-content.ts'
import type { FolderAt, SafeFolder } from './safe-folder.ts'
import { numberedName } from './walk-sources.ts'

export interface DownloadTarget {
  readonly folder: SafeFolder
  /** Relative path with `/` of an item, from the one mapper. */
  readonly pathOf: (item: number) => string
  /** Temporary names in use by this process, so that a left-over one of an earlier run can be told apart. */
  readonly partsInUse: Set<string>
}

const maxNumberedNames = 1000

/** Downloads one item: the bytes go to a temporary file beside the target and get its name only when all are verified. */
export async function downloadItem(context: JobContext, batch: Batch<DownloadSpec>, item: number, target: DownloadTarget): Promise<ItemOutcome> {
  const { items, spec } = batch
  const path = target.pathOf(item)
  const segments = path.split('/')
  if (isFolderMarker(items.nameOf(item), items.sizeOf(item))) {
    await inFolder(target, segments, path, async () => undefined)
    return 'done'
  }
  const fileName = segments.pop() ?? ''
  return withAttempts(context, batch, item, () =>
    inFolder(target, segments, path, async (at) => {
      const part = partNameOf(fileName)
      const inUse = `${spec.folderPath}\0${[...segments, part].join('/')}`
      // What is replaced anyway need not be looked at.
      const looks = spec.conflict !== 'overwrite' || mayBeThere(batch, item)
      const existing = looks ? await kindAt(context, at, fileName) : undefined
      if (existing !== undefined && spec.conflict === 'skip' && !mayBeThere(batch, item)) return 'skipped'
      let conflict = spec.conflict
      if (existing === 'file') {
        const found = await lookAt({ context, batch, item, at, fileName })
        if (found.outcome !== undefined) {
          // A kill between giving the file its name and taking the temporary one away leaves both.
          if (found.outcome === 'done' && !target.partsInUse.has(inUse)) await removePart(context.files, at, part)
          if (found.outcome === 'done' && path !== items.nameOf(item)) items.setSavedAs(item, path)
          return found.outcome
        }
        conflict = found.conflict
      }
      if (existing === 'folder') throw folderInTheWay(path)
      if (target.partsInUse.has(inUse)) throw localError('LocalFolderUnwritable', { Name: path, Cause: 'another download writes this file now' })
      target.partsInUse.add(inUse)
      try {
        const fetchInRanges = async (): Promise<ItemOutcome> => {
          const saved = await inRanges({ context, batch, item, at, part, partPath: [...segments, part].join('/'), fileName, path, conflict })
          return saved === undefined ? 'skipped' : land(batch, item, at, [...segments, saved].join('/'))
        }
        if (items.sizeOf(item) >= context.sizes.partsFromBytes) return await fetchInRanges()
        const object = await fetchWhole(context, sourceOfItem(context, batch, item))
        // Only the answer tells the size of an object that was chosen by its name.
        if (object.sizeBytes >= context.sizes.partsFromBytes) {
          if (!isWhole(object)) object.body.destroy()
          return await fetchInRanges()
        }
        let published = false
        try {
          if (isWhole(object)) await saveWhole({ context, batch, item, at, part, object })
          else await writePart({ context, batch, item, at, part, object })
          const savedName = await publish(context, at, { part, fileName, path, conflict })
          published = true
          return savedName === undefined ? 'skipped' : await land(batch, item, at, [...segments, savedName].join('/'))
        } finally {
          if (!isWhole(object)) object.body.destroy()
          if (!published) await removePart(context.files, at, part)
        }
      } finally {
        target.partsInUse.delete(inUse)
      }
    }),
  )
}

/** What an item is read from: the version it names, or what is current. */
function sourceOfItem({ signal }: JobContext, { items, spec }: Batch<DownloadSpec>, item: number): VersionAddress {
  const versionId = items.versionOf(item)
  return { bucket: spec.bucket, key: spec.prefix + items.nameOf(item), signal, ...(versionId === undefined ? {} : { versionId }) }
}

async function land(batch: Batch<DownloadSpec>, item: number, at: FolderAt, saved: string): Promise<'done'> {
  // Only now would a power cut leave the file under its name.
  await at.sync()
  if (saved !== batch.items.nameOf(item)) batch.items.setSavedAs(item, saved)
  return 'done'
}

interface InRanges extends Omit<FetchRanges, 'head'> {
  readonly fileName: string
  readonly path: string
  readonly conflict: ConflictPolicy
}

/**
 * A large object. Its temporary file stays when this fails or is interrupted, as long as its ranges are remembered. @returns
 * the name it got, or undefined when it is skipped after all
 */
async function inRanges({ fileName, path, conflict, ...input }: InRanges): Promise<string | undefined> {
  const { context, batch, item, at, part } = input
  const { items } = batch
  try {
    const head = await context.provider.headObject(sourceOfItem(context, batch, item))
    items.setSize(item, head.sizeBytes)
    await fetchRanges({ ...input, head })
    const saved = await publish(context, at, { part, fileName, path, conflict })
    context.checkpoint(item, undefined)
    return saved
  } finally {
    if (!batch.checkpoints.has(item)) await removePart(context.files, at, part)
  }
}

/** An empty object whose key ends in `/`. One with content is an object like any other. */
export function isFolderMarker(name: string, sizeBytes: number): boolean {
  return name.endsWith('/') && sizeBytes === 0
}

async function inFolder<T>(target: DownloadTarget, segments: readonly string[], path: string, use: (at: FolderAt) => Promise<T>): Promise<T> {
  try {
    return await target.folder.inFolder(segments, use)
  } catch (error) {
    throw errnoOf(error) !== undefined && error instanceof Error && 'syscall' in error ? unwritable(error, path) : error
  }
}

interface LookAt {
  readonly context: JobContext
  readonly batch: Batch<DownloadSpec>
  readonly item: number
  readonly at: FolderAt
  readonly fileName: string
}

/** What becomes of an item whose file is there: its end, or how the fetched one gets its name. */
async function lookAt({ context, batch, item, at, fileName }: LookAt): Promise<{ readonly outcome: ItemOutcome | undefined; readonly conflict: ConflictPolicy }> {
  const { spec, items } = batch
  const { conflict } = spec
  // An earlier run may have brought this file and been killed before it knew: nothing is fetched twice then.
  const again = mayBeThere(batch, item)
  if (!again && conflict !== 'skipIdentical' && conflict !== 'newer') return { outcome: undefined, conflict }
  const head = await context.provider.headObject(sourceOfItem(context, batch, item))
  let handle: FileHandle
  try {
    handle = await context.files.open(at.child(fileName), readFlags | (constants.O_NOFOLLOW ?? 0))
  } catch (error) {
    // A symbolic link is never looked through; it is replaced like a file that differs.
    if (errnoOf(error) === 'ELOOP') return { outcome: conflict === 'newer' || conflict === 'skip' ? 'skipped' : undefined, conflict: conflict === 'keepBoth' ? conflict : 'overwrite' }
    throw error
  }
  try {
    const { size, mtimeMs } = await handle.stat()
    const isIdentical = (): Promise<boolean> => isSameContent(handle, size, head, context.signal)
    if (again && (await isIdentical())) {
      items.setVerified(item)
      items.setResult(item, head)
      return { outcome: 'done', conflict }
    }
    const decision = await decide({ conflict, isIdentical, sourceModifiedMs: head.lastModifiedMs, targetModifiedMs: mtimeMs })
    return { outcome: decision === 'skip' ? 'skipped' : undefined, conflict: decision === 'number' ? 'keepBoth' : 'overwrite' }
  } finally {
    await handle.close()
  }
}

const folderInTheWay = (path: string, cause?: unknown): Error => localError('LocalFolderUnwritable', { Name: path, Cause: 'a folder of this name is there' }, cause)

async function kindAt(context: JobContext, at: FolderAt, name: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await context.files.lstat(at.child(name))).isDirectory() ? 'folder' : 'file'
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
}

interface WritePart {
  readonly context: JobContext
  readonly batch: Batch<DownloadSpec>
  readonly item: number
  readonly at: FolderAt
  readonly part: string
  readonly object: OpenedObject
}

async function writePart(input: WritePart): Promise<void> {
  const { context, batch, item, at, part, object } = input
  batch.items.setSize(item, object.sizeBytes)
  const handle = await openPart(context, at, part)
  try {
    await proveContent({ context, batch, item, object, ...(await fetchBody(input, handle)), handle })
    if (object.lastModifiedMs > 0) await handle.utimes(new Date(), new Date(object.lastModifiedMs))
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function fetchBody({ context, batch, item, object }: WritePart, handle: FileHandle): Promise<{ readonly sums: ContentSums; readonly receivedBytes: number }> {
  const digest = await startDigest(context.provider.service, object.checksum)
  let receivedBytes = 0
  for await (const piece of networkPieces(object.body, context.pieceBytes(gatheredBytes))) {
    for (const chunk of piece) {
      const pause = context.pace(chunk.length, context.signal)
      if (pause !== undefined) await pause
      digest.update(chunk)
      receivedBytes += chunk.length
    }
    // What goes on beyond its end is not kept.
    if (receivedBytes <= object.sizeBytes) await writeAll(handle, piece)
    for (const chunk of piece) giveBack(chunk)
    batch.items.setBytesDone(item, receivedBytes)
    context.changed()
  }
  context.signal.throwIfAborted()
  return { sums: digest.finish(), receivedBytes }
}

interface Publish {
  readonly part: string
  readonly fileName: string
  readonly path: string
  readonly conflict: ConflictPolicy
}

/** Gives the finished file its name. @returns the name, or undefined when the file is skipped after all */
async function publish(context: JobContext, at: FolderAt, { part, fileName, path, conflict }: Publish): Promise<string | undefined> {
  if (conflict === 'overwrite') {
    try {
      await context.files.rename(at.child(part), at.child(fileName))
    } catch (error) {
      const code = errnoOf(error)
      if (code !== 'EISDIR' && code !== 'ENOTEMPTY' && code !== 'EEXIST' && !((code === 'EPERM' || code === 'EACCES') && (await kindAt(context, at, fileName)) === 'folder')) throw error
      throw folderInTheWay(path, error)
    }
    return fileName
  }
  for (let number = 1; number <= maxNumberedNames; number++) {
    const name = number === 1 ? fileName : numberedName(fileName, number)
    if (await nameWithoutReplacing(context, at, part, name)) {
      return name
    }
    // Nothing was there when the policy was asked; who was faster wins.
    if (conflict !== 'keepBoth') {
      await removePart(context.files, at, part)
      return undefined
    }
  }
  throw localError('LocalFolderUnwritable', { Name: path, Cause: 'too many files of this name' })
}

/** Unlike a rename, a hard link never replaces what is there. @returns false when the name is taken */
async function nameWithoutReplacing(context: JobContext, at: FolderAt, part: string, name: string): Promise<boolean> {
  try {
    await context.files.link(at.child(part), at.child(name))
  } catch (error) {
    const code = errnoOf(error)
    if (code === 'EEXIST') return false
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS' && code !== 'EMLINK') throw error
    // A file system without hard links (FAT): looking first is the best there is.
    if ((await kindAt(context, at, name)) !== undefined) return false
    await context.files.rename(at.child(part), at.child(name))
    return true
  }
  await context.files.unlink(at.child(part))
  return true
}
