import { Dropdown, type MenuProps } from 'antd'
import { useState, type ReactNode } from 'react'

export interface MenuEntry {
  readonly key: string
  readonly label: string
  readonly icon?: ReactNode
  readonly shortcut?: string | undefined
  readonly danger?: boolean
  /** Why the entry cannot be used; greys it and is shown under it, or above all where several entries share it. */
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

/** Reasons that more than one entry has, each once. */
export function sharedReasons(entries: MenuEntries): readonly string[] {
  const reasons = entries.flatMap((entry) => (entry === 'separator' || entry.disabledReason === undefined ? [] : [entry.disabledReason]))
  return [...new Set(reasons)].filter((reason) => reasons.indexOf(reason) !== reasons.lastIndexOf(reason))
}

export function menuItems(entries: MenuEntries): NonNullable<MenuProps['items']> {
  const shared = sharedReasons(entries)
  const notes = shared.map((reason) => ({ type: 'group' as const, key: `reason-${reason}`, label: <span className="menu-note">{reason}</span> }))
  const items = entries.map((entry, index) => {
    if (entry === 'separator') return { type: 'divider' as const, key: `separator-${index}` }
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
            {/* Said once for all who see the menu, and with each entry to whom it is read. */}
            {disabled ? <span className={shared.includes(entry.disabledReason) ? 'visually-hidden' : 'menu-reason'}>{entry.disabledReason}</span> : null}
          </span>
          {entry.shortcut === undefined ? null : <kbd className="menu-shortcut">{entry.shortcut}</kbd>}
        </span>
      ),
    }
  })
  return [...notes, ...items]
}

export function runEntry(entries: MenuEntries, key: string): void {
  for (const entry of entries) {
    if (entry === 'separator') continue
    if (entry.key === key) entry.run?.()
    else if (entry.children !== undefined) runEntry(entry.children, key)
  }
}

const [entryPx, reasonPx, notePx, separatorPx, marginPx] = [31, 20, 40, 9, 8]

/** Where a menu begins so that all of it is in the window; one that is taller than the window scrolls. */
export function menuTopPx(entries: MenuEntries, atPx: number, windowPx: number): number {
  const shared = sharedReasons(entries)
  const heights = entries.map((entry) => (entry === 'separator' ? separatorPx : entryPx + (entry.disabledReason === undefined || shared.includes(entry.disabledReason) ? 0 : reasonPx)))
  const heightPx = heights.reduce((sum, one) => sum + one, marginPx + shared.length * notePx)
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
