import { describe, expect, it } from 'vitest'
import type { MenuItemConstructorOptions } from 'electron'
import { defaultShortcuts, shortcutsWith } from '../contract/shortcuts.ts'
import { menuLanguage, menuTexts } from './menu-texts.ts'
import { menuTemplate, type MenuCommand } from './menu.ts'

type Item = MenuItemConstructorOptions
const flatten = (items: readonly Item[]): Item[] => items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])])
const build = (platform: NodeJS.Platform, run: (command: MenuCommand) => void = () => undefined) =>
  flatten(menuTemplate({ texts: menuTexts.en, platform, developerTools: false, shortcuts: defaultShortcuts, run }))

describe('the application menu', () => {
  it.each(['linux', 'darwin', 'win32'] as const)('sends every command to the window, on %s', (platform) => {
    const sent: string[] = []
    const entries = build(platform, (command) => sent.push(command)).filter(({ click }) => click !== undefined)
    for (const { click } of entries) (click as unknown as () => void)()
    const commands = ['about', 'help', 'keysAndUsers', 'newBucket', 'newFolder', 'refresh', 'settings', 'toggleInspector', 'toggleSidebar', 'toggleTransfers', 'tour', 'uploadFiles', 'uploadFolder']
    expect(sent.toSorted()).toEqual(commands)
  })

  it('gives no key twice, and uses no Ctrl+Alt chord', () => {
    const keys = build('linux').flatMap(({ accelerator }) => (accelerator === undefined ? [] : [accelerator]))
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys.filter((key) => /CmdOrCtrl.*Alt/.test(key))).toEqual([])
  })

  it('shows the keys that the user chose, and none where none are wanted', () => {
    const shortcuts = shortcutsWith({ refresh: 'Mod+Shift+ArrowUp', uploadFiles: '', unknown: 'F9' })
    const items = flatten(menuTemplate({ texts: menuTexts.en, platform: 'linux', developerTools: false, shortcuts, run: () => undefined }))
    const acceleratorOf = (id: string) => items.find((item) => item.id === id)?.accelerator
    expect([acceleratorOf('refresh'), acceleratorOf('uploadFiles'), acceleratorOf('newFolder')]).toEqual(['CmdOrCtrl+Shift+Up', undefined, 'CmdOrCtrl+Shift+N'])
  })

  it('offers developer tools only where they are wanted', () => {
    const withTools = flatten(menuTemplate({ texts: menuTexts.en, platform: 'linux', developerTools: true, shortcuts: defaultShortcuts, run: () => undefined }))
    const has = (items: readonly Item[]): boolean => items.some(({ role }) => role === 'toggleDevTools')
    expect([has(withTools), has(build('linux'))]).toEqual([true, false])
  })

  it('speaks the chosen language, else Chinese on a Chinese system, else English', () => {
    expect(menuLanguage('en', 'zh-CN')).toBe('en')
    expect(menuLanguage('system', 'zh-Hans-CN')).toBe('zh-CN')
    expect(menuLanguage('system', 'de-DE')).toBe('en')
    expect(Object.values(menuTexts['zh-CN']).every((text) => /\p{Script=Han}/u.test(text))).toBe(true)
  })
})
