import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const project = path.resolve(import.meta.dirname, '..')
const empty = 'export const value = 1\n'

/** One import each that must stop the build, and the rule that must say so. */
const badImports: readonly { rule: string; from: string; to: string }[] = [
  { rule: 'model-is-pure', from: 'storage-core/model/x.ts', to: 'storage-core/engine/y.ts' },
  { rule: 'signature', from: 'storage-core/signature/x.ts', to: 'storage-core/engine/y.ts' },
  { rule: 'policy', from: 'storage-core/policy/x.ts', to: 'storage-core/metadata/y.ts' },
  { rule: 'metadata', from: 'storage-core/metadata/x.ts', to: 'storage-core/blobs/y.ts' },
  { rule: 'blobs', from: 'storage-core/blobs/x.ts', to: 'storage-core/metadata/y.ts' },
  { rule: 'engine', from: 'storage-core/engine/x.ts', to: 'storage-core/metadata/lmdb/y.ts' },
  { rule: 'engine', from: 'storage-core/engine/x.ts', to: 'storage-core/http/y.ts' },
  { rule: 'http', from: 'storage-core/http/x.ts', to: 'storage-core/metadata/y.ts' },
  { rule: 'contract', from: 'electron/contract/x.ts', to: 'storage-core/engine/y.ts' },
  { rule: 'main', from: 'electron/main/x.ts', to: 'storage-core/server.ts' },
  { rule: 'main', from: 'electron/main/x.ts', to: 'electron/client-host/y.ts' },
  { rule: 'preload', from: 'electron/preload/x.ts', to: 'electron/main/y.ts' },
  { rule: 'client-host', from: 'electron/client-host/x.ts', to: 'storage-core/engine/y.ts' },
  { rule: 'store-host', from: 'electron/store-host/x.ts', to: 'storage-core/http/y.ts' },
  { rule: 'renderer', from: 'renderer/features/a/x.tsx', to: 'storage-core/engine/y.ts' },
  { rule: 'renderer', from: 'renderer/app/x.tsx', to: 'electron/main/y.ts' },
  { rule: 'features-meet-at-index', from: 'renderer/features/a/x.tsx', to: 'renderer/features/b/inside.tsx' },
  { rule: 'features-below-app', from: 'renderer/features/a/x.tsx', to: 'renderer/app/y.tsx' },
  { rule: 'ui-has-no-data', from: 'renderer/ui/x.tsx', to: 'renderer/bridge/y.ts' },
  { rule: 'e2e', from: 'e2e/specs/x.ts', to: 'electron/main/y.ts' },
  { rule: 'nobody-imports-build', from: 'storage-core/tools/x.ts', to: 'build/y.ts' },
  { rule: 'no-circular', from: 'renderer/ui/x.tsx', to: 'renderer/ui/x.tsx' },
]
const badPackages: readonly { rule: string; from: string; to: string }[] = [
  { rule: 'files-only-through-the-platform', from: 'storage-core/engine/x.ts', to: 'node:fs' },
  { rule: 'policy-has-no-effects', from: 'storage-core/policy/x.ts', to: 'node:crypto' },
  { rule: 'no-node-in-the-window', from: 'renderer/features/a/x.tsx', to: 'node:fs' },
  { rule: 'no-electron-in-the-core', from: 'storage-core/http/x.ts', to: 'electron' },
]

describe('the import rules', () => {
  let root = ''

  beforeEach(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'ossia-layers-'))
    cpSync(path.join(project, 'build/layers.cjs'), path.join(root, 'layers.cjs'))
    cpSync(path.join(project, 'package.json'), path.join(root, 'package.json'))
    symlinkSync(path.join(project, 'node_modules'), path.join(root, 'node_modules'))
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  const write = (file: string, text: string): void => {
    mkdirSync(path.join(root, path.dirname(file)), { recursive: true })
    writeFileSync(path.join(root, file), text)
  }

  function check(...folders: string[]): { status: number | null; output: string } {
    const program = path.join(project, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
    const result = spawnSync(process.execPath, [program, '--config', 'layers.cjs', ...folders], { cwd: root, encoding: 'utf8' })
    return { status: result.status, output: result.stdout + result.stderr }
  }

  it('stop the build at each forbidden import, by name', () => {
    const folders = new Set<string>()
    const cases = [...badImports, ...badPackages].map((bad, index) => {
      // Every case in files of its own, so that one finding cannot hide behind another.
      const own = (file: string): string => file.replace(/\/(x|y|inside)(?=\.tsx?$)/, `/case${index}$1`)
      const from = own(bad.from)
      const isPackage = !bad.to.includes('/')
      const to = isPackage ? bad.to : own(bad.to)
      const specifier = isPackage ? to : path.posix.relative(path.posix.dirname(from), to).replace(/^(?!\.)/, './')
      if (!isPackage && to !== from) write(to, empty)
      write(from, `import * as other from '${specifier}'\nexport const used = other\n`)
      folders.add(from.split('/')[0]!)
      return { rule: bad.rule, from, to }
    })
    const { status, output } = check(...folders)
    expect(status).not.toBe(0)
    const found = output.split('\n').filter((line) => line.includes('error '))
    const unnoticed = cases.filter(({ rule, from, to }) => {
      const target = to.includes('/') ? to : to.replace('node:', '')
      return !found.some((line) => line.includes(`error ${rule}: ${from}`) && line.includes(target))
    })
    expect(unnoticed).toEqual([])
  }, 60_000)

  it('let a permitted import pass', () => {
    write('storage-core/model/y.ts', empty)
    write('storage-core/engine/x.ts', "import { value } from '../model/y.ts'\nexport const used = value\n")
    write('renderer/features/b/index.ts', empty)
    write('renderer/features/a/x.tsx', "import { value } from '../b/index.ts'\nexport const view = <b>{value}</b>\n")
    expect(check('storage-core', 'renderer')).toMatchObject({ status: 0 })
  }, 60_000)
})
