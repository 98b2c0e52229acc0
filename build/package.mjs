// npm run package: the app as a folder under dist/, with its fuses set. Further arguments go to electron-builder.
import { ensureAppBuilt } from './bundle/build-app.mjs'
import { prepareElectron } from './setup/prepare.mjs'
import { inProject, runScript } from './setup/project.mjs'
import { runNode } from './setup/run-command.mjs'

await runScript(async () => {
  await prepareElectron()
  await ensureAppBuilt()
  const builder = inProject('node_modules', 'electron-builder', 'cli.js')
  return runNode([builder, '--config', 'build/electron-builder.config.mjs', '--publish', 'never', ...process.argv.slice(2)])
})
