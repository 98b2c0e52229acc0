import { constants } from 'node:fs'
import path from 'node:path'
import { localError } from '../errors.ts'
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
  return error as Error
}

interface OpenFolder {
  readonly handle: FileHandle
  users: number
  closing: boolean
}

async function handleFolder(files: LocalFiles, root: string): Promise<SafeFolder> {
  const open = new Map<string, Promise<OpenFolder>>()
  const openAt = async (parent: OpenFolder | undefined, name: string, segments: readonly string[]): Promise<OpenFolder> => {
    if (parent === undefined) return { handle: await files.open(root, constants.O_RDONLY | constants.O_DIRECTORY), users: 0, closing: false }
    const at = `/proc/self/fd/${String(parent.handle.fd)}/${name}`
    try {
      await files.mkdir(at)
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error
    }
    try {
      return { handle: await files.open(at, directoryFlags), users: 0, closing: false }
    } catch (error) {
      throw refuse(error, segments)
    }
  }
  const release = async (folder: OpenFolder): Promise<void> => {
    folder.users--
    if (folder.users === 0 && folder.closing) await folder.handle.close()
  }
  const retire = async (key: string): Promise<void> => {
    const promise = open.get(key)
    open.delete(key)
    const folder = await promise?.catch(() => undefined)
    if (folder === undefined) return
    folder.closing = true
    if (folder.users === 0) await folder.handle.close()
  }
  const acquire = async (segments: readonly string[]): Promise<OpenFolder> => {
    const key = segments.join('/')
    for (;;) {
      let promise = open.get(key)
      if (promise === undefined) {
        promise = (async () => {
          if (segments.length === 0) return openAt(undefined, '', segments)
          const parent = await acquire(segments.slice(0, -1))
          try {
            return await openAt(parent, segments.at(-1) ?? '', segments)
          } finally {
            await release(parent)
          }
        })()
        open.set(key, promise)
        promise.catch(() => open.delete(key))
      } else {
        open.delete(key)
        open.set(key, promise)
      }
      const folder = await promise
      if (folder.closing) continue
      folder.users++
      const oldest = open.keys().next().value
      if (open.size > maxOpenFolders && oldest !== undefined && oldest !== key) await retire(oldest)
      return folder
    }
  }
  // Fails here, before anything is fetched, when the folder itself is gone.
  await release(await acquire([]))
  return {
    inFolder: async (segments, use) => {
      const folder = await acquire(segments)
      try {
        return await use({
          child: (name) => `/proc/self/fd/${String(folder.handle.fd)}/${name}`,
        })
      } finally {
        await release(folder)
      }
    },
    close: async () => {
      for (const key of open.keys()) await retire(key)
    },
  }
}

async function checkedFolder(files: LocalFiles, root: string): Promise<SafeFolder> {
  const check = async (segments: readonly string[]): Promise<string> => {
    let at = root
    for (const [depth, segment] of segments.entries()) {
      at = path.join(at, segment)
      try {
        await files.mkdir(at)
      } catch (error) {
        if (errnoOf(error) !== 'EEXIST') throw error
      }
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
