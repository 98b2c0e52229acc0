import { mkdir, open, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { Settings, type SettingsChange, type SettingsState } from '../../contract/schemas.ts'

export interface SettingsStore {
  readonly state: () => SettingsState
  /** Merges, writes to disk, then answers the whole. Writes happen one after the other. */
  readonly update: (change: SettingsChange) => Promise<Settings>
}

/** Fields one by one: a value that a later or earlier Ossia wrote differently falls back alone, the rest stays. */
function readFields(raw: Readonly<Record<string, unknown>>): Settings {
  const valid = Object.entries(Settings.shape).flatMap(([name, schema]) => {
    const parsed = schema.safeParse(raw[name])
    return raw[name] !== undefined && parsed.success ? [[name, parsed.data] as const] : []
  })
  return Settings.parse(Object.fromEntries(valid))
}

async function writeAtomically(file: string, text: string): Promise<void> {
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

/** A name beside the file that is not taken yet in practice: the time to the millisecond. */
const asideName = (file: string, nowMs: number): string => {
  const { dir, name, ext } = path.parse(file)
  return path.join(dir, `${name}.unreadable-${new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-')}${ext}`)
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function parseText(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(text)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/**
 * Opens the settings file, JSON in the user's data folder. A file that is no JSON object is put aside under the name told in
 * `recoveredFrom`, never deleted, and defaults apply. Unknown names are dropped, unusable values fall back one by one.
 */
export async function openSettingsStore(file: string, now: () => number = Date.now): Promise<SettingsStore> {
  const text = await readText(file)
  const raw = text === undefined ? {} : parseText(text)
  let recoveredFrom: string | undefined
  if (raw === undefined) {
    const aside = asideName(file, now())
    await rename(file, aside)
    recoveredFrom = path.basename(aside)
  }
  let settings = readFields(raw ?? {})
  let lastWrite: Promise<void> = Promise.resolve()

  return {
    state: () => ({ settings, ...(recoveredFrom === undefined ? {} : { recoveredFrom }) }),
    update: async (change) => {
      const given = Object.entries(change).filter(([, value]) => value !== undefined)
      settings = Settings.parse({ ...settings, ...Object.fromEntries(given) })
      const saved = settings
      const write = lastWrite.then(() => writeAtomically(file, `${JSON.stringify(saved, null, 2)}\n`))
      // A failed write is reported to its own caller; the next one starts afresh.
      lastWrite = write.catch(() => undefined)
      await write
      return saved
    },
  }
}
