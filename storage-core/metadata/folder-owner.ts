import path from 'node:path'
import { open, type RootDatabase } from 'lmdb'
import { ossError } from '../model/oss-error.ts'

/**
 * Makes sure that one process at a time uses a data folder.
 *
 * LMDB lets several processes share a database, so it cannot refuse for us; but its reader table is exactly the lock we
 * need. Every entry carries its process id and is backed by a kernel lock that ends with the process, also after kill -9,
 * and LMDB clears entries whose process is gone. So: keep one read transaction open for as long as we own the folder, on a
 * small database of its own that nobody writes to, and look whether anybody else has one. It needs no port, no socket path
 * and no guess about process ids, and holds through symbolic links and other names of the folder.
 */
export interface FolderOwnership {
  release(): Promise<void>
}

export interface FolderOwnerOptions {
  /** How long to keep trying while another process has the folder. The default leaves room for a tie only. */
  readonly waitMs?: number
}

const defaultWaitMs = 500
const tieDelayMs = 40

/** @throws OssError StoreDataFolderInUse */
export async function ownFolder(dataFolder: string, options: FolderOwnerOptions = {}): Promise<FolderOwnership> {
  const deadline = performance.now() + (options.waitMs ?? defaultWaitMs)
  for (;;) {
    const ownership = await tryOwn(path.join(dataFolder, 'owner.mdb'))
    if (ownership !== undefined) return ownership
    if (performance.now() >= deadline) throw ossError('StoreDataFolderInUse', { details: { DataFolder: dataFolder } })
    // Two that start together see each other and both step back; unequal delays let one of them win.
    await new Promise((resolve) => setTimeout(resolve, tieDelayMs * (1 + Math.random())))
  }
}

async function tryOwn(file: string): Promise<FolderOwnership | undefined> {
  if (ownedHere.has(file)) return undefined
  ownedHere.add(file)
  let database: RootDatabase<Buffer, string> | undefined
  try {
    database = open<Buffer, string>({ path: file, encoding: 'binary', maxReaders: 64, overlappingSync: false })
    const held = database
    const reading = held.useReadTransaction()
    held.readerCheck()
    // Exactly one entry: ours. A second one with our own process id is another thread, or the folder under another name.
    if (countReaders(held.readerList()) === 1) {
      return {
        async release() {
          ownedHere.delete(file)
          reading.done()
          await held.close()
        },
      }
    }
    reading.done()
  } catch (error) {
    ownedHere.delete(file)
    await database?.close()
    throw error
  }
  ownedHere.delete(file)
  await database.close()
  return undefined
}

/** lmdb shares one handle per path inside a process, which would hide a second opening from the reader table. */
const ownedHere = new Set<string>()

function countReaders(list: string): number {
  return list.split('\n').filter((line) => /^\s*\d+\s/.test(line)).length
}
