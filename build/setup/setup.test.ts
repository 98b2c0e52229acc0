import { describe, expect, it } from 'vitest'
import { dependenciesAreCurrent } from './dependencies.mjs'
import { authorityRecord, needsVirtualDisplay } from './display.mjs'
import { utf8Environment } from './locale.mjs'
import { missingLibraries } from './system-libraries.mjs'

describe('deciding whether dependencies are current', () => {
  const wanted = {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0', optional: true },
  }

  it('accepts an install that has every version of the lock file, and more', () => {
    const installed = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/extra': { version: '9.0.0' } }
    expect(dependenciesAreCurrent(wanted, installed)).toBe(true)
  })

  it('refuses a missing package, another version, another version of an optional one, and an absent lock file', () => {
    expect(dependenciesAreCurrent(wanted, {})).toBe(false)
    expect(dependenciesAreCurrent(wanted, { 'node_modules/a': { version: '1.0.1' } })).toBe(false)
    const otherOptional = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0' } }
    expect(dependenciesAreCurrent(wanted, otherOptional)).toBe(false)
    expect(dependenciesAreCurrent({}, {})).toBe(false)
  })
})

describe('the display', () => {
  it.runIf(process.platform === 'linux')('is virtual only where neither X nor Wayland is', () => {
    expect(needsVirtualDisplay({})).toBe(true)
    expect(needsVirtualDisplay({ DISPLAY: ':0' })).toBe(false)
    expect(needsVirtualDisplay({ WAYLAND_DISPLAY: 'wayland-0' })).toBe(false)
  })

  it('is locked with a cookie in the layout that X clients read', () => {
    const record = authorityRecord(Buffer.alloc(16, 7))
    expect(record.subarray(0, 6)).toEqual(Buffer.from([0xff, 0xff, 0, 0, 0, 0]))
    expect(record.readUInt16BE(6)).toBe('MIT-MAGIC-COOKIE-1'.length)
    expect(record.subarray(8, 26).toString()).toBe('MIT-MAGIC-COOKIE-1')
    expect(record.subarray(26)).toEqual(Buffer.concat([Buffer.from([0, 16]), Buffer.alloc(16, 7)]))
  })
})

describe('missing system libraries', () => {
  it('are the names ldd could not resolve', () => {
    const output = '\tlibnss3.so => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x1)\n\tlibgbm.so.1 => not found\n'
    expect(missingLibraries(output)).toEqual(['libnss3.so', 'libgbm.so.1'])
  })
})

describe.runIf(process.platform === 'linux')('the locale', () => {
  it('is made UTF-8 where it is the bare C locale, and keeps the language', () => {
    const { PATH } = process.env
    expect(utf8Environment({ PATH, LC_ALL: 'C' })).toEqual({ LC_ALL: 'C.UTF-8', LANGUAGE: 'en' })
    expect(utf8Environment({ PATH, LANG: 'zh_CN.NOT-INSTALLED' })).toEqual({ LC_ALL: 'C.UTF-8', LANGUAGE: 'zh_CN' })
    expect(utf8Environment({ PATH, LC_ALL: 'C.UTF-8' })).toEqual({})
  })
})
