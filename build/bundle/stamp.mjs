import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../setup/project.mjs'

/**
 * Hash over names and contents; a file that is gone counts as such.
 * @param {readonly string[]} files
 */
export function hashFiles(files, root = projectRoot) {
  const hash = createHash('sha256')
  for (const file of [...files].toSorted((a, b) => (a < b ? -1 : 1))) {
    const absolute = path.resolve(root, file)
    hash.update(`${file}\0`)
    hash.update(existsSync(absolute) ? readFileSync(absolute) : 'gone')
    hash.update('\0')
  }
  return hash.digest('hex')
}

/**
 * Files below a folder, relative to the project, without tests: editing a test rebuilds nothing.
 * @param {string} folder
 */
export function sourcesIn(folder, root = projectRoot) {
  const absolute = path.join(root, folder)
  if (!existsSync(absolute)) return []
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(test|test-d|bench)\.tsx?$|\.md$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
}

/**
 * Writes a file so that a reader, or a second writer, never meets half of it.
 * @param {string} file
 * @param {string | Uint8Array} data
 */
export function writeWhole(file, data) {
  mkdirSync(path.dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}.draft`
  writeFileSync(draft, data)
  renameSync(draft, file)
}
