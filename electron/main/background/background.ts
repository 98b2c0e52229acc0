import type { MenuItemConstructorOptions } from 'electron'
import { noTransfers, type TransferSummary } from '../../contract/host-messages.ts'
import type { Settings } from '../../contract/settings.ts'
import type { TransferBatch } from '../../contract/transfer-batches.ts'
import type { BackgroundTexts } from './texts.ts'

/** An icon in the system's tray. */
export interface TrayIcon {
  readonly update: (tooltip: string, menu: readonly MenuItemConstructorOptions[]) => void
  readonly remove: () => void
}

export interface BackgroundOptions {
  readonly settings: () => Pick<Settings, 'notifyTransfers' | 'trayIcon'>
  readonly texts: () => BackgroundTexts
  /** Undefined where the system shows no tray icons. */
  readonly createTray: ((onClick: () => void) => TrayIcon) | undefined
  /** On the taskbar or dock; undefined takes the bar away, `open` says that the end is not known. */
  readonly showProgress: (progress: number | 'open' | undefined, activeCount: number) => void
  readonly windowHasFocus: () => boolean
  readonly notify: (text: { readonly title: string; readonly body: string }, onClick: () => void) => void
  readonly showWindow: () => void
  readonly hideWindows: () => void
  /** Shows the window with its list of transfers open. */
  readonly showTransfers: () => void
  readonly pauseAll: () => void
  readonly resumeAll: () => void
  readonly quit: () => void
}

/** What Ossia shows of transfers outside its window. */
export interface Background {
  readonly transfersChanged: (summary: TransferSummary) => void
  readonly batchEnded: (batch: TransferBatch) => void
  /** Settings or language changed. */
  readonly refresh: () => void
  /** The tray turned out to be there: only asking the system tells, which takes a moment. */
  readonly useTray: (createTray: NonNullable<BackgroundOptions['createTray']>) => void
  readonly canUseTray: () => boolean
  /** Goes on without a window and ends Ossia when everything is done. */
  readonly finishInTray: () => void
  /** The window is there again: it ends Ossia, and nothing else. */
  readonly windowShown: () => void
  readonly summary: () => TransferSummary
}

/** The menu is made anew in such steps of progress only: one that is open would close under the pointer. */
const menuSteps = 10

export function createBackground(options: BackgroundOptions): Background {
  const { settings, texts, showProgress, windowHasFocus, notify, showWindow, hideWindows, showTransfers, pauseAll, resumeAll, quit } = options
  let { createTray } = options
  let summary = noTransfers
  let tray: TrayIcon | undefined
  let shown = ''
  let leaving = false
  let failedMeanwhile = false

  const comeBack = (show: () => void) => (): void => {
    leaving = false
    show()
  }

  function drawTray(): void {
    const wanted = createTray !== undefined && (settings().trayIcon || leaving)
    if (!wanted) {
      tray?.remove()
      tray = undefined
      shown = ''
      return
    }
    tray ??= createTray?.(comeBack(showWindow))
    const { active, paused, fraction } = summary
    const text = texts()
    const step = `${text.quit} ${String(active)} ${String(paused)} ${fraction === undefined ? '' : String(Math.floor(fraction * menuSteps))}`
    if (step === shown) return
    shown = step
    tray?.update(`Ossia · ${text.state(summary)}`, [
      { label: text.state(summary), enabled: false },
      { type: 'separator' },
      { label: text.showWindow, click: comeBack(showWindow) },
      { label: text.showTransfers, click: comeBack(showTransfers) },
      { type: 'separator' },
      { label: text.pauseAll, enabled: active > 0, click: pauseAll },
      { label: text.resumeAll, enabled: paused > 0, click: resumeAll },
      { type: 'separator' },
      { label: text.quit, click: quit },
    ])
  }

  function leaveWhenDone(): void {
    if (!leaving || summary.active > 0) return
    leaving = false
    // What failed is for somebody to see: the icon stays, and the notification leads back. So is what was paused meanwhile.
    if (failedMeanwhile || summary.paused > 0) return
    quit()
  }

  return {
    transfersChanged: (next) => {
      summary = next
      showProgress(next.active === 0 ? undefined : (next.fraction ?? 'open'), next.active)
      drawTray()
      leaveWhenDone()
    },
    batchEnded: (batch) => {
      if (batch.state === 'failed' || batch.itemsFailed > 0) failedMeanwhile = true
      if (batch.state === 'cancelled' || windowHasFocus() || !settings().notifyTransfers) return
      notify(texts().ended(batch), comeBack(showTransfers))
    },
    refresh: drawTray,
    useTray: (create) => {
      createTray = create
      drawTray()
    },
    canUseTray: () => createTray !== undefined,
    finishInTray: () => {
      leaving = true
      failedMeanwhile = false
      drawTray()
      hideWindows()
      leaveWhenDone()
    },
    windowShown: () => {
      leaving = false
      drawTray()
    },
    summary: () => summary,
  }
}
