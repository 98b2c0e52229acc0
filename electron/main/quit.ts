import { app, BrowserWindow } from 'electron'
import type { Log } from './log.ts'

/** What becomes of a window, or of Ossia, that is to close. */
export type CloseDecision = 'stay' | 'hide' | 'close'

interface QuitOptions {
  /** Resolves when both hosts are gone and the store has closed its files. */
  readonly stopHosts: () => Promise<void>
  /** Asks, where that is needed; the window is undefined when none is open, and `ends` tells whether Ossia would end. */
  readonly decide: (window: BrowserWindow | undefined, ends: boolean) => Promise<CloseDecision>
  /** Goes on without a window. */
  readonly hide: () => void
  readonly platform: NodeJS.Platform
  readonly log: Log
}

export interface Quitting {
  /** Holds back the window's closing while something in it is not saved or transfers run, until the user has decided. */
  readonly askBeforeClose: (window: BrowserWindow) => void
  /** As a signal would: in order, without a question. */
  readonly quitNow: () => void
}

/**
 * Ends the app in order: windows, then hosts, then main. A signal from the terminal or the system's shutdown asks no
 * questions: nobody may be there to answer, and transfers are journalled.
 */
export function quitInOrder({ stopHosts, decide, hide, platform, log }: QuitOptions): Quitting {
  let withoutAsking = false
  let stopping = false
  let asking = false
  /** On macOS a closed window does not end the app; whether more than the window was meant is remembered here. */
  let quitRequested = false

  const quitNow = (): void => {
    withoutAsking = true
    app.quit()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, quitNow)

  async function decision(window: BrowserWindow | undefined): Promise<CloseDecision> {
    try {
      // On macOS the app outlives its windows, and transfers go on.
      return await decide(window, quitRequested || platform !== 'darwin')
    } catch (error) {
      // A client host that does not answer runs no transfers worth waiting for.
      log('Running transfers could not be asked for', error)
      return 'close'
    }
  }
  /** One question at a time, whatever else is closed meanwhile. */
  function ask(window: BrowserWindow | undefined, close: () => void): void {
    if (asking) return
    asking = true
    void decision(window).then((decided) => {
      asking = false
      if (decided === 'close') {
        // Elsewhere than on macOS the last window takes the app along, which then has nothing more to ask.
        if (quitRequested || (platform !== 'darwin' && BrowserWindow.getAllWindows().length <= 1)) quitNow()
        else close()
        return
      }
      quitRequested = false
      if (decided === 'hide') hide()
    })
  }

  app.on('before-quit', (event) => {
    quitRequested = true
    // Windows ask themselves as they close. Without one, as macOS may have it, there is only this moment.
    if (withoutAsking || BrowserWindow.getAllWindows().length > 0) return
    event.preventDefault()
    ask(undefined, quitNow)
  })
  app.on('will-quit', (event) => {
    if (stopping) return
    stopping = true
    event.preventDefault()
    stopHosts()
      .catch((error: unknown) => log('A host could not be stopped', error))
      .finally(() => app.exit(0))
  })

  return {
    quitNow,
    askBeforeClose: (window) => {
      let decided = false
      window.on('close', (event) => {
        if (decided || withoutAsking) return
        event.preventDefault()
        ask(window, () => {
          decided = true
          window.close()
        })
      })
    },
  }
}
