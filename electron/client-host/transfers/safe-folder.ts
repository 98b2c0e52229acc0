import { constants } from 'node:fs'
import path from 'node:path'
import { asError, localError } from '../errors.ts'
import { errnoOf, type FileHandle, type LocalFiles } from './local-files.ts'

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
      await makeFolder(files, at)
      return await files.open(at, directoryFlags)
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
      const made: OpenFolder = { users: 0, handle: openAt(segments) }
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
      closing.push(folder.handle.then((handle) => handle.close()))
    }
    await Promise.all(closing)
  }

  const inFolder: SafeFolder['inFolder'] = async (segments, use) => {
    const folder = acquire(segments)
    try {
      const handle = await folder.handle
      return await use({ child: (name) => childPath(handle, name) })
    } finally {
      folder.users--
      await closeIdle(maxOpenFolders)
    }
  }
  // Fails here, before anything is fetched, when the folder itself is gone.
  await inFolder([], () => Promise.resolve())
  return { inFolder, close: () => closeIdle(0) }
}

const childPath = (parent: FileHandle, name: string): string => `/proc/self/fd/${String(parent.fd)}/${name}`

async function makeFolder(files: LocalFiles, at: string): Promise<void> {
  try {
    await files.mkdir(at)
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error
  }
}

async function checkedFolder(files: LocalFiles, root: string): Promise<SafeFolder> {
  const check = async (segments: readonly string[]): Promise<string> => {
    let at = root
    for (const [depth, segment] of segments.entries()) {
      at = path.join(at, segment)
      await makeFolder(files, at)
      const found = await files.lstat(at)
      if (!found.isDirectory()) throw refuse(Object.assign(new Error('not a folder'), { code: 'ENOTDIR' }), segments.slice(0, depth + 1))
    }
    return at
  }
  await files.readdir(root)
  return {
    inFolder: async (segments, use) => {
      const at = await check(segments)
      return use({ child: (name) => path.join(at, name) })
    },
    close: () => Promise.resolve(),
  }
}
