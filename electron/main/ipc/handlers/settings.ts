import type { Settings } from '../../../contract/schemas.ts'
import type { SettingsStore } from '../../settings/settings-store.ts'
import { asDiskFailure } from '../disk-failure.ts'
import type { HandlersOfNoun } from './handler-types.ts'

interface Dependencies {
  readonly store: SettingsStore
  /** Theme and language also shape what main shows. */
  readonly onChange: (settings: Settings) => void
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
        throw asDiskFailure(error, 'The settings could not be saved')
      }
    },
  }
}
