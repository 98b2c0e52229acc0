// node build/complete-lock.mjs: to be run after a change of dependencies.
// npm leaves optional packages of other platforms out of the lock file when the registry at hand does not carry them, and
// then `npm ci` refuses the file everywhere. Their versions are exact in the package that wants them, so nothing is guessed.
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { inProject, runScript, say } from './setup/project.mjs'

/** @typedef {{ readonly dev?: boolean, readonly optionalDependencies?: Readonly<Record<string, string>> }} LockedPackage what is read of an entry of the lock file */

const systems = ['darwin', 'win32', 'linux', 'android', 'freebsd', 'openharmony', 'sunos', 'aix', 'netbsd', 'openbsd']
const processors = ['arm64', 'x64', 'ia32', 'arm', 'riscv64', 's390x', 'ppc64', 'loong64', 'mips64el', 'mipsel', 'wasm32']

/**
 * What a platform package's name says about where it belongs; npm skips it elsewhere without asking for it.
 * @param {string} name
 */
export function platformOf(name) {
  const words = name.split(/[/-]/)
  const system = systems.find((word) => words.includes(word))
  const processor = processors.find((word) => words.includes(word))
  if (system === undefined || processor === undefined) return undefined
  const libc = words.some((word) => word.startsWith('musl')) ? 'musl' : words.some((word) => word.startsWith('gnu')) ? 'glibc' : undefined
  return { os: [system], cpu: [processor], ...(libc !== undefined && system === 'linux' ? { libc: [libc] } : {}) }
}

/**
 * Entries that the lock file lacks, by path. Only exact versions of platform packages can be filled in.
 * @param {Readonly<Record<string, LockedPackage>>} packages
 */
export function missingEntries(packages) {
  /** @type {Record<string, object>} */
  const missing = {}
  for (const [parent, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const places = [`${parent}/node_modules/${name}`, `node_modules/${name}`]
      const platform = platformOf(name)
      if (places.some((place) => place in packages) || platform === undefined || !/^\d+\.\d+\.\d+/.test(version)) continue
      const { os, cpu, libc } = platform
      missing[`node_modules/${name}`] = {
        version,
        cpu,
        ...(entry.dev === true ? { dev: true } : {}),
        ...(libc === undefined ? {} : { libc }),
        optional: true,
        os,
      }
    }
  }
  return missing
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runScript(() => {
    const file = inProject('package-lock.json')
    const lock = JSON.parse(readFileSync(file, 'utf8'))
    const missing = missingEntries(lock.packages)
    const entries = Object.entries({ ...lock.packages, ...missing }).toSorted(([a], [b]) => (a < b ? -1 : 1))
    writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(entries) }, null, 2)}\n`)
    say(`${Object.keys(missing).length} packages of other platforms added to package-lock.json`)
  })
}
