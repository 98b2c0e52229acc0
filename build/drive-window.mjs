// Runs a Playwright configuration on the built app: `node build/drive-window.mjs screenshots | window-bench [part of a file name …]
// [--full]`. --full: benches that have a size for a quick look take their whole size.
import { ensureAppBuilt } from './bundle/build-app.mjs'
import { needsVirtualDisplay, startVirtualDisplay } from './setup/display.mjs'
import { prepareElectron } from './setup/prepare.mjs'
import { inProject, projectRoot, runScript, SetupError } from './setup/project.mjs'
import { runNode } from './setup/run-command.mjs'

const [name, ...rest] = process.argv.slice(2)
const files = rest.filter((one) => one !== '--full')

await runScript(async () => {
  if (name !== 'screenshots' && name !== 'window-bench') throw new SetupError('Say screenshots or window-bench')
  await prepareElectron()
  await ensureAppBuilt()
  const display = needsVirtualDisplay() ? await startVirtualDisplay({ endWithLastClient: false }) : undefined
  try {
    return await runNode([inProject('node_modules/@playwright/test/cli.js'), 'test', '--config', `build/${name}.config.ts`, '--reporter=list', ...files], {
      cwd: projectRoot,
      env: { ...process.env, ...display?.environment, ...(rest.includes('--full') ? { OSSIA_BENCH_FULL: '1' } : {}) },
    })
  } finally {
    await display?.stop()
  }
})
