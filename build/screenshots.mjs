// npm run screenshots: pictures of every view in screenshots/, light and dark, English and Chinese. They are for looking at.
import { ensureAppBuilt } from './bundle/build-app.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { needsVirtualDisplay, startVirtualDisplay } from './setup/display.mjs'
import { prepareElectron } from './setup/prepare.mjs'
import { inProject, projectRoot, runScript } from './setup/project.mjs'
import { runNode } from './setup/run-command.mjs'

await runScript(async () => {
  await ensureDependencies()
  await prepareElectron()
  await ensureAppBuilt()
  const display = needsVirtualDisplay() ? await startVirtualDisplay({ endWithLastClient: false }) : undefined
  try {
    return await runNode([inProject('node_modules/@playwright/test/cli.js'), 'test', '--config', 'build/screenshots.config.ts', '--reporter=list'], {
      cwd: projectRoot,
      env: { ...process.env, ...display?.environment },
    })
  } finally {
    await display?.stop()
  }
})
