import { constants } from 'node:fs'
import path from 'node:path'
import { asError, localError } from '../errors.ts'
import { errnoOf, type FileHandle, type LocalFiles } from './local-files.ts'
import { sharedSync } from './shared-sync.ts'

/**
 * The chosen download folder, through which every write goes. No step ever follows a symbolic link, not even one that
 * somebody puts in place while the download runs: on Linux each folder is opened from its parent's handle (`openat` by way
 * of `/proc/self/fd`), elsewhere each one is checked before it is used.
 */
export interface SafeFolder {
  /** Runs `use` with a path prefix for names directly inside the folder of these segments, made when missing. */
  inFolder<T>(segments: readonly string[], use: (at: FolderAt) => Promise<T>): Promise<T>
  close(): Promise<void>
}
export interface FolderAt {
  /** Path of a name in this folder, for one call. The name must be a single segment. */
  child(name: string): string
  /** Resolves when every name given or taken away in this folder before the call is on disk, and the folder's own with it. */
  sync(): Promise<void>
}

const directoryFlags = constants.O_RDONLY | (constants.O_DIRECTORY ?? 0) | (constants.O_NOFOLLOW ?? 0)
const maxOpenFolders = 64

/** @param rootPath the folder the user chose; a symbolic link there is the user's own and is followed once */
export async function openSafeFolder(files: LocalFiles, rootPath: string, platform: NodeJS.Platform = process.platform): Promise<SafeFolder> {
  const root = await files.realpath(rootPath)
  return platform === 'linux' ? handleFolder(files, root) : checkedFolder(files, root)
}

function refuse(error: unknown, segments: readonly string[]): Error {
  const code = errnoOf(error)
  if (code === 'ELOOP' || code === 'ENOTDIR') return localError('LocalFolderUnwritable', { Name: segments.join('/'), Cause: 'a symbolic link or a file is where a folder is needed' }, error)
  return asError(error)
}

interface OpenFolder {
  /** Who uses or waits for it; one without users may be closed. */
  users: number
  readonly handle: Promise<FileHandle>
  readonly sync: () => Promise<void>
}

async function handleFolder(files: LocalFiles, root: string): Promise<SafeFolder> {
  /** Least recently asked for first. */
  const open = new Map<string, OpenFolder>()

  const openAt = async (segments: readonly string[]): Promise<FileHandle> => {
    const name = segments.at(-1)
    if (name === undefined) return files.open(root, constants.O_RDONLY | (constants.O_DIRECTORY ?? 0))
    const parent = acquire(segments.slice(0, -1))
    try {
      const at = childPath(await parent.handle, name)
      const isNew = await makeFolder(files, at)
      const handle = await files.open(at, directoryFlags)
      if (isNew) await parent.sync()
      return handle
    } catch (error) {
      throw refuse(error, segments)
    } finally {
      parent.users--
    }
  }
  /** The caller takes itself off `users` when it is done. */
  const acquire = (segments: readonly string[]): OpenFolder => {
    const key = segments.join('/')
    let folder = open.get(key)
    if (folder === undefined) {
      const handle = openAt(segments)
      const made: OpenFolder = { users: 0, handle, sync: sharedSync(async () => syncNames(await handle)) }
      made.handle.catch(() => {
        if (open.get(key) === made) open.delete(key)
      })
      folder = made
    }
    folder.users++
    open.delete(key)
    open.set(key, folder)
    return folder
  }
  const closeIdle = async (keep: number): Promise<void> => {
    const closing: Promise<void>[] = []
    for (const [key, folder] of open) {
      if (open.size <= keep) break
      if (folder.users > 0) continue
      open.delete(key)
      closing.push(folder.handle.then(async (handle) => handle.close()))
    }
    await Promise.all(closing)
  }

  const inFolder: SafeFolder['inFolder'] = async (segments, use) => {
    const folder = acquire(segments)
    try {
      const handle = await folder.handle
      return await use({ child: (name) => childPath(handle, name), sync: folder.sync })
    } finally {
      folder.users--
      if (open.size > maxOpenFolders) await closeIdle(maxOpenFolders)
    }
  }
  // Fails here, before anything is fetched, when the folder itself is gone.
  await inFolder([], () => Promise.resolve())
  return { inFolder, close: () => closeIdle(0) }
}

const childPath = (parent: FileHandle, name: string): string => `/proc/self/fd/${String(parent.fd)}/${name}`

/** @returns false when it was there */
async function makeFolder(files: LocalFiles, at: string): Promise<boolean> {
  try {
    await files.mkdir(at)
    return true
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error
    return false
  }
}

/** Some network file systems sync no folders; there is nothing else to be done for a name then. */
async function syncNames(folder: FileHandle): Promise<void> {
  try {
    await folder.sync()
  } catch (error) {
    const code = errnoOf(error)
    if (code !== 'EINVAL' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS') throw error
  }
}

async function syncNamesAt(files: LocalFiles, at: string): Promise<void> {
  // Windows opens no folders; NTFS writes names through its own journal.
  if (process.platform === 'win32') return
  const folder = await files.open(at, directoryFlags)
  try {
    await syncNames(folder)
  } finally {
    await folder.close()
  }
}

async function checkedFolder(files: LocalFiles, root: string): Promise<SafeFolder> {
  const check = async (segments: readonly string[]): Promise<string> => {
    let at = root
    for (const [depth, segment] of segments.entries()) {
      at = path.join(at, segment)
      const isNew = await makeFolder(files, at)
      const found = await files.lstat(at)
      if (isNew) await syncNamesAt(files, path.dirname(at))
      if (!found.isDirectory()) throw refuse(Object.assign(new Error('not a folder'), { code: 'ENOTDIR' }), segments.slice(0, depth + 1))
    }
    return at
  }
  await files.readdir(root)
  return {
    inFolder: async (segments, use) => {
      const at = await check(segments)
      return use({ child: (name) => path.join(at, name), sync: () => syncNamesAt(files, at) })
    },
    close: () => Promise.resolve(),
  }
}
