import { app, BrowserWindow, Menu } from 'electron'
import type { MenuCommand } from '../menu.ts'
import type { MenuLanguage } from '../menu-texts.ts'
import type { UnsavedEdits } from '../editing/unsaved-edits.ts'
import type { ClientHost } from '../hosts/client-host.ts'
import type { Log } from '../log.ts'
import type { CloseDecision } from '../quit.ts'
import type { SettingsStore } from '../settings/settings-store.ts'
import { createBackground, type Background } from './background.ts'
import { askAboutUnsaved, askBeforeClosing, createTrayIcon, notify, showProgress, type ClosingAnswer } from './electron-background.ts'
import { backgroundTexts } from './texts.ts'
import { hasTray } from './tray-support.ts'

interface Options {
  readonly clientHost: Pick<ClientHost, 'call'>
  readonly settings: SettingsStore
  readonly unsaved: UnsavedEdits
  readonly language: () => MenuLanguage
  /** Opens a window where none is left, as macOS may have it. */
  readonly openWindow: () => void
  readonly runInWindow: (window: BrowserWindow, command: MenuCommand) => void
  readonly log: Log
}

export interface OpenBackground extends Background {
  /**
   * What becomes of a window, or of Ossia, that is to close: asks when something in it is not saved and, where that ends Ossia,
   * when transfers run and the settings do not say.
   */
  readonly decideClosing: (window: BrowserWindow | undefined, ends: boolean) => Promise<CloseDecision>
  readonly showWindow: () => void
  /** Resolves once the system has said whether it shows tray icons. */
  readonly traySupport: () => Promise<boolean>
}

const active = new Set(['queued', 'scanning', 'running'])
const answerWithinMs = 2000

/** Ossia outside its window, on the real system. */
export function openBackground({ clientHost, unsaved, settings, language, openWindow, runInWindow, log }: Options): OpenBackground {
  const texts = () => backgroundTexts[language()]
  const showWindow = (): void => {
    const [window] = BrowserWindow.getAllWindows()
    if (window === undefined) {
      openWindow()
      return
    }
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }
  const batchIdsIn = async (wanted: (state: string) => boolean): Promise<string[]> => {
    const batches = await clientHost.call('transfers.listBatches', {}, AbortSignal.timeout(answerWithinMs))
    return batches.filter(({ state }) => wanted(state)).map(({ batchId }) => batchId)
  }
  const forAll = (method: 'transfers.pause' | 'transfers.resume' | 'transfers.cancel', wanted: (state: string) => boolean): Promise<void> =>
    batchIdsIn(wanted).then(async (batchIds) => {
      if (batchIds.length > 0) await clientHost.call(method, { batchIds })
    })
  const background = createBackground({
    settings: () => settings.state().settings,
    texts,
    createTray: undefined,
    showProgress,
    windowHasFocus: () => BrowserWindow.getFocusedWindow() !== null,
    notify,
    showWindow,
    hideWindows: () => {
      for (const window of BrowserWindow.getAllWindows()) window.hide()
    },
    showTransfers: () => {
      showWindow()
      const [window] = BrowserWindow.getAllWindows()
      if (window !== undefined) runInWindow(window, 'showTransfers')
    },
    pauseAll: () => void forAll('transfers.pause', (state) => active.has(state)).catch((error: unknown) => log('Transfers could not be paused', error)),
    resumeAll: () => void forAll('transfers.resume', (state) => state === 'paused').catch((error: unknown) => log('Transfers could not be resumed', error)),
    quit: () => app.quit(),
  })
  const supported = hasTray(process.platform, process.env)
  void supported.then((available) => {
    if (available) background.useTray(createTrayIcon)
  })

  async function choose(window: BrowserWindow | undefined): Promise<ClosingAnswer> {
    const { closeWithTransfers: saved } = settings.state().settings
    const canUseTray = background.canUseTray()
    if (saved === 'pause' || (saved === 'tray' && canUseTray)) return saved
    const { answer, remember } = await askBeforeClosing({ window, texts: texts().question, summary: background.summary(), canUseTray })
    if (remember !== undefined) await settings.update({ closeWithTransfers: remember }).catch((error: unknown) => log('A choice could not be remembered', error))
    return answer
  }

  return {
    ...background,
    showWindow,
    traySupport: () => supported,
    decideClosing: async (window, ends) => {
      const works = window === undefined ? [] : unsaved.of(window.id)
      if (window !== undefined && works.length > 0 && !(await askAboutUnsaved(window, texts().unsaved, works))) return 'stay'
      if (!ends || (await batchIdsIn((state) => active.has(state))).length === 0) return 'close'
      const answer = await choose(window)
      if (answer === 'cancel') await forAll('transfers.cancel', (state) => active.has(state))
      return answer === 'stay' ? 'stay' : answer === 'tray' ? 'hide' : 'close'
    },
    refresh: () => {
      background.refresh()
      if (process.platform !== 'darwin') return
      const { pauseAll, resumeAll } = texts()
      // The Dock's own menu has the rest.
      app.dock?.setMenu(
        Menu.buildFromTemplate([
          { label: pauseAll, click: () => void forAll('transfers.pause', (state) => active.has(state)).catch((error: unknown) => log('Transfers could not be paused', error)) },
          { label: resumeAll, click: () => void forAll('transfers.resume', (state) => state === 'paused').catch((error: unknown) => log('Transfers could not be resumed', error)) },
        ]),
      )
    },
  }
}
