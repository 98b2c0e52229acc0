import { existsSync } from 'node:fs'
import path from 'node:path'
import { app, safeStorage, utilityProcess } from 'electron'
import { clientHostEngineFlags, hostThreads } from '../contract/host-process.ts'
import { boot } from './boot.ts'
import { parseStartOptions } from './command-line.ts'
import { adaptUtilityProcess, type StartHostProcess } from './hosts/host-process.ts'
import { logToStderr } from './log.ts'
import { registerSchemes } from './protocol/register.ts'
import { safeStorageKeychain } from './secrets/keychain.ts'
import { openAppState } from './settings/app-state.ts'
import { drawsInSoftware } from './window/graphics.ts'

// This file is the program's entry and so lies at a known place beside what it starts.
const built = (...parts: string[]): string => path.join(import.meta.dirname, ...parts)

/** Read once, when a process begins. */
const hostEnvironment = { UV_THREADPOOL_SIZE: hostThreads, ...process.env }

const startHost = (file: string, serviceName: string, engineFlags: readonly string[] = []): StartHostProcess => {
  // Chromium hands flags on to V8 only in one piece.
  const execArgv = engineFlags.length === 0 ? [] : [`--js-flags=${engineFlags.join(' ')}`]
  return () => adaptUtilityProcess(utilityProcess.fork(built(file), [], { serviceName, stdio: 'inherit', env: hostEnvironment, execArgv }))
}

/** The development server's page, which only an unpackaged app believes in. */
function pageUrl(): string | undefined {
  return app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']
}

// One Ossia per user-data folder; a second start shows the first one's window and ends.
if (app.requestSingleInstanceLock()) {
  registerSchemes()
  if (drawsInSoftware(process.platform, existsSync)) app.disableHardwareAcceleration()
  const opening = openAppState({ userData: app.getPath('userData'), keychain: safeStorageKeychain(safeStorage, process.platform), log: logToStderr })
  // Not awaited here: Electron is ready only after this module has been evaluated.
  void Promise.all([opening, app.whenReady()])
    .then(([state]) =>
      boot({
        state,
        options: parseStartOptions(process.argv.slice(1), process.env),
        preload: built('..', 'preload', 'index.cjs'),
        pageFolder: built('..', 'renderer'),
        developmentUrl: pageUrl(),
        startStoreHost: startHost('store-host.js', 'Ossia store'),
        startClientHost: startHost('client-host.js', 'Ossia connections', clientHostEngineFlags),
        log: logToStderr,
      }),
    )
    .catch((error: unknown) => {
      logToStderr('Ossia could not start', error)
      app.exit(1)
    })
} else {
  process.stdout.write('Ossia is running already; its window comes to the front.\n')
  app.quit()
}
