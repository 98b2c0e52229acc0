import { describe, expect, it } from 'vitest'
import { commandOf, isTyping, shortcuts } from './shortcuts.ts'

const press = (key: string, modifiers: Partial<{ ctrlKey: boolean; metaKey: boolean; shiftKey: boolean; altKey: boolean; code: string }> = {}) => ({
  ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...modifiers, key,
})
const here = { isMac: false, typing: false }

describe('shortcuts', () => {
  it('are found by key and modifiers', () => {
    expect(commandOf(press('l', { ctrlKey: true }), here)).toBe('goToAddress')
    expect(commandOf(press('U', { ctrlKey: true, shiftKey: true }), here)).toBe('uploadFolder')
    expect(commandOf(press('?', { shiftKey: true }), here)).toBe('help')
    expect(commandOf(press('l'), here)).toBeUndefined()
  })

  it('use Command on a Mac, and the physical key where Option changes the character', () => {
    expect(commandOf(press('l', { metaKey: true }), { isMac: true, typing: false })).toBe('goToAddress')
    expect(commandOf(press('π', { altKey: true, code: 'KeyP' }), { isMac: true, typing: false })).toBe('toggleInspector')
    expect(commandOf(press('l', { ctrlKey: true }), { isMac: true, typing: false })).toBeUndefined()
  })

  it('never use Ctrl with Alt, which types characters on many keyboards', () => {
    for (const keys of Object.values(shortcuts)) expect(keys).not.toMatch(/Mod.*Alt/)
    expect(new Set(Object.values(shortcuts)).size).toBe(Object.values(shortcuts).length)
  })

  it('leave text fields their own keys', () => {
    expect(commandOf(press('Delete'), { isMac: false, typing: true })).toBeUndefined()
    expect(commandOf(press('f', { ctrlKey: true }), { isMac: false, typing: true })).toBe('filter')
    expect([isTyping(document.createElement('input')), isTyping(document.createElement('button')), isTyping(null)]).toEqual([true, false, false])
  })
})
