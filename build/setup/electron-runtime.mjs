import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { installOfflineRuntime, offlineMarker, offlineRuntimeVersion } from './offline-runtime.mjs'
import { inProject, say, SetupError } from './project.mjs'

const officialRetryMs = 24 * 60 * 60_000
const probeLimitMs = 5000
const downloadLimitMs = 15 * 60_000

const electronFolder = inProject('node_modules', 'electron')
const dist = path.join(electronFolder, 'dist')
const pathFile = path.join(electronFolder, 'path.txt')
const executable = process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : process.platform === 'win32' ? 'electron.exe' : 'electron'

/** @param {string} file */
const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8').trim() : '')
const wantedVersion = () => JSON.parse(readFileSync(path.join(electronFolder, 'package.json'), 'utf8')).version

/** Absolute path of the Electron program. */
export const electronExecutable = () => path.join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? dist, executable)

/**
 * What `node_modules/electron/dist` holds: Electron of the wanted version, the offline runtime, or nothing usable.
 * @param {string} version
 */
export function runtimeState(version) {
  const present = read(path.join(dist, 'version')).replace(/^v/, '')
  if (present === '' || read(pathFile) !== executable || !existsSync(path.join(dist, executable))) return 'missing'
  if (present === version) return 'official'
  return existsSync(path.join(dist, offlineMarker)) ? 'offline' : 'missing'
}

function removeRuntime() {
  rmSync(dist, { recursive: true, force: true })
  rmSync(pathFile, { force: true })
}

/** A bounded look at the download host: a network that swallows packets costs seconds, not minutes. */
async function downloadHostAnswers() {
  const proxied = ['HTTPS_PROXY', 'https_proxy', 'ELECTRON_GET_USE_PROXY'].some((name) => process.env[name])
  if (proxied) return true
  const url = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'] ?? 'https://github.com/'
  return fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(probeLimitMs) }).then(
    () => true,
    () => false,
  )
}

/**
 * Electron's own installer, which checks what it downloads and keeps it in the user's Electron cache.
 * @param {string} version
 */
function installOfficial(version) {
  say(`Fetching Electron ${version}`)
  const result = spawnSync(process.execPath, [path.join(electronFolder, 'install.js')], {
    stdio: ['ignore', 2, 'pipe'],
    encoding: 'utf8',
    timeout: downloadLimitMs,
  })
  if (result.status === 0 && runtimeState(version) === 'official') return true
  const reason = (result.stderr || String(result.error ?? 'no reason given')).trim().split('\n')[0]
  say(`Electron ${version} could not be downloaded: ${reason}`)
  return false
}

/**
 * Makes the Electron runtime present: the official download, or the offline runtime where that is out of reach (Linux x64).
 * A day later the official one is tried again. `OSSIA_ELECTRON=offline` skips the download. Resolves with the executable.
 */
export async function ensureElectron() {
  if (process.env['ELECTRON_OVERRIDE_DIST_PATH']) return electronExecutable()
  const version = wantedVersion()
  const state = runtimeState(version)
  if (state === 'official') return electronExecutable()

  const offlinePossible = process.platform === 'linux' && process.arch === 'x64'
  const offlineWanted = offlinePossible && process.env['OSSIA_ELECTRON'] === 'offline'
  const marker = path.join(dist, offlineMarker)
  const retryDue = state === 'offline' && Date.now() - statSync(marker).mtimeMs > officialRetryMs
  if (state === 'offline' && (offlineWanted || !retryDue)) return electronExecutable()

  if (!offlineWanted && (!offlinePossible || (await downloadHostAnswers()))) {
    removeRuntime()
    if (installOfficial(version)) return electronExecutable()
  }
  if (!offlinePossible) {
    throw new SetupError('Electron could not be downloaded. Check the network or set ELECTRON_MIRROR, then run this again.')
  }
  await installOfflineRuntime(dist)
  // The copy keeps the cached file's time; the next look at the official download counts from now.
  writeFileSync(marker, readFileSync(marker))
  writeFileSync(pathFile, executable)
  say(`Using the offline runtime, Electron ${offlineRuntimeVersion} instead of ${version} (for development and tests)`)
  return electronExecutable()
}
