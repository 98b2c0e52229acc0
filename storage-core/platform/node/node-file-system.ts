import { constants } from 'node:fs'
import { mkdir, open, readdir, rename, statfs, unlink } from 'node:fs/promises'
import type { FileSystem, OpenFile } from '../platform.ts'
import { nodeOpenFile } from './node-open-file.ts'

// Windows has no such flag; there a link cannot be planted without administrator rights.
const noFollow = constants.O_NOFOLLOW ?? 0
const openFlags = {
  read: constants.O_RDONLY | noFollow,
  createNew: constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | noFollow,
} as const

// Objects belong to the user who runs the store, whatever the umask says.
const fileMode = 0o600
const directoryMode = 0o700

async function openNodeFile(path: string, mode: 'read' | 'createNew'): Promise<OpenFile> {
  return nodeOpenFile(await open(path, openFlags[mode], fileMode))
}

async function syncDirectory(path: string): Promise<void> {
  // Windows cannot open a folder for syncing; NTFS writes names through its own journal.
  if (process.platform === 'win32') return
  const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | noFollow)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function list(path: string): Promise<string[]> {
  try {
    return await readdir(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** The machine's own files. Errors are Node's, with `code`. New files and folders are readable by their owner only. */
export function createNodeFileSystem(): FileSystem {
  return {
    open: openNodeFile,
    rename,
    remove: unlink,
    makeDirectory: async (path) => {
      await mkdir(path, { recursive: true, mode: directoryMode })
    },
    syncDirectory,
    list,
    availableBytes: async (path) => {
      const { bavail, bsize } = await statfs(path)
      return bavail * bsize
    },
  }
}
