import type { Settings } from '../../../contract/schemas.ts'
import { wireFailure } from '../../../contract/wire-error.ts'
import type { SettingsStore } from '../../settings/settings-store.ts'
import type { HandlersOfNoun } from './handler-types.ts'

interface Dependencies {
  readonly store: SettingsStore
  /** Theme and language also shape what main shows. */
  readonly onChange: (settings: Settings) => void
}

/** Sentences for the disk's own answers; anything else is a bug and stays one. */
const diskFailures: Readonly<Record<string, 'LocalDiskFull' | 'LocalFolderUnwritable'>> = {
  ENOSPC: 'LocalDiskFull',
  EDQUOT: 'LocalDiskFull',
  EACCES: 'LocalFolderUnwritable',
  EPERM: 'LocalFolderUnwritable',
  EROFS: 'LocalFolderUnwritable',
}

export function settingsHandlers({ store, onChange }: Dependencies): HandlersOfNoun<'settings'> {
  return {
    'settings.getSettings': () => Promise.resolve(store.state()),
    'settings.updateSettings': async (change) => {
      try {
        const settings = await store.update(change)
        onChange(settings)
        return settings
      } catch (error) {
        const code = diskFailures[(error as NodeJS.ErrnoException).code ?? '']
        throw code === undefined ? error : wireFailure(code, { message: 'The settings could not be saved' })
      }
    },
  }
}
