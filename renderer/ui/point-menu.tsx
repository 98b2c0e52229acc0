import { Dropdown, type MenuProps } from 'antd'
import { useState, type ReactNode } from 'react'

export interface MenuEntry {
  readonly key: string
  readonly label: string
  readonly icon?: ReactNode
  readonly shortcut?: string | undefined
  readonly danger?: boolean
  /** Why the entry cannot be used; greys it and is shown under it. */
  readonly disabledReason?: string | undefined
  /** Entries of a menu beside this one. */
  readonly children?: readonly MenuEntry[]
  readonly run?: () => void
}
export type MenuEntries = readonly (MenuEntry | 'separator')[]

interface Props {
  readonly at: { readonly x: number; readonly y: number }
  readonly entries: MenuEntries
  readonly onClose: () => void
}

export function menuItems(entries: MenuEntries): NonNullable<MenuProps['items']> {
  return entries.map((entry, index) => {
    if (entry === 'separator') return { type: 'divider', key: `separator-${index}` }
    const disabled = entry.disabledReason !== undefined
    return {
      key: entry.key,
      icon: entry.icon ?? <span className="menu-no-icon" />,
      ...(entry.danger === true ? { danger: true } : {}),
      disabled,
      ...(entry.children === undefined ? {} : { children: menuItems(entry.children) }),
      label: (
        <span className="menu-entry">
          <span>
            {entry.label}
            {disabled ? <span className="menu-reason">{entry.disabledReason}</span> : null}
          </span>
          {entry.shortcut === undefined ? null : <kbd className="menu-shortcut">{entry.shortcut}</kbd>}
        </span>
      ),
    }
  })
}

export function runEntry(entries: MenuEntries, key: string): void {
  for (const entry of entries) {
    if (entry === 'separator') continue
    if (entry.key === key) entry.run?.()
    else if (entry.children !== undefined) runEntry(entry.children, key)
  }
}

const [entryPx, reasonPx, separatorPx, marginPx] = [31, 20, 9, 8]

/** Where a menu begins so that all of it is in the window; one that is taller than the window scrolls. */
export function menuTopPx(entries: MenuEntries, atPx: number, windowPx: number): number {
  const heights = entries.map((entry) => (entry === 'separator' ? separatorPx : entryPx + (entry.disabledReason === undefined ? 0 : reasonPx)))
  const heightPx = heights.reduce((sum, one) => sum + one, marginPx)
  return Math.max(marginPx, Math.min(atPx, windowPx - heightPx - marginPx))
}

/** A context menu at a point of the window. */
export function PointMenu({ at, entries, onClose }: Props) {
  const [opener] = useState(() => document.activeElement)
  const leave = () => {
    // Before anything else: what an entry opens goes back to where the keyboard is now.
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true })
    onClose()
  }
  return (
    <Dropdown
      open
      autoFocus
      trigger={['click']}
      destroyOnHidden
      onOpenChange={(open) => {
        if (!open) leave()
      }}
      menu={{
        items: menuItems(entries),
        onClick: ({ key }) => {
          leave()
          runEntry(entries, key)
        },
      }}
    >
      <span className="menu-anchor" style={{ left: at.x, top: menuTopPx(entries, at.y, window.innerHeight) }} />
    </Dropdown>
  )
}
