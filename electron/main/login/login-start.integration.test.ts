import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { autostartEntry } from './desktop-entry.ts'
import { autostartFolderOf, createLoginStart, keepLoginStart, type LoginItems } from './login-start.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ossia-login-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const noItems: LoginItems = { getLoginItemSettings: () => ({ openAtLogin: false }), setLoginItemSettings: () => undefined }
const onLinux = (command: [string, ...string[]] = ['/opt/Ossia/ossia', '--hidden']) => createLoginStart({ platform: 'linux', items: noItems, command, autostartFolder: path.join(folder, 'autostart') })
const file = () => path.join(folder, 'autostart/ossia.desktop')

describe('starting at login', () => {
  it('is a file among those that the desktop starts on Linux, and gone when it is switched off', async () => {
    const login = onLinux()
    expect(await login.isOn()).toBe(false)
    await login.set(true)
    expect(await login.isOn()).toBe(true)
    expect((await readFile(file(), 'utf8')).split('\n')).toEqual(expect.arrayContaining(['[Desktop Entry]', 'Type=Application', 'Exec="/opt/Ossia/ossia" "--hidden"']))
    await login.set(false)
    await login.set(false)
    expect(await login.isOn()).toBe(false)
    expect(await readdir(path.join(folder, 'autostart'))).toEqual([])
  })

  it.each([
    ['/home/a b/Ossia.AppImage', '"/home/a b/Ossia.AppImage"'],
    ['/opt/100%/x', '"/opt/100%%/x"'],
    ['/opt/$HOME/`x`', '"/opt/\\\\$HOME/\\\\`x\\\\`"'],
    ['/opt/a"b\\c', '"/opt/a\\\\"b\\\\\\\\c"'],
  ])('starts the program at %s and no other', (program, exec) => {
    expect(autostartEntry([program])).toContain(`\nExec=${exec}\n`)
  })

  it('is off when the desktop has switched the file off by itself', async () => {
    const login = onLinux()
    await login.set(true)
    const entry = await readFile(file(), 'utf8')
    for (const text of [entry.replace('enabled=true', 'enabled=false'), `${entry}Hidden=true\n`]) {
      await writeFile(file(), text)
      expect(await login.isOn()).toBe(false)
    }
  })

  it('follows a program that was moved, and what was decided in the system', async () => {
    await onLinux(['/old/ossia', '--hidden']).set(true)
    let forgotten = 0
    const settings = {
      wanted: true,
      forget: () => {
        forgotten++
        return Promise.resolve()
      },
    }
    await keepLoginStart(onLinux(['/new/ossia', '--hidden']), settings)
    expect(await readFile(file(), 'utf8')).toContain('Exec="/new/ossia" "--hidden"')
    expect(forgotten).toBe(0)
    await rm(file())
    await keepLoginStart(onLinux(), settings)
    expect(forgotten).toBe(1)
    await keepLoginStart(onLinux(), { ...settings, wanted: false })
    expect(forgotten).toBe(1)
    expect(await onLinux().isOn()).toBe(false)
  })

  it.each(['darwin', 'win32'] as const)('is the system\'s own list on %s', async (platform) => {
    const told: unknown[] = []
    let openAtLogin = false
    const items: LoginItems = {
      getLoginItemSettings: (options) => {
        told.push(options)
        return { openAtLogin }
      },
      setLoginItemSettings: (settings) => {
        told.push(settings)
        openAtLogin = settings.openAtLogin
      },
    }
    const login = createLoginStart({ platform, items, command: ['/apps/ossia', '--hidden'], autostartFolder: path.join(folder, 'autostart') })
    await login.set(true)
    expect(await login.isOn()).toBe(true)
    expect(told).toEqual([
      { openAtLogin: true, path: '/apps/ossia', args: ['--hidden'] },
      { path: '/apps/ossia', args: ['--hidden'] },
    ])
    expect(await readdir(folder)).toEqual([])
  })

  it('looks for the desktop\'s folder where the environment says', () => {
    expect(autostartFolderOf({ XDG_CONFIG_HOME: '/xdg' }, '/home/me')).toBe('/xdg/autostart')
    expect(autostartFolderOf({ XDG_CONFIG_HOME: 'relative' }, '/home/me')).toBe('/home/me/.config/autostart')
    expect(autostartFolderOf({}, '/home/me')).toBe('/home/me/.config/autostart')
  })
})
