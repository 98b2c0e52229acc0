// The offline runtime comes without Electron's default app, the part that makes `electron [options] <app> [arguments]` work.
// Playwright, electron-vite and Electron's own command line all count on it.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

function parseCommandLine(args) {
  const required = []
  const rest = [...args]
  while (rest.length > 0) {
    const argument = rest.shift()
    if (argument === '-r' || argument === '--require') required.push(rest.shift())
    else if (argument === '-v' || argument === '--version') return { showVersion: true, required, target: undefined }
    else if (!argument.startsWith('-')) return { showVersion: false, required, target: path.resolve(argument) }
  }
  return { showVersion: false, required, target: undefined }
}

function leave(code, message) {
  if (message !== '') process[code === 0 ? 'stdout' : 'stderr'].write(`${message}\n`)
  process.exit(code)
}

const { showVersion, required, target } = parseCommandLine(process.argv.slice(1))
if (showVersion) leave(0, `v${process.versions.electron}`)
if (target === undefined) leave(1, 'usage: electron [options] <app folder or file>')

const requireFromHere = createRequire(path.join(process.cwd(), 'electron-command-line.js'))
for (const name of required) requireFromHere(name)
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true })

const manifestFile = path.join(target, 'package.json')
const isFolder = existsSync(manifestFile)
if (isFolder) {
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'))
  const name = manifest.productName ?? manifest.name
  if (manifest.version) app.setVersion(manifest.version)
  if (name) app.name = name
  if (process.platform === 'linux') app.setDesktopName(manifest.desktopName ?? `${name}.desktop`)
}
const entry = requireFromHere.resolve(target)
app.setAppPath(isFolder ? target : path.dirname(entry))
try {
  await import(pathToFileURL(entry).href)
} catch (error) {
  leave(1, `The app failed while loading\n${error instanceof Error ? error.stack : String(error)}`)
}
