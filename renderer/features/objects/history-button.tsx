import { useState, type ReactNode } from 'react'
import { PointMenu, type MenuEntries } from '../../ui/point-menu.tsx'
import { useNavigationApi } from '../navigation/index.ts'
import { placeLabel } from '../workspace/index.ts'

const shownAtMost = 15

/** Back or forward with the way that lies there: right click, or arrow down, opens it. */
export function HistoryButton({ direction, children }: { readonly direction: 'back' | 'forward'; readonly children: ReactNode }) {
  const navigation = useNavigationApi()
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number; readonly entries: MenuEntries } | undefined>(undefined)
  const open = (element: Element) => {
    const { past, future, back, forward } = navigation.getState()
    const places = direction === 'back' ? past.toReversed() : future
    const box = element.getBoundingClientRect()
    const entries = places.slice(0, shownAtMost).map((place, index) => ({
      key: String(index),
      label: placeLabel(place),
      run: () => (direction === 'back' ? back(index + 1) : forward(index + 1)),
    }))
    if (entries.length > 0) setMenu({ x: box.left, y: box.bottom, entries })
  }
  return (
    <span
      role="presentation"
      onContextMenu={(event) => {
        event.preventDefault()
        open(event.currentTarget)
      }}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown') return
        event.preventDefault()
        open(event.currentTarget)
      }}
    >
      {children}
      {menu === undefined ? null : <PointMenu at={menu} entries={menu.entries} onClose={() => setMenu(undefined)} />}
    </span>
  )
}
