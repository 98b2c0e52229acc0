// npm run bench: the store's benchmarks beside their references, the transfers', then the window's. With names: those only. --full:
// the window's mass-upload in its whole size, which takes a quarter of an hour; else it is a quick look.
import { inProject, runScript } from './setup/project.mjs'
import { runNode } from './setup/run-command.mjs'

const transferBenches = ['many-files', 'rclone', 'as-of', 'history']
const windowBenches = ['window', 'quick-look', 'mass-upload']
/** @param {string} name */
const isTransferBench = (name) => transferBenches.includes(name)
/** @param {string} name */
const isWindowBench = (name) => windowBenches.includes(name)
const full = process.argv.includes('--full') ? ['--full'] : []
const args = process.argv.slice(2).filter((arg) => arg !== '--full')
const options = args.filter((arg, at) => arg.startsWith('-') || args[at - 1] === '--rounds' || args[at - 1] === '--seconds')
const names = args.filter((arg) => !options.includes(arg))

/**
 * @param {string} entry
 * @param {readonly string[]} chosen
 */
const run = (entry, chosen) => runNode([inProject('build/run-ts.mjs'), entry, ...options, ...chosen])

await runScript(async () => {
  const all = names.length === 0
  const ofWindow = names.filter(isWindowBench)
  const ofStore = names.filter((name) => !isTransferBench(name) && !isWindowBench(name))
  const ofTransfers = names.filter(isTransferBench)
  const codes = []
  if (all || ofStore.length > 0) codes.push(await run('storage-core/bench/main.ts', ofStore))
  if (all || ofTransfers.length > 0) codes.push(await run('electron/client-host/bench/main.ts', ofTransfers))
  if (args.length === 0 || ofWindow.length > 0) codes.push(await runNode([inProject('build/drive-window.mjs'), 'window-bench', ...full, ...ofWindow.map((name) => `e2e/bench/${name}.bench.ts`)]))
  return Math.max(...codes)
})
