import { describe, expect, it } from 'vitest'
import { menuItems, menuTopPx, sharedReasons, type MenuEntries } from './point-menu.tsx'

const entries = (count: number): MenuEntries => Array.from({ length: count }, (_, index) => ({ key: String(index), label: 'x' }))

describe('a context menu', () => {
  it('begins at the pointer where it fits', () => {
    expect(menuTopPx(entries(4), 300, 800)).toBe(300)
  })

  it('moves up as far as it must', () => {
    const top = menuTopPx(entries(20), 700, 800)
    expect(top).toBeLessThan(200)
    expect(top).toBeGreaterThanOrEqual(8)
    expect(menuTopPx([...entries(20), 'separator', { key: 'r', label: 'x', disabledReason: 'why' }], 700, 800)).toBeLessThan(top)
  })

  it('tells once what keeps several entries from being used', () => {
    const locked = (key: string) => ({ key, label: key, disabledReason: 'read-only' })
    const some: MenuEntries = [{ key: 'a', label: 'a' }, locked('b'), 'separator', locked('c'), { key: 'd', label: 'd', disabledReason: 'one only' }]
    expect(sharedReasons(some)).toEqual(['read-only'])
    expect(sharedReasons([locked('b')])).toEqual([])
    expect(menuItems(some).map((item) => item?.key)).toEqual(['reason-read-only', 'a', 'b', 'separator-2', 'c', 'd'])
  })

  it('begins at the top when it is taller than the window', () => {
    expect(menuTopPx(entries(60), 400, 800)).toBe(8)
  })
})
