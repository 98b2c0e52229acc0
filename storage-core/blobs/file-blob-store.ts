import path from 'node:path'
import type { FileSystem, OpenFile, Random } from '../platform/platform.ts'
import { slots } from './batched-writer.ts'
import { blobFailure, fileStep } from './blob-failure.ts'
import { blobIdBytes, blobLayout, isBlobId, isShardName, type BlobLayout } from './blob-layout.ts'
import type { BlobStore, StagedBlob, StageOptions } from './blob-store.ts'
import type { ContentDigest } from './content-hasher.ts'
import { fileBlobReader } from './file-blob-reader.ts'
import { openFiles, type OpenedFile } from './open-files.ts'
import { sharedDirectorySync, type SharedDirectorySync } from './shared-directory-sync.ts'
import { readBody, type StageLimits } from './stage-body.ts'

export interface FileBlobStoreOptions {
  readonly files: FileSystem
  readonly random: Random
  /** The data folder; `tmp/` and `blobs/` are made inside. The caller must hold its lock: staged files in `tmp/` are removed. */
  readonly directory: string
  /** Bodies up to this size travel with the metadata commit. Default 16 KiB, where one commit clearly beats a file of its own. */
  readonly inlineLimitBytes?: number
  /** Bytes handed to the system in one write. Default 1 MiB. */
  readonly batchBytes?: number
  /** Files that stay open when nobody reads them any more, for the next reader. Default none; with more, `close` is due. */
  readonly idleFilesMax?: number
}

export interface FileBlobStore extends BlobStore {
  /** Closes the files that were kept open. What is being read or written still may be. */
  close(): Promise<void>
}

// Four writes of 1 MiB under way are 1.9 times as fast as one stream. More than eight in all only fill memory: the thread
// pool that serves them has four threads.
const batchesPerBody = 4
const batchesOfAllBodies = 8

interface StoreState {
  readonly files: FileSystem
  readonly random: Random
  readonly layout: BlobLayout
  readonly folders: SharedDirectorySync
  readonly inFlight: Set<string>
  /** Shard folders whose own names are on disk. */
  readonly shards: Map<string, Promise<void>>
  /** Files whose removal failed; tried again before the next file is made, and at the latest when the store is opened. */
  readonly leftovers: Set<string>
}

/**
 * Opens the blob folder, making it when it is new and removing what an earlier process left in `tmp/`.
 * @throws OssError InternalError with the operating system's error as its cause's cause.
 */
export async function openFileBlobStore(options: FileBlobStoreOptions): Promise<FileBlobStore> {
  const { files, random, directory, inlineLimitBytes = 16 * 1024, batchBytes = 1024 * 1024, idleFilesMax = 0 } = options
  const state: StoreState = {
    files,
    random,
    layout: blobLayout(directory),
    folders: sharedDirectorySync((folder) => files.syncDirectory(folder)),
    inFlight: new Set(),
    shards: new Map(),
    leftovers: new Set(),
  }
  const { layout } = state
  await fileStep('preparing the blob folder failed', () => prepare(state, directory))
  const opened = openFiles((blobId) => openBlob(state, blobId), idleFilesMax)
  const limits: StageLimits = { inlineLimitBytes, batchBytes, batchesPerBody, sharedBatches: slots(batchesOfAllBodies) }

  return {
    stage: (body, stageOptions) => stage(state, limits, body, stageOptions),
    open: async (blobId, sizeBytes) => {
      const lease = await opened.lease(blobId)
      if (lease.sizeBytes === sizeBytes) return fileBlobReader(lease)
      await lease.release()
      throw blobFailure(`blob ${blobId} has ${lease.sizeBytes} bytes, its metadata says ${sizeBytes}`)
    },
    remove: async (blobId) => {
      const blobPath = layout.blobFile(blobId)
      await fileStep(`blob ${blobId} cannot be removed`, async () => {
        await removeIfThere(files, blobPath)
        // Only now: until its name is gone, somebody may open it again.
        await opened.forget(blobId)
      })
    },
    blobIds: () => blobIds(state),
    isInFlight: (blobId) => state.inFlight.has(blobId),
    close: () => fileStep('closing blobs failed', () => opened.close()),
  }
}

async function openBlob({ files, layout }: StoreState, blobId: string): Promise<OpenedFile> {
  const blobPath = layout.blobFile(blobId)
  const file = await fileStep(`blob ${blobId} cannot be opened`, () => files.open(blobPath, 'read'))
  try {
    return { file, sizeBytes: await fileStep(`blob ${blobId} cannot be examined`, () => file.size()) }
  } catch (error) {
    // The first failure is the one to report.
    await file.close().catch(() => undefined)
    throw error
  }
}

