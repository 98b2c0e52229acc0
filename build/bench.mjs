// npm run bench: the store's benchmarks beside their references, the transfers', then the window's. With names or options: the
// store's and the transfers' only, each those of these names.
import { inProject, runScript } from './setup/project.mjs'
import { runNode } from './setup/run-command.mjs'

const transferBenches = ['many-files', 'rclone', 'as-of', 'history']
const isTransferBench = (name) => transferBenches.includes(name)
const args = process.argv.slice(2)
const options = args.filter((arg, at) => arg.startsWith('-') || args[at - 1] === '--rounds' || args[at - 1] === '--seconds')
const names = args.filter((arg) => !options.includes(arg))

const run = (entry, chosen) => runNode([inProject('build/run-ts.mjs'), entry, ...options, ...chosen])

await runScript(async () => {
  const all = names.length === 0
  const ofStore = names.filter((name) => !isTransferBench(name))
  const ofTransfers = names.filter(isTransferBench)
  const codes = []
  if (all || ofStore.length > 0) codes.push(await run('storage-core/bench/main.ts', ofStore))
  if (all || ofTransfers.length > 0) codes.push(await run('electron/client-host/bench/main.ts', ofTransfers))
  if (args.length === 0) codes.push(await runNode([inProject('build/drive-window.mjs'), 'window-bench']))
  return Math.max(...codes)
})
