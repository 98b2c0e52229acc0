/** The part of Electron's WebFrameMain that tells whose process a frame is in. */
interface Frame {
  readonly url: string
  readonly osProcessId: number
}
interface Page extends Frame {
  readonly framesInSubtree: readonly Frame[]
}

/** Electron throws when a frame is asked whose process has ended, and lists it until another takes its place. */
function placeOf(frame: Frame): Frame {
  try {
    return { url: frame.url, osProcessId: frame.osProcessId }
  } catch {
    return { url: '', osProcessId: 0 }
  }
}

/** Processes of a window that show what objects hold, and nothing of the window itself. */
export function viewerProcesses(page: Page, viewerOrigin: string): number[] {
  const found = page.framesInSubtree.map(placeOf).filter(({ url, osProcessId }) => url.startsWith(`${viewerOrigin}/`) && osProcessId > 0 && osProcessId !== page.osProcessId)
  return [...new Set(found.map(({ osProcessId }) => osProcessId))]
}

/**
 * What the process of a viewer may hold. The largest picture that is decoded takes some 500 MB, and as much again while it is
 * drawn; documents of a few kilobytes can unfold to any number of gigabytes.
 */
export const maxViewerBytes = 1536 * 1024 * 1024

/** Ends a viewer that no longer answers: it cannot be asked to, and a new page of its origin would join it in its process. */
export function endViewers(page: Page, viewerOrigin: string, end: (processId: number) => void): void {
  for (const processId of viewerProcesses(page, viewerOrigin)) end(processId)
}

/** Ends the viewers that hold more than `maxViewerBytes`. @returns whether there was one */
export function endHeavyViewers(page: Page, viewerOrigin: string, bytesOf: (processId: number) => number, end: (processId: number) => void): boolean {
  const heavy = viewerProcesses(page, viewerOrigin).filter((processId) => bytesOf(processId) > maxViewerBytes)
  for (const processId of heavy) end(processId)
  return heavy.length > 0
}
