import type { UploadSource } from '../contract/local-files.ts'
import type { Caller } from './call.ts'

/**
 * Turns dropped or pasted files into source ids. Only here can a File be asked for its path; the path goes to main and never
 * to the page. A File without one was made by the page itself and is left out.
 */
export function droppedFiles(caller: Caller, pathOf: (file: File) => string): (files: readonly File[]) => Promise<UploadSource[]> {
  return async (files) => {
    const paths = [...files].map(pathOf).filter((path) => path !== '')
    if (paths.length === 0) return []
    return (await caller.call('files.registerPaths', { paths })) as UploadSource[]
  }
}
