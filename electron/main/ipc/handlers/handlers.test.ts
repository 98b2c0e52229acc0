import { describe, expect, it, vi } from 'vitest'
import { clientHostMethods, mainNouns } from '../../../contract/client-host-methods.ts'
import { methods } from '../../../contract/methods.ts'
import { createSourceRegistry } from '../../files/source-registry.ts'
import type { ClientHost } from '../../hosts/client-host.ts'
import { clientHostHandlers } from './client-host.ts'
import { storeHandlers } from './store.ts'

const context = { windowId: 1, signal: new AbortController().signal }

function setUp() {
  const call = vi.fn(() => Promise.resolve({ path: '/home/me/downloads/a.txt' }))
  const showInFolder = vi.fn()
  const chooseSaveFile = vi.fn<(windowId: number, name: string) => Promise<string | undefined>>()
  const registry = createSourceRegistry()
  const clientHost = { call } as unknown as Pick<ClientHost, 'call'>
  return { call, showInFolder, chooseSaveFile, registry, handlers: clientHostHandlers({ clientHost, registry, showInFolder, chooseSaveFile }) }
}

describe('handlers of what the client host answers', () => {
  it('cover every method of the contract that main does not answer itself', () => {
    const expected = Object.keys(methods).filter((name) => !(mainNouns as readonly string[]).includes(name.split('.')[0]!))
    expect(Object.keys(setUp().handlers).toSorted()).toEqual(expected.toSorted())
  })

  it('never offer the window what only main may ask of the client host', () => {
    const { handlers } = setUp()
    const internal = Object.keys(clientHostMethods).filter((name) => !(name in methods))
    expect(internal).toContain('profiles.tryConnection')
    for (const name of internal) expect(handlers).not.toHaveProperty([name])
  })

  it('pass a call on as it is, with the signal of its caller', async () => {
    const { handlers, call } = setUp()
    await handlers['buckets.listBuckets']({ profileId: 'local' }, context)
    expect(call).toHaveBeenCalledWith('buckets.listBuckets', { profileId: 'local' }, context.signal)
  })

  it('turn source ids and folder ids into paths, and keep the ids to themselves', async () => {
    const { handlers, call, registry } = setUp()
    const [source] = await registry.registerSources(1, ['/no/such/file.txt'])
    const target = { profileId: 'local', bucket: 'b', prefix: '' }
    await handlers['transfers.enqueueUpload']({ ...target, sourceIds: [source!.sourceId], conflict: 'skip' }, context)
    expect(call).toHaveBeenCalledWith('transfers.enqueueUpload', { ...target, conflict: 'skip', paths: ['/no/such/file.txt'] }, context.signal)
  })

  it("refuse another window's source ids", async () => {
    const { handlers, registry } = setUp()
    const [source] = await registry.registerSources(2, ['/no/such/file.txt'])
    const input = { profileId: 'local', bucket: 'b', prefix: '', sourceIds: [source!.sourceId] }
    const attempt = async () => handlers['transfers.previewUpload'](input, context)
    await expect(attempt()).rejects.toMatchObject({ wire: { code: 'InvalidInput' } })
  })

  it('saves a report where the user says, and nothing when the dialog is cancelled', async () => {
    const { handlers, chooseSaveFile, call } = setUp()
    chooseSaveFile.mockResolvedValueOnce(undefined)
    expect(await handlers['transfers.saveManifest']({ batchId: 'b', format: 'csv' }, context)).toEqual({ saved: false })
    expect(call).not.toHaveBeenCalled()
    chooseSaveFile.mockResolvedValueOnce('/home/me/report.csv')
    expect(await handlers['transfers.saveManifest']({ batchId: 'b', format: 'csv' }, context)).toEqual({ saved: true })
    expect(chooseSaveFile).toHaveBeenLastCalledWith(context.windowId, 'transfer-report.csv')
    expect(call).toHaveBeenCalledWith('transfers.writeManifest', { batchId: 'b', format: 'csv', path: '/home/me/report.csv' }, context.signal)
  })

  it('show a download in the file manager without telling the window where it is', async () => {
    const { handlers, showInFolder } = setUp()
    expect(await handlers['transfers.revealDownload']({ batchId: 'b' }, context)).toBeUndefined()
    expect(showInFolder).toHaveBeenCalledWith('/home/me/downloads/a.txt')
  })
})

