import { readdir } from 'node:fs/promises'
import type { ChosenDataFolder } from '../../../contract/settings.ts'
import { WireFailure, wireFailure } from '../../../contract/wire-error.ts'
import type { SourceRegistry } from '../../files/source-registry.ts'
import type { StoreHost } from '../../hosts/store-host.ts'
import type { SettingsStore } from '../../settings/settings-store.ts'
import { asDiskFailure } from '../disk-failure.ts'
import type { FileDialogs } from './files.ts'
import type { HandlersOfNoun } from './handler-types.ts'

interface Dependencies {
  readonly storeHost: StoreHost
  readonly settings: SettingsStore
  readonly folders: {
    /** Where the data is at the start. */
    readonly first: string
    /** Where it is while nobody says otherwise. */
    readonly usual: string
    /** The command line says where, and nothing else may. */
    readonly isFixed: boolean
  }
  readonly registry: Pick<SourceRegistry, 'registerFolder' | 'pathsOf'>
  readonly dialogs: Pick<FileDialogs, 'chooseDownloadFolder'>
  /** Resolves with an empty text when the folder was opened, else with the reason. */
  readonly openFolder: (folder: string) => Promise<string>
}

/** Every data folder has this file. */
const storeFile = 'metadata.mdb'
/** Left behind by file managers, and nobody's data. */
const noContent = new Set(['.DS_Store', 'desktop.ini', 'Thumbs.db', 'lost+found'])

async function contentOf(folder: string): Promise<ChosenDataFolder['holds']> {
  const names = (await readdir(folder)).filter((name) => !noContent.has(name))
  return names.includes(storeFile) ? 'store' : names.length === 0 ? 'nothing' : 'other'
}

export function storeHandlers({ storeHost, settings, folders, registry, dialogs, openFolder }: Dependencies): HandlersOfNoun<'store'> {
  let dataFolder = folders.first
  return {
    'store.getStatus': () => Promise.resolve(storeHost.status()),
    'store.revealAccessKeySecret': () => {
      const access = storeHost.access()
      if (access === undefined) throw wireFailure('NetworkUnreachable', { message: 'The local store is not running' })
      return Promise.resolve({ accessKeySecret: access.user.accessKeySecret })
    },
    'store.restart': async ({ port, region }) => {
      const status = await storeHost.restart({ ...(port === undefined ? {} : { port }), ...(region === undefined ? {} : { region }) })
      // Remembered only once it worked: a port that is taken would greet the next start as well.
      if (status.state === 'ready' && (port !== undefined || region !== undefined)) {
        await settings.update({ ...(port === undefined ? {} : { storePort: port }), ...(region === undefined ? {} : { storeRegion: region }) })
      }
      return status
    },
    'store.chooseDataFolder': async (_input, { windowId }) => {
      const [folder] = await dialogs.chooseDownloadFolder(windowId)
      if (folder === undefined) return null
      const { folderId } = await registry.registerFolder(windowId, folder)
      const holds = await contentOf(folder).catch((error: unknown) => {
        throw asDiskFailure(error, 'The folder could not be read')
      })
      return { folderId, folder, holds }
    },
    'store.setDataFolder': async ({ folderId }, { windowId }) => {
      if (folders.isFixed) throw wireFailure('InvalidInput', { message: 'The command line says where the data of the local store is' })
      const [chosen] = folderId === null ? [] : registry.pathsOf(windowId, [folderId])
      const next = chosen ?? folders.usual
      const former = dataFolder
      const status = await storeHost.restart({ dataFolder: next })
      if (status.state === 'failed') {
        await storeHost.restart({ dataFolder: former })
        throw new WireFailure(status.error)
      }
      dataFolder = next
      await settings.update({ storeFolder: chosen ?? null })
      return status
    },
    'store.openDataFolder': async () => {
      const reason = await openFolder(dataFolder)
      if (reason !== '') throw wireFailure('LocalFileUnreadable', { message: 'The data folder could not be opened', details: { reason } })
    },
  }
}
