import { describe, expect, it } from 'vitest'
import { defaultShortcuts as shortcuts, shortcutsWith } from '../../../electron/contract/shortcuts.ts'
import { chordOf, commandOf, isTyping, obstacleTo, readableKeys } from './keys.ts'

const press = (key: string, modifiers: Partial<{ ctrlKey: boolean; metaKey: boolean; shiftKey: boolean; altKey: boolean; code: string }> = {}) => ({
  ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...modifiers, key,
})
const here = { isMac: false, typing: false, shortcuts }

describe('shortcuts', () => {
  it('are found by key and modifiers', () => {
    expect(commandOf(press('l', { ctrlKey: true }), here)).toBe('goToAddress')
    expect(commandOf(press('U', { ctrlKey: true, shiftKey: true }), here)).toBe('uploadFolder')
    expect(commandOf(press('?', { shiftKey: true }), here)).toBe('help')
    expect(commandOf(press('l'), here)).toBeUndefined()
  })

  it('use Command on a Mac, and the physical key where Option changes the character', () => {
    expect(commandOf(press('l', { metaKey: true }), { isMac: true, typing: false, shortcuts })).toBe('goToAddress')
    expect(commandOf(press('π', { altKey: true, code: 'KeyP' }), { isMac: true, typing: false, shortcuts })).toBe('toggleInspector')
    expect(commandOf(press('l', { ctrlKey: true }), { isMac: true, typing: false, shortcuts })).toBeUndefined()
  })

  it('never use Ctrl with Alt, which types characters on many keyboards', () => {
    for (const keys of Object.values(shortcuts)) expect(keys).not.toMatch(/Mod.*Alt/)
    const given = Object.values(shortcuts).filter((keys) => keys !== '')
    expect(new Set(given).size).toBe(given.length)
  })

  it('leave text fields their own keys', () => {
    expect(commandOf(press('Delete'), { isMac: false, typing: true, shortcuts })).toBeUndefined()
    expect(commandOf(press('f', { ctrlKey: true }), { isMac: false, typing: true, shortcuts })).toBe('filter')
    expect([isTyping(document.createElement('input')), isTyping(document.createElement('button')), isTyping(null)]).toEqual([true, false, false])
  })

  it('are those that the user chose, before what habit says', () => {
    const own = { ...here, shortcuts: shortcutsWith({ download: 'Mod+R', refresh: '', share: 'F9' }) }
    expect(commandOf(press('r', { ctrlKey: true }), own)).toBe('download')
    expect(commandOf(press('r', { ctrlKey: true }), here)).toBe('refresh')
    expect(commandOf(press('F5'), own)).toBeUndefined()
    expect(commandOf(press('F9'), { ...own, typing: true })).toBe('share')
    expect(commandOf(press('x', { altKey: true }), { ...here, typing: true, shortcuts: shortcutsWith({ share: 'Alt+X' }) })).toBeUndefined()
  })

  it('are written down from a key press', () => {
    expect(chordOf(press('k', { ctrlKey: true, shiftKey: true }), false)).toBe('Mod+Shift+K')
    expect(chordOf(press('?', { shiftKey: true }), false)).toBe('?')
    expect(chordOf(press(' ', { ctrlKey: true }), false)).toBe('Mod+Space')
    expect(chordOf(press('Tab', { ctrlKey: true, shiftKey: true }), true)).toBe('Ctrl+Shift+Tab')
    expect(chordOf(press('Shift', { shiftKey: true }), false)).toBeUndefined()
    expect(readableKeys('Alt+ArrowLeft')).toBe('Alt+←')
  })

  it('are refused where the list, the system or a keyboard needs them, and the other command is named', () => {
    const kindOf = (chord: string) => obstacleTo('share', chord, shortcuts)
    expect(kindOf('Space')).toEqual({ kind: 'list' })
    expect(kindOf('Mod+A')).toEqual({ kind: 'list' })
    expect(kindOf('Mod+Q')).toEqual({ kind: 'system' })
    expect(kindOf('X')).toEqual({ kind: 'letter' })
    expect(kindOf('Mod+Alt+X')).toEqual({ kind: 'altGraph' })
    expect(kindOf('Mod+D')).toEqual({ kind: 'command', command: 'download' })
    expect(kindOf('Mod+Shift+L')).toBeUndefined()
    expect(kindOf('F9')).toBeUndefined()
  })
})
