import { randomUUID } from 'node:crypto'
import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import type { DownloadTarget, UploadSource } from '../../contract/local-files.ts'
import { wireFailure } from '../../contract/wire-error.ts'

/** Ids are good for one working session with a dialog, not for ever. */
const lifetimeMs = 60 * 60_000
const statConcurrency = 32

interface Entry {
  readonly windowId: number
  readonly path: string
  readonly expiresMs: number
}

/**
 * Local paths the user handed over, behind ids that only the window they were given to can use. Paths stay in main; the
 * window learns names and sizes.
 */
export interface SourceRegistry {
  /** Registers files and folders to upload. What cannot be read is registered too: the upload reports it by name. */
  readonly registerSources: (windowId: number, paths: readonly string[]) => Promise<UploadSource[]>
  readonly registerFolder: (windowId: number, folder: string) => Promise<DownloadTarget>
  /** Paths behind ids, in order; an unknown, foreign or expired id fails the whole call. */
  readonly pathsOf: (windowId: number, ids: readonly string[]) => string[]
  readonly forgetWindow: (windowId: number) => void
}

/** A link keeps the name the user dropped; what it points to is what gets uploaded. */
async function inspect(file: string): Promise<{ isDirectory: boolean; sizeBytes: number }> {
  try {
    const info = await stat(file)
    return { isDirectory: info.isDirectory(), sizeBytes: info.isFile() ? info.size : 0 }
  } catch {
    return { isDirectory: false, sizeBytes: 0 }
  }
}

const displayName = (file: string): string => path.basename(file) || file

export function createSourceRegistry(now: () => number = Date.now): SourceRegistry {
  const entries = new Map<string, Entry>()

  const add = (windowId: number, file: string): string => {
    const id = randomUUID()
    entries.set(id, { windowId, path: file, expiresMs: now() + lifetimeMs })
    return id
  }
  const removeExpired = (): void => {
    for (const [id, entry] of entries) if (entry.expiresMs <= now()) entries.delete(id)
  }

  return {
    registerSources: async (windowId, paths) => {
      removeExpired()
      const absolute = paths.filter((file) => path.isAbsolute(file))
      const sources: UploadSource[] = []
      for (let start = 0; start < absolute.length; start += statConcurrency) {
        const slice = absolute.slice(start, start + statConcurrency)
        const found = await Promise.all(slice.map(inspect))
        for (const [index, file] of slice.entries()) {
          const { isDirectory = false, sizeBytes = 0 } = found[index] ?? {}
          sources.push({ sourceId: add(windowId, file), name: displayName(file), isDirectory, sizeBytes })
        }
      }
      return sources
    },
    registerFolder: async (windowId, folder) => {
      removeExpired()
      const resolved = await realpath(folder).catch((cause: unknown) => {
        const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
        throw wireFailure('LocalFolderUnwritable', { details: { Folder: folder, Reason: code } })
      })
      return { folderId: add(windowId, resolved), displayName: displayName(folder) }
    },
    pathsOf: (windowId, ids) =>
      ids.map((id) => {
        const entry = entries.get(id)
        if (entry === undefined || entry.windowId !== windowId || entry.expiresMs <= now()) {
          throw wireFailure('InvalidInput', { message: 'The chosen files are no longer known. Choose them again.' })
        }
        return entry.path
      }),
    forgetWindow: (windowId) => {
      for (const [id, entry] of entries) if (entry.windowId === windowId) entries.delete(id)
    },
  }
}
