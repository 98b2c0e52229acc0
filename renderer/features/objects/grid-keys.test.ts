import { describe, expect, it } from 'vitest'
import { gridAction } from './grid-keys.ts'

const press = (key: string, modifiers: { shift?: boolean; mod?: boolean; alt?: boolean } = {}) => ({ shift: false, mod: false, alt: false, ...modifiers, key })

describe('keys of the list', () => {
  it('move by a row, by a page, and to both ends, without leaving the list', () => {
    const to = (key: string, focus: number) => {
      const action = gridAction(press(key), focus, 100, 20)
      return action?.kind === 'move' ? action.index : undefined
    }
    expect([to('ArrowDown', 5), to('ArrowUp', 5), to('PageDown', 5), to('PageUp', 5), to('Home', 5), to('End', 5)]).toEqual([6, 4, 25, 0, 0, 99])
    expect([to('ArrowDown', 99), to('ArrowUp', 0), to('ArrowDown', -1)]).toEqual([99, 0, 0])
  })

  it('do nothing in an empty list', () => {
    expect(gridAction(press('ArrowDown'), -1, 0, 20)).toBeUndefined()
  })

  it('extend with Shift and keep the choice with Ctrl', () => {
    expect(gridAction(press('ArrowDown', { shift: true }), 1, 9, 5)).toEqual({ kind: 'move', index: 2, extend: true, keepChoice: false })
    expect(gridAction(press('ArrowDown', { mod: true }), 1, 9, 5)).toEqual({ kind: 'move', index: 2, extend: false, keepChoice: true })
  })

  it('open, look, toggle, go up, clear and select all', () => {
    const kinds = [press('Enter'), press(' '), press(' ', { mod: true }), press('Backspace'), press('Escape'), press('a', { mod: true })].map((key) => gridAction(key, 0, 9, 5)?.kind)
    expect(kinds).toEqual(['open', 'quickLook', 'toggle', 'up', 'clear', 'selectAll'])
  })

  it('take any one character for a name, Han characters beyond the basic plane included', () => {
    expect(gridAction(press('b'), 0, 9, 5)).toEqual({ kind: 'type', text: 'b' })
    expect(gridAction(press('𠮷'), 0, 9, 5)).toEqual({ kind: 'type', text: '𠮷' })
  })

  it('leave the window’s own shortcuts and named keys alone', () => {
    for (const key of [press('l', { mod: true }), press('ArrowUp', { alt: true }), press('F5'), press('Tab'), press('?'), press('Delete')]) {
      expect(gridAction(key, 0, 9, 5)).toBeUndefined()
    }
  })
})
