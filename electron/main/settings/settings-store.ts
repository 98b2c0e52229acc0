import { Settings, type SettingsChange, type SettingsState } from '../../contract/settings.ts'
import { parseObject, putAside, readText, writeAtomically } from '../../files/json-file.ts'

/** What main may change: also the folders, which the window may not. */
export type OwnSettingsChange = SettingsChange & Partial<Pick<Settings, 'downloadFolder' | 'storeFolder'>>

export interface SettingsStore {
  readonly state: () => SettingsState
  /** Merges, writes to disk, then answers the whole. Writes happen one after the other. */
  readonly update: (change: OwnSettingsChange) => Promise<Settings>
}

/** Fields one by one: a value that a later or earlier Ossia wrote differently falls back alone, the rest stays. */
function readFields(raw: Readonly<Record<string, unknown>>): Settings {
  const valid = Object.entries(Settings.shape).flatMap(([name, schema]) => {
    const parsed = schema.safeParse(raw[name])
    return raw[name] !== undefined && parsed.success ? [[name, parsed.data] as const] : []
  })
  return Settings.parse(Object.fromEntries(valid))
}

/**
 * Opens the settings file, JSON in the user's data folder. A file that is no JSON object is put aside under the name told in
 * `recoveredFrom`, never deleted, and defaults apply. Unknown names are dropped, unusable values fall back one by one.
 */
export async function openSettingsStore(file: string, now: () => number = Date.now): Promise<SettingsStore> {
  const text = await readText(file)
  const raw = text === undefined ? {} : parseObject(text)
  let recoveredFrom: string | undefined
  if (raw === undefined) {
    recoveredFrom = await putAside(file, now())
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
