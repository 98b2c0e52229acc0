import { BrowserWindow, nativeImage, screen } from 'electron'
import { dragBitmap } from './drag-icon.ts'

/**
 * The system's drag of files from a window, of copies and never of the files themselves. Returns when it is over: while it goes on,
 * the system runs the loop of events, messages of other processes included.
 */
export function systemDrag(windowId: number, paths: readonly string[]): { readonly leftWindow: boolean } {
  const window = BrowserWindow.fromId(windowId)
  const [first] = paths
  if (window === null || first === undefined) return { leftWindow: false }
  const { bytes, ...size } = dragBitmap(paths.length > 1)
  window.webContents.startDrag({ file: first, files: [...paths], icon: nativeImage.createFromBitmap(bytes, size) })
  if (window.isDestroyed()) return { leftWindow: true }
  const { x, y } = screen.getCursorScreenPoint()
  const bounds = window.getContentBounds()
  return { leftWindow: x < bounds.x || y < bounds.y || x >= bounds.x + bounds.width || y >= bounds.y + bounds.height }
}
