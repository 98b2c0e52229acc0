import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { readText, writeAtomically } from '../../files/json-file.ts'
import { autostartEntry, isSwitchedOn } from './desktop-entry.ts'

/** The part of Electron's `app` that macOS and Windows keep their lists by. */
export interface LoginItems {
  readonly getLoginItemSettings: (options: { readonly path: string; readonly args: string[] }) => { readonly openAtLogin: boolean }
  readonly setLoginItemSettings: (settings: { readonly openAtLogin: boolean; readonly path: string; readonly args: string[] }) => void
}

interface LoginStartOptions {
  readonly platform: NodeJS.Platform
  readonly items: LoginItems
  /** Program and arguments that start Ossia without a window. */
  readonly command: readonly [string, ...string[]]
  /** Where a Linux desktop looks for what it starts. */
  readonly autostartFolder: string
}

/** Whether Ossia starts with the user's session, as the system has it: there it can be switched off as well. */
export interface LoginStart {
  readonly isOn: () => Promise<boolean>
  readonly set: (on: boolean) => Promise<void>
}

/** @param environment `XDG_CONFIG_HOME` names the folder of all settings ("XDG Base Directory Specification") */
export function autostartFolderOf(environment: Readonly<Record<string, string | undefined>>, home: string): string {
  const given = environment['XDG_CONFIG_HOME']
  return path.join(given !== undefined && path.isAbsolute(given) ? given : path.join(home, '.config'), 'autostart')
}

export function createLoginStart({ platform, items, command, autostartFolder }: LoginStartOptions): LoginStart {
  const [program, ...args] = command
  if (platform !== 'linux') {
    return {
      isOn: () => Promise.resolve(items.getLoginItemSettings({ path: program, args }).openAtLogin),
      set: (on) => {
        items.setLoginItemSettings({ openAtLogin: on, path: program, args })
        return Promise.resolve()
      },
    }
  }
  const file = path.join(autostartFolder, 'ossia.desktop')
  return {
    isOn: async () => {
      const entry = await readText(file)
      return entry !== undefined && isSwitchedOn(entry)
    },
    set: async (on) => {
      if (!on) return rm(file, { force: true })
      await mkdir(autostartFolder, { recursive: true })
      await writeAtomically(file, autostartEntry(command))
    },
  }
}

interface Settings {
  readonly wanted: boolean
  readonly forget: () => Promise<unknown>
}

/**
 * Once at each start: a program that was moved is found again at the next login, and who switched it off in the system's own settings
 * has switched it off here.
 */
export async function keepLoginStart(login: LoginStart, { wanted, forget }: Settings): Promise<void> {
  if (!wanted) return
  if (await login.isOn()) await login.set(true)
  else await forget()
}
