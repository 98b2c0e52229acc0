import { app, type BrowserWindow } from 'electron'
import type { Log } from './log.ts'

interface QuitOptions {
  /** Resolves when both hosts are gone and the store has closed its files. */
  readonly stopHosts: () => Promise<void>
  readonly log: Log
}

interface CloseQuestions {
  readonly transfersAreRunning: () => Promise<boolean>
  readonly confirm: () => Promise<boolean>
}

export interface Quitting {
  /** Holds back the window's closing while transfers run, until the user has decided. */
  readonly askBeforeClose: (window: BrowserWindow, questions: CloseQuestions) => void
  /** As a signal would: in order, without a question. */
  readonly quitNow: () => void
}

/**
 * Ends the app in order: windows, then hosts, then main. A signal from the terminal or the system's shutdown asks no
 * questions: nobody may be there to answer, and transfers are journalled.
 */
export function quitInOrder({ stopHosts, log }: QuitOptions): Quitting {
  let withoutAsking = false
  let stopping = false
  /** On macOS a closed window does not end the app; whether more than the window was meant is remembered here. */
  let quitRequested = false
  app.on('before-quit', () => {
    quitRequested = true
  })

  const quitNow = (): void => {
    withoutAsking = true
    app.quit()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, quitNow)

  app.on('will-quit', (event) => {
    if (stopping) return
    stopping = true
    event.preventDefault()
    stopHosts()
      .catch((error: unknown) => log('A host could not be stopped', error))
      .finally(() => app.exit(0))
  })

  async function mayClose({ transfersAreRunning, confirm }: CloseQuestions): Promise<boolean> {
    try {
      return !(await transfersAreRunning()) || (await confirm())
    } catch (error) {
      // A client host that does not answer runs no transfers worth waiting for.
      log('Running transfers could not be asked for', error)
      return true
    }
  }

  return {
    quitNow,
    askBeforeClose: (window, questions) => {
      let decided = false
      let asking = false
      window.on('close', (event) => {
        if (decided || withoutAsking) return
        event.preventDefault()
        if (asking) return
        asking = true
        void mayClose(questions).then((close) => {
          asking = false
          decided = close
          if (!close) quitRequested = false
          else if (quitRequested) app.quit()
          else window.close()
        })
      })
    },
  }
}
