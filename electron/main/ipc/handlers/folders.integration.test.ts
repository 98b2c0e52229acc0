import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSourceRegistry } from '../../files/source-registry.ts'
import { openSettingsStore } from '../../settings/settings-store.ts'
import { fileHandlers } from './files.ts'
import { settingsHandlers } from './settings.ts'
import { storeHandlers } from './store.ts'

const context = { windowId: 1, signal: new AbortController().signal }

describe('folders of the settings', () => {
  let folder = ''
  let chosen: string[] = []
  const dialogs = { chooseFiles: vi.fn(), chooseFolders: vi.fn(), chooseDownloadFolder: vi.fn(() => Promise.resolve(chosen)) }
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'ossia-folders-'))
    dialogs.chooseDownloadFolder.mockClear()
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('take downloads without a dialog, outlive a restart, and are asked for again where they are gone', async () => {
    const file = path.join(folder, 'settings.json')
    const downloads = path.join(folder, 'downloads')
    await mkdir(downloads)
    const open = async () => {
      const store = await openSettingsStore(file)
      const registry = createSourceRegistry()
      return { ...settingsHandlers({ store, dialogs, startAtLogin: () => Promise.resolve(), onChange: () => undefined }), ...fileHandlers(registry, dialogs, () => store.state().settings.downloadFolder), registry }
    }
    chosen = [downloads]
    expect((await (await open())['settings.setDownloadFolder']({ to: 'chosen' }, context)).downloadFolder).toBe(downloads)
    const again = await open()
    dialogs.chooseDownloadFolder.mockClear()
    chosen = []
    const target = await again['files.chooseDownloadFolder']({}, context)
    expect([target?.displayName, again.registry.pathsOf(1, [target?.folderId ?? ''])]).toEqual(['downloads', [downloads]])
    expect(dialogs.chooseDownloadFolder).not.toHaveBeenCalled()
    expect(await again['files.chooseDownloadFolder']({ ask: true }, context)).toBeNull()
    await rm(downloads, { recursive: true })
    expect(await again['files.chooseDownloadFolder']({}, context)).toBeNull()
    expect(dialogs.chooseDownloadFolder).toHaveBeenCalledTimes(2)
    expect((await again['settings.setDownloadFolder']({ to: 'asked' }, context)).downloadFolder).toBeNull()
  })

  it('tell a store, an empty folder and somebody else\'s files apart before the store goes there', async () => {
    const store = await openSettingsStore(path.join(folder, 'settings.json'))
    const handlers = storeHandlers({ storeHost: {} as never, settings: store, folders: { first: folder, usual: folder, isFixed: false }, registry: createSourceRegistry(), dialogs, openFolder: vi.fn() })
    const made = async (name: string, files: readonly string[]) => {
      const made = path.join(folder, name)
      await mkdir(made)
      for (const file of files) await writeFile(path.join(made, file), '')
      chosen = [made]
      return (await handlers['store.chooseDataFolder']({}, context))?.holds
    }
    expect([await made('a', []), await made('b', ['.DS_Store']), await made('c', ['metadata.mdb', 'blobs']), await made('d', ['thesis.doc'])]).toEqual(['nothing', 'nothing', 'store', 'other'])
  })
})
