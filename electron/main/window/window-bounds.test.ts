import { describe, expect, it } from 'vitest'
import { minimumSize, placeWindow } from './window-bounds.ts'

const screen = { x: 0, y: 0, width: 1920, height: 1080 }
const saved = { x: 100, y: 80, width: 1200, height: 800, maximized: true }

describe('where the window goes', () => {
  it('is where it was', () => {
    expect(placeWindow(saved, [screen])).toEqual(saved)
  })

  it('is up to the system the first time, at a size above the minimum', () => {
    const { x, y, width, height } = placeWindow(undefined, [screen])
    expect([x, y]).toEqual([undefined, undefined])
    expect(width).toBeGreaterThanOrEqual(minimumSize.width)
    expect(height).toBeGreaterThanOrEqual(minimumSize.height)
  })

  it.each([
    ['to the right', { x: 1900, y: 80 }],
    ['above, with the title bar out of reach', { x: 100, y: -300 }],
    ['on a screen that is gone', { x: -1800, y: 80 }],
  ])('is on a screen again when it was off %s', (_name, place) => {
    expect(placeWindow({ ...saved, ...place }, [screen])).toEqual({ width: 1200, height: 800, maximized: true })
  })

  it('may be on a second screen', () => {
    const second = { x: -1920, y: 0, width: 1920, height: 1080 }
    expect(placeWindow({ ...saved, x: -1800 }, [screen, second])).toMatchObject({ x: -1800 })
  })
})
