/** The part of Electron's WebFrameMain that tells whose process a frame is in. */
interface Frame {
  readonly url: string
  readonly osProcessId: number
}
interface Page extends Frame {
  readonly framesInSubtree: readonly Frame[]
}

/** Processes of a window that show what objects hold, and nothing of the window itself. */
export function viewerProcesses(page: Page, viewerOrigin: string): number[] {
  const found = page.framesInSubtree.filter(({ url, osProcessId }) => url.startsWith(`${viewerOrigin}/`) && osProcessId > 0 && osProcessId !== page.osProcessId)
  return [...new Set(found.map(({ osProcessId }) => osProcessId))]
}

/** Ends a viewer that no longer answers: it cannot be asked to, and a new page of its origin would join it in its process. */
export function endViewers(page: Page, viewerOrigin: string, end: (processId: number) => void): void {
  for (const processId of viewerProcesses(page, viewerOrigin)) end(processId)
}
