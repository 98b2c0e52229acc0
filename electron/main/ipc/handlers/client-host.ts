import { brokeredMethods, clientHostMethods, type ClientHostMethodName } from '../../../contract/client-host-methods.ts'
import { methods } from '../../../contract/methods.ts'
import { wireFailure } from '../../../contract/wire-error.ts'
import type { SourceRegistry } from '../../files/source-registry.ts'
import type { ClientHost } from '../../hosts/client-host.ts'
import type { CallContext } from '../router.ts'
import type { HandlersOfNoun, PassedOnHandlers } from './handler-types.ts'

interface Dependencies {
  readonly clientHost: Pick<ClientHost, 'call'>
  readonly registry: SourceRegistry
  readonly showInFolder: (path: string) => void
  /** Asks where to save a file of this name; undefined when the user cancels. */
  readonly chooseSaveFile: (windowId: number, name: string) => Promise<string | undefined>
}
type TransferHandlers = Pick<
  HandlersOfNoun<'transfers'>,
  'transfers.previewUpload' | 'transfers.enqueueUpload' | 'transfers.enqueueDownload' | 'transfers.enqueueZip' | 'transfers.revealDownload' | 'transfers.saveManifest'
>

/** A bucket or folder as a file may be called, on any system. */
const fileNameOf = (name: string): string => name.replaceAll(/[<>:"/\\|?*\p{Cc}\p{Cf}]/gu, '_').replaceAll(/^[. ]+|[. ]+$/g, '') || 'archive'

/** Calls that name local files: opaque ids become paths here, and paths never go the other way. */
function brokered({ clientHost, registry, showInFolder, chooseSaveFile }: Dependencies): TransferHandlers {
  return {
    'transfers.previewUpload': ({ sourceIds, ...rest }, { windowId, signal }) =>
      clientHost.call('transfers.previewUpload', { ...rest, paths: registry.pathsOf(windowId, sourceIds) }, signal),
    'transfers.enqueueUpload': ({ sourceIds, ...rest }, { windowId, signal }) =>
      clientHost.call('transfers.enqueueUpload', { ...rest, paths: registry.pathsOf(windowId, sourceIds) }, signal),
    'transfers.enqueueDownload': ({ folderId, ...rest }, { windowId, signal }) => {
      const [folderPath] = registry.pathsOf(windowId, [folderId])
      if (folderPath === undefined) throw wireFailure('InvalidInput')
      return clientHost.call('transfers.enqueueDownload', { ...rest, folderPath }, signal)
    },
    'transfers.enqueueZip': async ({ name, ...rest }, { windowId, signal }) => {
      const chosen = await chooseSaveFile(windowId, `${fileNameOf(name)}.zip`)
      if (chosen === undefined) return null
      return clientHost.call('transfers.enqueueZip', { ...rest, filePath: /\.zip$/i.test(chosen) ? chosen : `${chosen}.zip` }, signal)
    },
    'transfers.saveManifest': async (input, { windowId, signal }) => {
      const path = await chooseSaveFile(windowId, `transfer-report.${input.format}`)
      if (path === undefined) return { saved: false }
      await clientHost.call('transfers.writeManifest', { ...input, path }, signal)
      return { saved: true }
    },
    'transfers.revealDownload': async (input, { signal }) => {
      const { path } = await clientHost.call('transfers.getDownloadPath', input, signal)
      showInFolder(path)
    },
  }
}

/** Handlers of everything the client host answers: brokered calls by hand, all others passed on as they are. */
export function clientHostHandlers(dependencies: Dependencies): PassedOnHandlers & TransferHandlers {
  const { clientHost } = dependencies
  const passOn = (name: ClientHostMethodName) => (input: never, { signal }: CallContext) => clientHost.call(name, input, signal)
  const names = (Object.keys(clientHostMethods) as ClientHostMethodName[]).filter((name) => name in methods && !(name in brokeredMethods))
  const passedOn = Object.fromEntries(names.map((name) => [name, passOn(name)]))
  return { ...(passedOn as unknown as PassedOnHandlers), ...brokered(dependencies) }
}
