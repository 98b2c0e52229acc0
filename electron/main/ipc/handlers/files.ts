import type { SourceRegistry } from '../../files/source-registry.ts'
import type { HandlersOfNoun } from './handler-types.ts'

/** The system's dialogs; an empty list when the user cancels. */
export interface FileDialogs {
  readonly chooseFiles: (windowId: number) => Promise<readonly string[]>
  readonly chooseFolders: (windowId: number) => Promise<readonly string[]>
  readonly chooseDownloadFolder: (windowId: number) => Promise<readonly string[]>
}

export function fileHandlers(registry: SourceRegistry, dialogs: FileDialogs): HandlersOfNoun<'files'> {
  return {
    'files.chooseUploadSources': async ({ kind }, { windowId }) => {
      const paths = await (kind === 'files' ? dialogs.chooseFiles(windowId) : dialogs.chooseFolders(windowId))
      return registry.registerSources(windowId, paths)
    },
    'files.chooseDownloadFolder': async (_input, { windowId }) => {
      const [folder] = await dialogs.chooseDownloadFolder(windowId)
      return folder === undefined ? null : registry.registerFolder(windowId, folder)
    },
    'files.registerPaths': ({ paths }, { windowId }) => registry.registerSources(windowId, paths),
  }
}
