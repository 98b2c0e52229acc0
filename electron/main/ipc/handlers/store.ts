import { wireFailure } from '../../../contract/wire-error.ts'
import type { StoreHost } from '../../hosts/store-host.ts'
import type { SettingsStore } from '../../settings/settings-store.ts'
import type { HandlersOfNoun } from './handler-types.ts'

interface Dependencies {
  readonly storeHost: StoreHost
  readonly settings: SettingsStore
  readonly dataFolder: string
  /** Resolves with an empty text when the folder was opened, else with the reason. */
  readonly openFolder: (folder: string) => Promise<string>
}

export function storeHandlers({ storeHost, settings, dataFolder, openFolder }: Dependencies): HandlersOfNoun<'store'> {
  return {
    'store.getStatus': () => Promise.resolve(storeHost.status()),
    'store.revealAccessKeySecret': () => {
      const access = storeHost.access()
      if (access === undefined) throw wireFailure('NetworkUnreachable', { message: 'The local store is not running' })
      return Promise.resolve({ accessKeySecret: access.user.accessKeySecret })
    },
    'store.restart': async ({ port }) => {
      if (port === undefined) return storeHost.restart({})
      const status = await storeHost.restart({ port })
      // Remembered only once it worked: a port that is taken would greet the next start as well.
      if (status.state === 'ready') await settings.update({ storePort: port })
      return status
    },
    'store.openDataFolder': async () => {
      const reason = await openFolder(dataFolder)
      if (reason !== '') throw wireFailure('LocalFileUnreadable', { message: 'The data folder could not be opened', details: { reason } })
    },
  }
}
