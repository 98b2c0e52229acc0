import { constants } from 'node:fs'
import path from 'node:path'
import type { Batch, DownloadSpec } from './batch.ts'
import { isFolderMarker } from './download-job.ts'
import { errnoOf, unwritable, type LocalFiles } from './local-files.ts'
import { createLocalNames, type NameRules } from './local-names.ts'

/** Local paths of a download's items. Given in the order of the items, so that running again gives the same ones. */
export interface DownloadPaths {
  /** Takes notice of items up to the end of the table. */
  update(): void
  pathOf(item: number): string
}

export function createDownloadPaths(batch: Batch<DownloadSpec>, rules: NameRules): DownloadPaths {
  const names = createLocalNames(rules)
  const different = new Map<number, string>()
  let known = 0
  const update = (): void => {
    for (; known < batch.items.length; known++) {
      const name = batch.items.nameOf(known)
      const folder = isFolderMarker(name, batch.items.sizeOf(known))
      const local = names.pathFor(name, { folder })
      if (local !== name) different.set(known, local)
    }
  }
  return {
    update,
    pathOf: (item) => {
      update()
      return different.get(item) ?? batch.items.nameOf(item)
    },
  }
}

/**
 * Finds out what names the chosen folder takes: the system tells most, but letter case depends on the disk (a memory
 * card in Linux, a case-sensitive volume in macOS), so a file is put there for a moment and looked for in capitals.
 * @param probeId makes the file's name: the same one for the same batch, so that one left by a kill goes at the next start
 * @throws OssError LocalFolderUnwritable when nothing can be written there
 */
export async function nameRulesOf(files: LocalFiles, folderPath: string, probeId: string, platform: NodeJS.Platform = process.platform): Promise<NameRules> {
  const probe = `.ossia-probe-${probeId.toLowerCase()}a`
  const probePath = path.join(folderPath, probe)
  try {
    const handle = await files.open(probePath, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL)
    await handle.close()
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw unwritable(error, path.basename(folderPath))
  }
  let caseInsensitive = true
  try {
    await files.lstat(path.join(folderPath, probe.toUpperCase()))
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw unwritable(error, path.basename(folderPath))
    caseInsensitive = false
  } finally {
    await files.unlink(probePath)
  }
  return { platform: platform === 'win32' ? 'windows' : platform === 'darwin' ? 'macos' : 'linux', caseInsensitive }
}
