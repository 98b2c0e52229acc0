import { BrowserWindow, nativeTheme, screen } from 'electron'
import type { Settings } from '../../contract/settings.ts'
import type { Log } from '../log.ts'
import { minimumSize, placeWindow, readBounds, saveBounds } from './window-bounds.ts'

/** A page that paints nothing never says it is ready; then it is shown anyway, so that it can be seen to be broken. */
const showAtLatestMs = 4000
const saveBoundsAfterMs = 400
const reloadPauseMs = 10_000

export interface WindowOptions {
  readonly preload: string
  readonly pageUrl: string
  /** The only page a frame of it may show. */
  readonly viewerUrl: string
  readonly boundsFile: string
  readonly theme: Settings['theme']
  /** Shown on the taskbar alone. */
  readonly minimised?: boolean
  readonly log: Log
}

/** The canvas colour of each theme, so that nothing flashes before the page has painted. */
export function backgroundColor(theme: Settings['theme'], systemIsDark: boolean): string {
  const dark = theme === 'system' || theme === 'contrast' ? systemIsDark : theme === 'dark'
  return dark ? (theme === 'contrast' ? '#000000' : '#16181D') : '#FFFFFF'
}

/** Pages stay where they are: no navigation, no second window, no webview. */
function confine(window: BrowserWindow, { pageUrl, viewerUrl, log }: Pick<WindowOptions, 'pageUrl' | 'viewerUrl' | 'log'>): void {
  const { webContents } = window
  // As navigation events write it: `http://localhost:5173` is `http://localhost:5173/` there.
  const ownUrl = new URL(pageUrl).href
  webContents.on('will-frame-navigate', (event) => {
    // The page may load itself again, which the development server does after some changes.
    if (event.isMainFrame && event.url === ownUrl) return
    if (!event.isMainFrame && event.url === viewerUrl) return
    log('A navigation was refused')
    event.preventDefault()
  })
  webContents.on('will-redirect', (event) => event.preventDefault())
  webContents.on('will-attach-webview', (event) => event.preventDefault())
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

function followBounds(window: BrowserWindow, file: string, log: Log): void {
  let timer: NodeJS.Timeout | undefined
  const save = (): void => {
    if (!window.isDestroyed() && !window.isMinimized() && !window.isFullScreen()) {
      void saveBounds(file, { ...window.getNormalBounds(), maximized: window.isMaximized() }, log)
    }
  }
  const saveSoon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(save, saveBoundsAfterMs)
  }
  window.on('resize', saveSoon)
  window.on('move', saveSoon)
  window.on('close', () => {
    clearTimeout(timer)
    save()
  })
}

function showWhenPainted(window: BrowserWindow, maximized: boolean, minimised: boolean): void {
  const show = (): void => {
    clearTimeout(timer)
    if (window.isDestroyed() || window.isVisible()) return
    if (minimised) return window.minimize()
    if (maximized) window.maximize()
    window.show()
  }
  const timer = setTimeout(show, showAtLatestMs)
  window.once('ready-to-show', show)
  window.once('closed', () => clearTimeout(timer))
}

/** Loads the page again after its process crashed, but not for ever: a page that dies at once would take the machine with it. */
function reloadAfterCrash(window: BrowserWindow, log: Log): void {
  let lastCrashMs = Number.NEGATIVE_INFINITY
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || window.isDestroyed()) return
    log(`The window's process ended: ${details.reason}`)
    const quickly = performance.now() - lastCrashMs < reloadPauseMs
    lastCrashMs = performance.now()
    if (!quickly) window.webContents.reload()
  })
}

/** Creates Ossia's window and starts loading its page. */
export function createWindow(options: WindowOptions): BrowserWindow {
  const { preload, pageUrl, boundsFile, theme, minimised = false, log } = options
  const workAreas = screen.getAllDisplays().map((display) => display.workArea)
  const { maximized, ...placement } = placeWindow(readBounds(boundsFile), workAreas)
  const window = new BrowserWindow({
    ...placement,
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    show: false,
    title: 'Ossia',
    backgroundColor: backgroundColor(theme, nativeTheme.shouldUseDarkColors),
    autoHideMenuBar: false,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
      spellcheck: false,
      disableBlinkFeatures: 'Auxclick',
    },
  })
  confine(window, options)
  followBounds(window, boundsFile, log)
  showWhenPainted(window, maximized, minimised)
  reloadAfterCrash(window, log)
  window.loadURL(pageUrl).catch((error: unknown) => log('The window could not be loaded', error))
  return window
}
