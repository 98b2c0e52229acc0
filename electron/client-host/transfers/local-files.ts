import { constants, rename as renameFile, unlink as unlinkFile, type NoParamCallback } from 'node:fs'
import { link, lstat, mkdir, readdir, realpath, stat, statfs } from 'node:fs/promises'
import { localError } from '../errors.ts'
import { openHandle, type FileHandle } from './local-handle.ts'

/** The part of the file system that transfers use; a parameter, so that tests can refuse what root may always do. */
export interface LocalFiles {
  readonly open: typeof openHandle
  readonly readdir: (path: string) => Promise<readonly { readonly name: Buffer; readonly kind: 'file' | 'folder' | 'symlink' | 'other' }[]>
  readonly stat: typeof stat
  readonly lstat: typeof lstat
  readonly mkdir: typeof mkdir
  readonly rename: (from: string, to: string) => Promise<void>
  readonly link: typeof link
  readonly unlink: (path: string) => Promise<void>
  readonly realpath: typeof realpath
  /** Bytes that may still be written in this folder. */
  readonly freeBytes: (folder: string) => Promise<number>
}
export type { FileHandle }

/** Those of node:fs/promises take longer than the calls themselves. */
const told = (run: (done: NoParamCallback) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    run((error) => {
      if (error === null) resolve()
      else reject(error)
    })
  })

export const nodeFiles: LocalFiles = {
  open: openHandle,
  stat,
  lstat,
  mkdir,
  rename: (from, to) =>
    told((done) => {
      renameFile(from, to, done)
    }),
  link,
  unlink: (path) =>
    told((done) => {
      unlinkFile(path, done)
    }),
  realpath,
  readdir: async (path) => {
    const entries = await readdir(path, { withFileTypes: true, encoding: 'buffer' })
    return entries.map((entry) => ({
      name: entry.name,
      kind: entry.isSymbolicLink() ? 'symlink' : entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : 'other',
    }))
  },
  freeBytes: async (folder) => {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  },
}

export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** A failure to read a local file or folder. */
export function unreadable(error: unknown, name: string): Error {
  return localError('LocalFileUnreadable', { Name: name, Cause: errnoOf(error) ?? (error instanceof Error ? error.message : 'unknown') }, error)
}

const fullCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** A failure to write below the chosen folder. */
export function unwritable(error: unknown, name: string): Error {
  const cause = errnoOf(error) ?? (error instanceof Error ? error.message : 'unknown')
  return localError(fullCodes.has(cause) ? 'LocalDiskFull' : 'LocalFolderUnwritable', { Name: name, Cause: cause }, error)
}

export const readFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)
