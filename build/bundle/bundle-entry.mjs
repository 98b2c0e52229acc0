import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { inProject, projectRoot } from '../setup/project.mjs'
import { hashFiles, writeWhole } from './stamp.mjs'

/**
 * Left to Node to load: native code, the development tools a script may drive, and clients that find files beside themselves.
 */
const neverBundled = [/^electron$/, /^@playwright\//, /^ali-oss$/, /^vite$/, /^vitest/, /^rolldown/]

/**
 * Where the bundle of an entry lies, by the entry's own path. The endpoint has a short one: people start it by hand.
 * @param {string} entry
 */
export function bundlePath(entry) {
  if (entry === 'storage-core/tools/store.ts') return inProject('out', 'store', 'main.mjs')
  return inProject('out', 'run', entry.replace(/\.ts$/, '.mjs'))
}

/**
 * @param {string} file
 * @returns {{ inputs: string[], hash: string }}
 */
function readStamp(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { inputs: [], hash: '' }
}

/**
 * Bundles a TypeScript entry (path below the project, with `/`) into one file under `out/`, unless none of the sources it was
 * made of changed since. Resolves with the file.
 * @param {string} entry
 */
export async function bundleEntry(entry) {
  const file = bundlePath(entry)
  const stampFile = `${file}.stamp`
  const stamp = readStamp(stampFile)
  if (existsSync(file) && stamp.inputs.length > 0 && hashFiles(stamp.inputs) === stamp.hash) return file

  const { rolldown } = await import('rolldown')
  const manifest = JSON.parse(readFileSync(inProject('package.json'), 'utf8'))
  const native = Object.keys(manifest.dependencies ?? {})
  const bundle = await rolldown({
    cwd: projectRoot,
    input: inProject(entry),
    platform: 'node',
    external: [...neverBundled, ...native],
    onLog: () => undefined,
  })
  try {
    const { output } = await bundle.generate({ format: 'esm', sourcemap: true, codeSplitting: false })
    const chunk = output.find((item) => item.type === 'chunk')
    if (chunk?.map === undefined || chunk.map === null) throw new Error(`${entry} made no code with a map`)
    const inputs = chunk.moduleIds
      .filter((id) => path.isAbsolute(id) && !id.includes('node_modules'))
      .map((id) => path.relative(projectRoot, id))
    // Packages change with the lock file only.
    inputs.push('package-lock.json', path.relative(projectRoot, import.meta.filename))
    writeWhole(`${file}.map`, chunk.map.toString())
    writeWhole(file, `${chunk.code}\n//# sourceMappingURL=${path.basename(file)}.map\n`)
    writeWhole(stampFile, JSON.stringify({ inputs, hash: hashFiles(inputs) }))
  } finally {
    await bundle.close()
  }
  return file
}
