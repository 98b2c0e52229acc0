import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { PolicyNotes, type PolicyNotesChange, type PolicyVersion } from '../../contract/policy-notes.ts'

export interface NotesAddress {
  readonly profileId: string
  readonly bucket: string
}

/**
 * What is kept on this machine about the policies of buckets: checks, statements that are switched off, and the policies that
 * a bucket had. One file for each bucket, so that a broken one costs no other.
 */
export interface PolicyNotesStore {
  get(address: NotesAddress): Promise<PolicyNotes>
  change(address: NotesAddress, change: PolicyNotesChange): Promise<PolicyNotes>
  /** Remembers a policy unless it is the one remembered last. Returns at once; failures are told to the log. */
  keep(address: NotesAddress, text: string | null, origin: PolicyVersion['origin']): void
  /** Resolves when everything is written. */
  settled(): Promise<void>
}

const versionsMax = 100
const textBytesMax = 1024 * 1024
const nothing: PolicyNotes = { checks: [], disabled: [], versions: [] }

export function openPolicyNotes(folder: string, log: (text: string) => void, now: () => number = Date.now): PolicyNotesStore {
  // One after the other for each file: a change is made to what the one before it has written.
  const last = new Map<string, Promise<unknown>>()

  const inTurn = <T>(address: NotesAddress, work: (file: string) => Promise<T>): Promise<T> => {
    const file = path.join(folder, `${createHash('sha256').update(`${address.profileId}\n${address.bucket}`).digest('hex').slice(0, 32)}.json`)
    const before = last.get(file) ?? Promise.resolve()
    const run = before.then(
      () => work(file),
      () => work(file),
    )
    last.set(file, run)
    // Whoever asked hears of a failure; here only the turn ends.
    run.finally(() => { if (last.get(file) === run) last.delete(file) }).catch(() => undefined)
    return run
  }

  const read = async (file: string): Promise<PolicyNotes> => {
    let text: string
    try {
      text = await readFile(file, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return nothing
      throw error
    }
    const notes = PolicyNotes.safeParse(parsed(text))
    if (notes.success) return notes.data
    const aside = `${file}.unreadable-${String(now())}`
    await rename(file, aside)
    log(`Notes on a policy cannot be read; they are kept as ${path.basename(aside)}`)
    return nothing
  }

  const update = (address: NotesAddress, change: (notes: PolicyNotes) => PolicyNotes): Promise<PolicyNotes> =>
    inTurn(address, async (file) => {
      const before = await read(file)
      const after = change(before)
      if (after !== before) await write(file, JSON.stringify({ ...address, ...after }))
      return after
    })

  return {
    get: (address) => inTurn(address, read),
    change: (address, { checks, disabled }) =>
      update(address, (notes) => ({ ...notes, ...(checks === undefined ? {} : { checks }), ...(disabled === undefined ? {} : { disabled }) })),
    keep: (address, text, origin) => {
      update(address, (notes) => {
        const [newest] = notes.versions
        // A bucket that never had a policy has no history.
        if (newest === undefined ? text === null : newest.text === text) return notes
        return { ...notes, versions: bounded([{ versionId: randomUUID(), keptMs: now(), origin, text }, ...notes.versions]) }
      }).catch((error: unknown) => {
        log(`A policy could not be kept: ${error instanceof Error ? error.message : String(error)}`)
      })
    },
    settled: async () => {
      await Promise.allSettled(last.values())
    },
  }
}

/** The newest first; as many as there is room for, and the newest at least. */
function bounded(versions: readonly PolicyVersion[]): PolicyVersion[] {
  let bytes = 0
  return versions.slice(0, versionsMax).filter(({ text }, index) => {
    bytes += text?.length ?? 0
    return index === 0 || bytes <= textBytesMax
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Replaces the file in one step that survives a crash. */
async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  const draft = `${file}.new`
  const handle = await open(draft, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, file)
}
