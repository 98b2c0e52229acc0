// npm start: sets up what is missing, builds what changed and opens the app. Further arguments go to the app.
import { spawn } from 'node:child_process'
import { ensureAppBuilt } from './bundle/build-app.mjs'
import { needsVirtualDisplay, startVirtualDisplay } from './setup/display.mjs'
import { utf8Environment } from './setup/locale.mjs'
import { prepareElectron, sandboxArguments } from './setup/prepare.mjs'
import { projectRoot, runScript, say } from './setup/project.mjs'

/** How long the app may take to close its store before it is ended. */
const closeLimitMs = 15_000

/**
 * @param {string} electron
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<number>}
 */
function runApp(electron, environment) {
  return new Promise((resolve, reject) => {
    // `--log-level=3` keeps Chromium's complaints about absent desktop services out of the terminal.
    const args = ['.', ...sandboxArguments(), '--log-level=3', '--print-store', ...process.argv.slice(2)]
    // In a process group of its own: Ctrl+C would otherwise end the app's helpers before the app can close its store.
    const detached = process.platform !== 'win32'
    // The app reads the fourth channel until it closes, which it does even when this program is killed outright.
    const app = spawn(electron, args, {
      cwd: projectRoot,
      env: { ...process.env, ...utf8Environment(), ...environment, OSSIA_LAUNCHER_FD: '3' },
      stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
      detached,
    })
    let stopping = false
    const stop = () => {
      if (stopping) return
      stopping = true
      app.kill('SIGTERM')
      setTimeout(() => app.kill('SIGKILL'), closeLimitMs).unref()
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
    app.once('error', reject)
    app.once('exit', (code) => resolve(stopping ? 0 : (code ?? 1)))
  })
}

await runScript(async () => {
  const electron = await prepareElectron()
  await ensureAppBuilt()
  if (!needsVirtualDisplay()) return runApp(electron, {})
  say('There is no display here: Ossia opens on a virtual one (Xvfb), where nobody sees the window.')
  const display = await startVirtualDisplay({ endWithLastClient: true })
  try {
    return await runApp(electron, display.environment)
  } finally {
    await display.stop()
  }
})
