// npm run bench: the store's benchmarks beside their references, then the window's. With names or options: the store's only.
import { inProject, runScript } from './setup/project.mjs'
import { runNode } from './setup/run-command.mjs'

const args = process.argv.slice(2)

await runScript(async () => {
  const code = await runNode([inProject('build/run-ts.mjs'), 'storage-core/bench/main.ts', ...args])
  return code !== 0 || args.length > 0 ? code : runNode([inProject('build/drive-window.mjs'), 'window-bench'])
})
