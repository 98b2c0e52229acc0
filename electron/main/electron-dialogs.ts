import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron'
import type { FileDialogs } from './ipc/handlers/files.ts'

async function choose(windowId: number, properties: NonNullable<OpenDialogOptions['properties']>): Promise<readonly string[]> {
  const window = BrowserWindow.fromId(windowId)
  const { canceled, filePaths } = window === null ? await dialog.showOpenDialog({ properties }) : await dialog.showOpenDialog(window, { properties })
  return canceled ? [] : filePaths
}

/** The system's own dialogs, each on top of the window that asked. */
export const electronDialogs: FileDialogs = {
  chooseFiles: (windowId) => choose(windowId, ['openFile', 'multiSelections', 'showHiddenFiles']),
  chooseFolders: (windowId) => choose(windowId, ['openDirectory', 'multiSelections', 'showHiddenFiles']),
  chooseDownloadFolder: (windowId) => choose(windowId, ['openDirectory', 'createDirectory', 'promptToCreate']),
}

/** Where to save a file; the dialog asks itself before it replaces one. */
export async function chooseSaveFile(windowId: number, defaultPath: string): Promise<string | undefined> {
  const window = BrowserWindow.fromId(windowId)
  const options = { defaultPath, properties: ['createDirectory' as const, 'showOverwriteConfirmation' as const] }
  const { canceled, filePath } = window === null ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(window, options)
  return canceled || filePath === '' ? undefined : filePath
}
