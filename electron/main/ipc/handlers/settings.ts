import type { Settings } from '../../../contract/settings.ts'
import type { OwnSettingsChange, SettingsStore } from '../../settings/settings-store.ts'
import { asDiskFailure } from '../disk-failure.ts'
import type { FileDialogs } from './files.ts'
import type { HandlersOfNoun } from './handler-types.ts'

interface Dependencies {
  readonly store: SettingsStore
  readonly dialogs: Pick<FileDialogs, 'chooseDownloadFolder'>
  /** Tells the system whether it starts Ossia with the user's session. */
  readonly startAtLogin: (on: boolean) => Promise<void>
  /** Theme and language also shape what main shows. */
  readonly onChange: (settings: Settings) => void
}

export function settingsHandlers({ store, dialogs, startAtLogin, onChange }: Dependencies): HandlersOfNoun<'settings'> {
  async function update(change: OwnSettingsChange): Promise<Settings> {
    try {
      // What the system refused is not written down as done.
      if (change.startAtLogin !== undefined) await startAtLogin(change.startAtLogin)
      const settings = await store.update(change)
      onChange(settings)
      return settings
    } catch (error) {
      throw asDiskFailure(error, 'The settings could not be saved')
    }
  }
  return {
    'settings.getSettings': () => Promise.resolve(store.state()),
    'settings.updateSettings': update,
    'settings.setDownloadFolder': async ({ to }, { windowId }) => {
      if (to === 'asked') return update({ downloadFolder: null })
      const [folder] = await dialogs.chooseDownloadFolder(windowId)
      return folder === undefined ? store.state().settings : update({ downloadFolder: folder })
    },
  }
}
