import type { WindowApi } from '../../../electron/contract/window-api.ts'
import type { ChosenObjects } from './copy-flow.ts'

/**
 * Downloads what was chosen to the folder that the settings name. @param ask asks for the folder whatever they say; nothing happens
 * when that is cancelled
 */
export async function startDownload(api: WindowApi, { place, selection }: Pick<ChosenObjects, 'place' | 'selection'>, ask: boolean): Promise<void> {
  const folder = await api.files.chooseDownloadFolder({ ask })
  if (folder === null) return
  const { profileId, bucket, prefix } = place
  // Unless the user said otherwise, nothing on the disk is ever replaced by a download.
  const { settings } = await api.settings.getSettings({})
  await api.transfers.enqueueDownload({ profileId, bucket, selection, basePrefix: prefix, folderId: folder.folderId, conflict: settings.downloadConflict })
}
