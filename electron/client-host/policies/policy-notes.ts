import { createHash, randomUUID } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { PolicyNotes, type PolicyNotesChange, type PolicyVersion } from '../../contract/policy-notes.ts'
import { parseObject, putAside, readText, writeAtomically } from '../../files/json-file.ts'

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
  /** Removes what is kept of a bucket that is no more. Returns at once; failures are told to the log. */
  forget(address: NotesAddress): void
  /** Removes what is kept of every bucket of a connection. Returns at once; failures are told to the log. */
  forgetConnection(profileId: string): void
  /** Resolves when everything is written. */
  settled(): Promise<void>
}

const versionsMax = 100
const textBytesMax = 1024 * 1024
const nothing: PolicyNotes = { checks: [], disabled: [], versions: [] }

export function openPolicyNotes(folder: string, log: (text: string) => void, now: () => number = Date.now): PolicyNotesStore {
  // One after the other for each file: a change is made to what the one before it has written.
  const last = new Map<string, Promise<unknown>>()
  const sweeps = new Set<Promise<void>>()

  const inTurn = <T>(file: string, work: (file: string) => Promise<T>): Promise<T> => {
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

  const fileOf = ({ profileId, bucket }: NotesAddress): string => path.join(folder, `${createHash('sha256').update(`${profileId}\n${bucket}`).digest('hex').slice(0, 32)}.json`)

  const read = async (file: string): Promise<PolicyNotes> => {
    const text = await readText(file)
    if (text === undefined) return nothing
    const notes = PolicyNotes.safeParse(parseObject(text))
    if (notes.success) return notes.data
    log(`Notes on a policy cannot be read; they are kept as ${await putAside(file, now())}`)
    return nothing
  }

  const update = (address: NotesAddress, change: (notes: PolicyNotes) => PolicyNotes): Promise<PolicyNotes> =>
    inTurn(fileOf(address), async (file) => {
      const before = await read(file)
      const after = change(before)
      if (after !== before) await writeAtomically(file, JSON.stringify({ ...address, ...after }))
      return after
    })

  const removeAllOf = async (profileId: string): Promise<void> => {
    // Those that were only just asked for have no file yet.
    const files = new Set([...last.keys(), ...(await namesIn(folder)).map((name) => path.join(folder, name))])
    await Promise.all(
      [...files].map((each) =>
        inTurn(each, async (file) => {
          const text = await readText(file)
          if (text !== undefined && parseObject(text)?.['profileId'] === profileId) await rm(file, { force: true })
        }),
      ),
    )
  }

  const sweep = (removal: Promise<void>): void => {
    const run = removal.catch((error: unknown) => {
      log(`Notes on policies could not be removed: ${error instanceof Error ? error.message : String(error)}`)
    })
    sweeps.add(run)
    void run.finally(() => sweeps.delete(run))
  }

  return {
    get: (address) => inTurn(fileOf(address), read),
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
    forget: (address) => sweep(inTurn(fileOf(address), (file) => rm(file, { force: true }))),
    forgetConnection: (profileId) => sweep(removeAllOf(profileId)),
    settled: async () => {
      await Promise.all(sweeps)
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

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.json'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
