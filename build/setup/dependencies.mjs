import { existsSync, readFileSync } from 'node:fs'
import { inProject, say, SetupError } from './project.mjs'
import { npmCommand, runCommand } from './run-command.mjs'

/** @typedef {Readonly<Record<string, { readonly version?: string, readonly optional?: boolean }>>} Packages as npm lists them, by folder */

/**
 * @param {string} file
 * @returns {Packages}
 */
const readPackages = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {})

/**
 * True when node_modules holds what the lock file names. npm writes `.package-lock.json` last, so an interrupted install
 * counts as missing; optional packages of other platforms may be absent.
 * @param {Packages} wanted
 * @param {Packages} installed
 */
export function dependenciesAreCurrent(wanted, installed) {
  const names = Object.keys(wanted).filter((name) => name !== '')
  return (
    names.length > 0 &&
    names.every((name) => {
      const present = installed[name]
      return present === undefined ? wanted[name]?.optional === true : present.version === wanted[name]?.version
    })
  )
}

/** Installs the dependencies from the lock file when they are missing or stale. Uses Node's built-ins only. */
export async function ensureDependencies() {
  const wanted = readPackages(inProject('package-lock.json'))
  const installed = readPackages(inProject('node_modules', '.package-lock.json'))
  if (dependenciesAreCurrent(wanted, installed)) return
  say('Installing dependencies from package-lock.json (npm ci)')
  const npm = npmCommand()
  // npm's own report goes to stderr with ours.
  const code = await runCommand(npm.command, [...npm.args, 'ci', '--loglevel=error'], { stdio: ['ignore', 2, 2] })
  if (code !== 0) throw new SetupError('npm ci failed; its output is above. Check the network and run the same command again.')
}
