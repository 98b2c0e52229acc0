import { spawnSync } from 'node:child_process'
import { say, SetupError } from './project.mjs'
import { runCommand } from './run-command.mjs'

/** Debian's packages for the libraries Electron links to or loads. Newer releases add `t64` to some of the names. */
const libraryPackages = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libxtst6',
  'libnotify4',
  'libsecret-1-0',
]

/**
 * Library names that `ldd` could not find, from its output.
 * @param {string} lddOutput
 */
export function missingLibraries(lddOutput) {
  return lddOutput
    .split('\n')
    .filter((line) => line.includes('not found'))
    .map((line) => line.trim().split(' ')[0])
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
const succeeds = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0
/** @param {string} program */
const isOnPath = (program) => succeeds('sh', ['-c', `command -v ${program}`])

/** @param {string} name */
function availableName(name) {
  return !succeeds('apt-cache', ['show', name]) && succeeds('apt-cache', ['show', `${name}t64`]) ? `${name}t64` : name
}

/** @param {readonly string[]} packages */
async function install(packages) {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  /** @type {{ env: NodeJS.ProcessEnv, stdio: import('node:child_process').StdioOptions }} */
  const quietly = { env: environment, stdio: ['ignore', 2, 2] }
  await runCommand('apt-get', ['update', '-qq'], quietly)
  const names = packages.map(availableName)
  say(`Installing system packages: ${names.join(' ')}`)
  const code = await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], quietly)
  if (code !== 0) throw new SetupError(`apt-get could not install: ${names.join(' ')}`)
}

/**
 * Sees to the system libraries Electron needs and, when there is no display, to Xvfb: installs them as root on Debian and its
 * kin, otherwise stops with the command to run.
 * @param {string} electron
 * @param {{ readonly needsVirtualDisplay: boolean }} options
 */
export async function ensureSystemLibraries(electron, { needsVirtualDisplay }) {
  if (process.platform !== 'linux') return
  const ldd = spawnSync('ldd', [electron], { encoding: 'utf8' })
  const missing = missingLibraries(ldd.stdout ?? '')
  const packages = [
    ...(missing.length > 0 ? libraryPackages : []),
    ...(needsVirtualDisplay && !isOnPath('Xvfb') ? ['xvfb'] : []),
  ]
  if (packages.length === 0) return
  const reason = missing.length > 0 ? `Electron needs system libraries: ${missing.join(', ')}.` : 'There is no display and no Xvfb.'
  if (!isOnPath('apt-get')) {
    throw new SetupError(`${reason} Install the packages that your system names like Debian's ${packages.join(' ')}, then run this again.`)
  }
  if (process.getuid?.() !== 0) {
    throw new SetupError(`${reason} Run this once, then try again:\n  sudo apt-get install ${packages.map(availableName).join(' ')}`)
  }
  say(reason)
  await install(packages)
}
