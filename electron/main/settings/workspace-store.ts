import { Workspace, type WorkspaceChange } from '../../contract/workspace.ts'
import type { Log } from '../log.ts'
import { parseObject, putAside, readText, writeAtomically } from '../../files/json-file.ts'

export interface WorkspaceStore {
  readonly state: () => Workspace
  /** Replaces the given parts and writes the whole to the disk. Of writes that come faster than the disk, the last one counts. */
  readonly save: (change: WorkspaceChange) => Promise<void>
}

/** Parts one by one: one that cannot be read is empty, the others stay. */
function readParts(raw: Readonly<Record<string, unknown>>): Workspace {
  const valid = Object.entries(Workspace.shape).flatMap(([name, schema]) => {
    const parsed = schema.safeParse(raw[name])
    return raw[name] !== undefined && parsed.success ? [[name, parsed.data] as const] : []
  })
  return Workspace.parse(Object.fromEntries(valid))
}

/** Opens `workspace.json` in the user's data folder. A file that is no JSON object is put aside, never deleted. */
export async function openWorkspaceStore(file: string, log: Log, now: () => number = Date.now): Promise<WorkspaceStore> {
  const text = await readText(file)
  const raw = text === undefined ? {} : parseObject(text)
  if (raw === undefined) log(`The file of tabs and favourites could not be read and is kept as ${await putAside(file, now())}`)
  let workspace = readParts(raw ?? {})
  let writing: Promise<void> | undefined
  let waiting: Promise<void> | undefined

  const write = async (): Promise<void> => {
    await writing?.catch(() => undefined)
    waiting = undefined
    writing = writeAtomically(file, `${JSON.stringify(workspace)}\n`)
    await writing
  }
  return {
    state: () => workspace,
    save: (change) => {
      const given = Object.entries(change).filter(([, value]) => value !== undefined)
      workspace = { ...workspace, ...Object.fromEntries(given) }
      // A write that has not begun yet takes this change along.
      waiting ??= write()
      return waiting
    },
  }
}
