import type { FileSystem, OpenFile } from '../../platform/platform.ts'
import { seededRandom } from '../../platform/test-support/seeded-random.ts'
import { createSimFileSystem, type SimFileSystem } from '../../platform/test-support/sim-file-system.ts'
import type { BlobStore } from '../blob-store.ts'
import { openFileBlobStore } from '../file-blob-store.ts'
import { allBlobIds, chunksOf, neverAborted, patternBytes, readBlob } from './bodies.ts'

/** A way to get the protocol wrong. `none` is the store as it is; each of the others must be caught by the check below. */
export const mutants = ['none', 'no file sync', 'no folder sync', 'rename before file sync', 'acknowledge before publish'] as const
export type Mutant = (typeof mutants)[number]

const directory = '/data/store'
// Small enough that one run has bodies of both kinds, several batches and few bytes.
const smallLimits = { inlineLimitBytes: 8, batchBytes: 64 }

export async function openSimStore(files: FileSystem, seed: number): Promise<BlobStore> {
  return openFileBlobStore({ files, random: seededRandom(seed), directory, ...smallLimits })
}

/** Wraps a file system so that the store above it makes the mutant's mistake. */
function mistaken(files: FileSystem, mutant: Mutant): FileSystem {
  const late = new Map<string, OpenFile>()
  switch (mutant) {
    case 'none':
    case 'acknowledge before publish':
      return files
    case 'no file sync':
      return { ...files, open: async (path, mode) => ({ ...(await files.open(path, mode)), sync: () => Promise.resolve() }) }
    case 'no folder sync':
      return { ...files, syncDirectory: () => Promise.resolve() }
    case 'rename before file sync':
      return {
        ...files,
        open: async (path, mode) => {
          const file = await files.open(path, mode)
          const sync = async () => void late.set(path, file)
          return { ...file, sync, close: () => (late.has(path) ? Promise.resolve() : file.close()) }
        },
        rename: async (from, to) => {
          await files.rename(from, to)
          await late.get(from)?.sync()
          await late.get(from)?.close()
        },
      }
  }
}

/** What the metadata would know: each blob with the bytes it stands for. */
interface Ledger {
  readonly committed: Map<string, Uint8Array>
  /** Every body that was ever staged, committed or not. */
  readonly staged: Map<string, Uint8Array>
}

async function putBody(store: BlobStore, ledger: Ledger, bytes: Uint8Array, outcome: 'commit' | 'abandon', mutant: Mutant): Promise<void> {
  const staged = await store.stage(chunksOf(bytes, 50), { signal: neverAborted, maxSizeBytes: 1e6 })
  const { content } = staged
  if (content.kind === 'file') ledger.staged.set(content.blobId, bytes)
  const commit = () => {
    if (content.kind === 'file' && outcome === 'commit') ledger.committed.set(content.blobId, bytes)
  }
  if (mutant === 'acknowledge before publish') commit()
  await staged.publish()
  // The commit of the metadata is durable at once here: its own durability is proved elsewhere.
  commit()
  await staged.release(outcome === 'commit' ? 'committed' : 'abandoned')
}

async function workload(files: FileSystem, ledger: Ledger, seed: number, mutant: Mutant): Promise<void> {
  await files.makeDirectory(directory)
  await files.syncDirectory('/')
  const store = await openSimStore(files, seed)
  const random = seededRandom(seed + 7)
  const writer = async () => {
    for (let i = 0; i < 2; i++) {
      const bytes = patternBytes(1 + random.below(300), random.below(1e9))
      await putBody(store, ledger, bytes, random.below(5) === 0 ? 'abandon' : 'commit', mutant)
    }
    // Deletes of blobs that nothing refers to any more run beside the writes.
    const [oldest] = ledger.committed.keys()
    if (oldest === undefined || random.below(3) > 0) return
    ledger.committed.delete(oldest)
    await store.remove(oldest)
  }
  await Promise.all([writer(), writer(), writer()])
}

/** What is wrong on a disk after the cut, as sentences; empty when every promise held. */
async function auditAfterCrash(after: SimFileSystem, ledger: Ledger, seed: number): Promise<string[]> {
  const problems: string[] = []
  let store: BlobStore
  try {
    store = await openSimStore(after, seed + 1_000_003)
  } catch (error) {
    return [`the store does not open: ${String(error)}`]
  }
  const check = async (id: string, bytes: Uint8Array, what: string) => {
    try {
      if (!(await readBlob(store, id, bytes.length)).equals(bytes)) problems.push(`${what} ${id} has other bytes`)
    } catch (error) {
      problems.push(`${what} ${id} cannot be read: ${String(error instanceof Error ? error.cause : error)}`)
    }
  }
  for (const [id, bytes] of ledger.committed) await check(id, bytes, 'committed blob')
  for (const id of await allBlobIds(store)) {
    const bytes = ledger.staged.get(id)
    if (bytes === undefined) problems.push(`blob ${id} was never staged`)
    // A name in `blobs/` stands for a whole blob even when nobody refers to it: a scan may trust it.
    else await check(id, bytes, 'unreferenced blob')
    if (!ledger.committed.has(id)) await store.remove(id)
  }
  const left = await after.list(`${directory}/tmp`)
  if (left.length > 0) problems.push(`${left.length} temporary files are left`)
  if ((await allBlobIds(store)).length !== ledger.committed.size) problems.push('blobs on disk are not the committed ones')
  if (after.openFileCount > 0) problems.push(`${after.openFileCount} descriptors are left open`)
  return problems
}

export interface CrashReport {
  readonly states: number
  readonly committed: number
  /** Problem and the seed that replays it. */
  readonly problems: readonly string[]
}

/** One seed: runs writers on a simulated disk, cuts the power at a random call and audits several possible futures. */
export async function crashRun(seed: number, mutant: Mutant, futures: number): Promise<CrashReport> {
  const ledger: Ledger = { committed: new Map(), staged: new Map() }
  // A run makes 60 to 160 calls; a cut beyond its end is a cut of an idle store.
  const crashAtCall = 1 + seededRandom(seed + 13).below(180)
  const files = createSimFileSystem({ seed, crashAtCall })
  await Promise.race([workload(mistaken(files, mutant), ledger, seed, mutant), files.crashed])
  const problems: string[] = []
  for (let future = 0; future < futures; future++) {
    const after = files.crash(seed * 31 + future)
    for (const problem of await auditAfterCrash(after, ledger, seed)) problems.push(`seed ${seed}, future ${future}: ${problem}`)
  }
  return { states: futures, committed: ledger.committed.size * futures, problems }
}
