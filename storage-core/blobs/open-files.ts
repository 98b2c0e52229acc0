import type { OpenFile } from '../platform/platform.ts'

export interface OpenedFile {
  readonly file: OpenFile
  readonly sizeBytes: number
}

/** A reader's hold on an open file, which others may be reading too. */
export interface FileLease extends OpenedFile {
  /** Call it once, when nothing of the file is being read any more. Rejects when the file was to be closed and that failed. */
  release(): Promise<void>
}

export interface OpenFiles {
  lease(blobId: string): Promise<FileLease>
  /** The blob's name is gone: whoever reads it goes on, and the next lease opens it anew. */
  forget(blobId: string): Promise<void>
  /** Closes what nobody reads, and from now on every file with its last lease. */
  close(): Promise<void>
}

interface Entry {
  readonly opening: Promise<OpenedFile>
  leases: number
  isForgotten: boolean
}

/**
 * Files that are being read, each open once however many read it: blobs never change, and reads name their position. Up to
 * `idleMax` stay open when the last reader is done, the least recently used going first, so that reading an object again
 * costs neither an open nor a close.
 */
export function openFiles(open: (blobId: string) => Promise<OpenedFile>, idleMax: number): OpenFiles {
  const entries = new Map<string, Entry>()
  /** In the order in which they were last read. */
  const idle = new Map<string, Entry>()
  let keeps = idleMax

  const closeEntry = async (entry: Entry): Promise<void> => {
    const { file } = await entry.opening
    await file.close()
  }
  const evictOver = async (limit: number): Promise<void> => {
    const closing: Promise<void>[] = []
    for (const [blobId, entry] of idle) {
      if (idle.size <= limit) break
      idle.delete(blobId)
      entries.delete(blobId)
      closing.push(closeEntry(entry))
    }
    await Promise.all(closing)
  }
  const release = async (blobId: string, entry: Entry): Promise<void> => {
    entry.leases -= 1
    if (entry.leases > 0) return
    if (entry.isForgotten) {
      await closeEntry(entry)
      return
    }
    idle.set(blobId, entry)
    if (idle.size > keeps) await evictOver(keeps)
  }
  const entryOf = (blobId: string): Entry => {
    const known = entries.get(blobId)
    if (known !== undefined) {
      idle.delete(blobId)
      return known
    }
    const entry: Entry = { opening: open(blobId), leases: 0, isForgotten: false }
    entries.set(blobId, entry)
    // Whoever wanted it is told; the next one tries again.
    entry.opening.catch(() => {
      if (entries.get(blobId) === entry) entries.delete(blobId)
    })
    return entry
  }

  return {
    async lease(blobId) {
      const entry = entryOf(blobId)
      entry.leases += 1
      const { file, sizeBytes } = await entry.opening
      return { file, sizeBytes, release: () => release(blobId, entry) }
    },
    async forget(blobId) {
      const entry = entries.get(blobId)
      if (entry === undefined) return
      entries.delete(blobId)
      entry.isForgotten = true
      if (idle.delete(blobId)) await closeEntry(entry)
    },
    async close() {
      keeps = 0
      await evictOver(0)
    },
  }
}