describe('handlers of the store', () => {
  const settingsStore = () => ({ state: vi.fn(), update: vi.fn((_change: object) => Promise.resolve()) })
  const host = (status: unknown) => ({ status: () => status, access: () => undefined, restart: vi.fn((_change: object) => Promise.resolve(status)), start: vi.fn(), stop: vi.fn() })
  type Input = Parameters<typeof storeHandlers>[0]
  const others = { folders: { first: '/d', usual: '/d', isFixed: false }, registry: { pathsOf: () => ['/other'] }, dialogs: {}, openFolder: vi.fn() }

  it('remember a port only once the store runs on it', async () => {
    for (const [state, times] of [['failed', 0], ['ready', 1]] as const) {
      const settings = settingsStore()
      const input = { storeHost: host({ state }), settings, ...others } as unknown as Input
      await storeHandlers(input)['store.restart']({ port: 9100 }, context)
      expect(settings.update).toHaveBeenCalledTimes(times)
    }
  })

  it('start the store under another region and remember it, which a restart alone would not', async () => {
    const settings = settingsStore()
    const storeHost = host({ state: 'ready' })
    await storeHandlers({ storeHost, settings, ...others } as unknown as Input)['store.restart']({ region: 'cn-beijing' }, context)
    expect(storeHost.restart).toHaveBeenCalledWith({ region: 'cn-beijing' })
    expect(settings.update).toHaveBeenCalledWith({ storeRegion: 'cn-beijing' })
  })

  it('go back to the former data folder when the store does not start in the chosen one', async () => {
    const settings = settingsStore()
    const storeHost = host({ state: 'failed', error: { code: 'StoreDataFolderInUse', message: '', retryable: false }, dataFolder: '/other' })
    const attempt = async () => storeHandlers({ storeHost, settings, ...others } as unknown as Input)['store.setDataFolder']({ folderId: 'f' }, context)
    await expect(attempt()).rejects.toMatchObject({ wire: { code: 'StoreDataFolderInUse' } })
    expect(storeHost.restart.mock.calls).toEqual([[{ dataFolder: '/other' }], [{ dataFolder: '/d' }]])
    expect(settings.update).not.toHaveBeenCalled()
  })

  it('remember the data folder that works, forget it for the usual one, and leave what the command line says', async () => {
    const settings = settingsStore()
    const handlers = storeHandlers({ storeHost: host({ state: 'ready' }), settings, ...others } as unknown as Input)
    await handlers['store.setDataFolder']({ folderId: 'f' }, context)
    await handlers['store.setDataFolder']({ folderId: null }, context)
    expect(settings.update.mock.calls).toEqual([[{ storeFolder: '/other' }], [{ storeFolder: null }]])
    const fixed = storeHandlers({ storeHost: host({ state: 'ready' }), settings, ...others, folders: { ...others.folders, isFixed: true } } as unknown as Input)
    await expect((async () => fixed['store.setDataFolder']({ folderId: null }, context))()).rejects.toMatchObject({ wire: { code: 'InvalidInput' } })
  })

  it('have no secret to show while the store does not run', async () => {
    const input = { storeHost: host({ state: 'starting' }), settings: settingsStore(), ...others } as unknown as Input
    const attempt = async () => storeHandlers(input)['store.revealAccessKeySecret']({}, context)
    await expect(attempt()).rejects.toMatchObject({ wire: { code: 'NetworkUnreachable' } })
  })
})
