import { existsSync, readFileSync } from 'node:fs'
import { inProject, say, SetupError } from '../setup/project.mjs'
import { runNode } from '../setup/run-command.mjs'
import { hashFiles, sourcesIn, writeWhole } from './stamp.mjs'

const stampFile = inProject('out', 'app.stamp')
const configFile = 'build/electron.vite.config.ts'

/** Everything the app's bundles are made of. */
function appSources() {
  const folders = ['electron', 'renderer', 'storage-core']
  return ['package.json', 'package-lock.json', 'tsconfig.json', configFile, ...folders.flatMap((folder) => sourcesIn(folder))]
}

/** Bundles main, preload, the two hosts and the window into `out/`, unless nothing they are made of changed. */
export async function ensureAppBuilt() {
  const hash = hashFiles(appSources())
  const built = existsSync(stampFile) && existsSync(inProject('out', 'main', 'index.js')) ? readFileSync(stampFile, 'utf8') : ''
  if (built === hash) return
  say('Building the app')
  const code = await runNode([inProject('node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build', '--config', configFile, '--logLevel', 'warn'], {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (code !== 0) throw new SetupError('The app could not be built; the compiler says why above.')
  writeWhole(stampFile, hash)
}