async function prepare({ files, layout, shards }: StoreState, directory: string): Promise<void> {
  await files.makeDirectory(layout.temporary)
  await files.makeDirectory(layout.blobs)
  // The process before this one may have died between making a folder and syncing its name.
  await files.syncDirectory(layout.blobs)
  await files.syncDirectory(directory)
  await syncParent(files, directory)
  for (const name of await files.list(layout.blobs)) {
    if (isShardName(name)) shards.set(path.join(layout.blobs, name), Promise.resolve())
  }
  for (const name of await files.list(layout.temporary)) {
    // Whatever else lies there was put there by somebody, who may want it back.
    if (isBlobId(name)) await removeIfThere(files, layout.temporaryFile(name))
  }
}

/** Puts the data folder's own name on disk. A parent that may not be opened cannot have had the folder made in it by us. */
async function syncParent(files: FileSystem, directory: string): Promise<void> {
  try {
    await files.syncDirectory(path.dirname(directory))
  } catch (error) {
    if (!hasCode(error, 'EACCES', 'EPERM')) throw error
  }
}

/** Small bytes are in the caller's hands until the commit. */
const doNothing = () => Promise.resolve()

async function stage(
  state: StoreState,
  limits: StageLimits,
  body: AsyncIterable<Uint8Array>,
  options: StageOptions,
): Promise<StagedBlob> {
  let id: string | undefined
  const createFile = async () => {
    await retryLeftovers(state)
    id = Buffer.from(state.random.bytes(blobIdBytes)).toString('hex')
    state.inFlight.add(id)
    return state.files.open(state.layout.temporaryFile(id), 'createNew')
  }
  try {
    const { digest, content } = await readBody(body, options, limits, createFile)
    if (content.kind === 'file' && id !== undefined) return stagedFile(state, id, content.file, digest)
    if (content.kind === 'inline') {
      const { md5, crc64, sizeBytes } = digest
      return { md5, crc64, sizeBytes, content, publish: doNothing, release: doNothing }
    }
    throw new Error('a body was written to a file that was never made')
  } catch (error) {
    if (id !== undefined) {
      await discard(state, state.layout.temporaryFile(id))
      state.inFlight.delete(id)
    }
    throw error
  }
}

function stagedFile(state: StoreState, id: string, file: OpenFile, digest: ContentDigest): StagedBlob {
  const { files, layout, folders } = state
  const temporaryPath = layout.temporaryFile(id)
  const finalPath = layout.blobFile(id)
  let closing: Promise<void> | undefined
  const close = () => (closing ??= file.close())
  let published = false
  let released = false

  return {
    ...digest,
    content: { kind: 'file', blobId: id },
    publish: () =>
      fileStep('publishing a blob failed', async () => {
        const shard = layout.shard(id)
        // Bytes before names: a name in `blobs/` always stands for a whole blob, also after a power cut.
        await Promise.all([file.sync(), ensureShard(state, shard)])
        await close()
        await files.rename(temporaryPath, finalPath)
        await folders.sync(shard)
        published = true
      }),
    release: async (outcome) => {
      if (released) return
      if (outcome === 'committed' && !published) throw new Error('a blob was committed that has not been published')
      released = true
      if (outcome === 'abandoned') {
        // The file goes next, so it does not matter how its closing ends.
        await close().catch(() => undefined)
        // A rename that failed may still have happened.
        await discard(state, temporaryPath)
        await discard(state, finalPath)
      }
      state.inFlight.delete(id)
    },
  }
}

/** Makes a shard folder with its name on disk, once per process. A failure is forgotten, so that the next publish tries again. */
function ensureShard({ files, layout, folders, shards }: StoreState, shard: string): Promise<void> {
  const known = shards.get(shard)
  if (known !== undefined) return known
  const making = files.makeDirectory(shard).then(() => folders.sync(layout.blobs))
  shards.set(shard, making)
  making.catch(() => shards.delete(shard))
  return making
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}

async function removeIfThere(files: FileSystem, filePath: string): Promise<void> {
  try {
    await files.remove(filePath)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
}

/** Removes a file nobody needs. A failure here must not hide why it became useless, so it is remembered instead of thrown. */
async function discard(state: StoreState, filePath: string): Promise<void> {
  try {
    await removeIfThere(state.files, filePath)
    state.leftovers.delete(filePath)
  } catch {
    state.leftovers.add(filePath)
  }
}

async function retryLeftovers(state: StoreState): Promise<void> {
  for (const filePath of state.leftovers) await discard(state, filePath)
}

async function* blobIds({ files, layout }: StoreState): AsyncGenerator<string, void, undefined> {
  for (const shard of await fileStep('listing blobs failed', () => files.list(layout.blobs))) {
    if (!isShardName(shard)) continue
    const names = await fileStep('listing blobs failed', () => files.list(path.join(layout.blobs, shard)))
    for (const name of names) if (isBlobId(name) && name.startsWith(shard)) yield name
  }
}
