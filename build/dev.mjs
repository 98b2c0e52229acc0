// npm run dev: the app from its sources, with hot reload of the window and restart of the other processes.
import { needsVirtualDisplay, startVirtualDisplay } from './setup/display.mjs'
import { utf8Environment } from './setup/locale.mjs'
import { prepareElectron, sandboxArguments } from './setup/prepare.mjs'
import { inProject, runScript, say } from './setup/project.mjs'
import { runNode } from './setup/run-command.mjs'

await runScript(async () => {
  const electron = await prepareElectron()
  const args = [
    inProject('node_modules', 'electron-vite', 'bin', 'electron-vite.js'),
    'dev',
    '--watch',
    '--config',
    'build/electron.vite.config.ts',
    ...sandboxArguments().map(() => '--noSandbox'),
    '--',
    '--log-level=3',
    '--print-store',
    ...process.argv.slice(2),
  ]
  const environment = { ...process.env, ...utf8Environment(), ELECTRON_EXEC_PATH: electron }
  if (!needsVirtualDisplay()) return runNode(args, { env: environment })
  say('There is no display here: the window opens on a virtual one (Xvfb).')
  const display = await startVirtualDisplay({ endWithLastClient: false })
  try {
    return await runNode(args, { env: { ...environment, ...display.environment } })
  } finally {
    await display.stop()
  }
})
