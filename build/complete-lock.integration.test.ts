import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { missingEntries, platformOf } from './complete-lock.mjs'

describe('the lock file', () => {
  it('names the packages of every platform, so that npm ci accepts it; `node build/complete-lock.mjs` fills in what npm left out', () => {
    const file = path.resolve(import.meta.dirname, '../package-lock.json')
    expect(missingEntries((JSON.parse(readFileSync(file, 'utf8')) as { packages: Parameters<typeof missingEntries>[0] }).packages)).toEqual({})
  })

  it('is missing a platform package that its parent wants and the list lacks', () => {
    const packages = {
      '': {},
      'node_modules/tool': { dev: true, optionalDependencies: { '@tool/linux-x64-gnu': '1.0.0', '@tool/darwin-arm64': '1.0.0', fsevents: '2.3.3' } },
      'node_modules/@tool/linux-x64-gnu': {},
    }
    expect(missingEntries(packages)).toEqual({
      'node_modules/@tool/darwin-arm64': { version: '1.0.0', cpu: ['arm64'], dev: true, optional: true, os: ['darwin'] },
    })
  })

  it('reads a platform from a package name', () => {
    expect(platformOf('@oxlint/binding-linux-arm64-musl')).toEqual({ os: ['linux'], cpu: ['arm64'], libc: ['musl'] })
    expect(platformOf('@swc/core-linux-arm-gnueabihf')).toEqual({ os: ['linux'], cpu: ['arm'], libc: ['glibc'] })
    expect(platformOf('fsevents')).toBeUndefined()
  })
})
