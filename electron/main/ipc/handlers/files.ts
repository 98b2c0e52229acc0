import { stat } from 'node:fs/promises'
import type { SourceRegistry } from '../../files/source-registry.ts'
import type { HandlersOfNoun } from './handler-types.ts'

/** The system's dialogs; an empty list when the user cancels. */
export interface FileDialogs {
  readonly chooseFiles: (windowId: number) => Promise<readonly string[]>
  readonly chooseFolders: (windowId: number) => Promise<readonly string[]>
  readonly chooseDownloadFolder: (windowId: number) => Promise<readonly string[]>
}

/** @param usualFolder where downloads go unless somebody asks; null asks each time */
export function fileHandlers(registry: SourceRegistry, dialogs: FileDialogs, usualFolder: () => string | null): HandlersOfNoun<'files'> {
  return {
    'files.chooseUploadSources': async ({ kind }, { windowId }) => {
      const paths = await (kind === 'files' ? dialogs.chooseFiles(windowId) : dialogs.chooseFolders(windowId))
      return registry.registerSources(windowId, paths)
    },
    'files.chooseDownloadFolder': async ({ ask = false }, { windowId }) => {
      const usual = ask ? null : usualFolder()
      // One that is gone, a disk that is not there: better asked than failed.
      if (usual !== null && (await isFolder(usual))) return registry.registerFolder(windowId, usual)
      const [folder] = await dialogs.chooseDownloadFolder(windowId)
      return folder === undefined ? null : registry.registerFolder(windowId, folder)
    },
    'files.registerPaths': ({ paths }, { windowId }) => registry.registerSources(windowId, paths),
  }
}

async function isFolder(folder: string): Promise<boolean> {
  try {
    return (await stat(folder)).isDirectory()
  } catch {
    return false
  }
}
