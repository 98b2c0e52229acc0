import { Search } from 'lucide-react'
import { useDeferredValue, useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import { rank } from './fuzzy.ts'

export interface PaletteItem {
  readonly id: string
  /** Heading the item belongs under. */
  readonly group: string
  readonly label: string
  /** Beside the label, and searched as well. */
  readonly detail?: string
  readonly shortcut?: string | undefined
  readonly icon?: ReactNode
  /** `elsewhere`: with the modifier key held, for places. */
  readonly run: (elsewhere: boolean) => void
}

interface PaletteState {
  readonly open: boolean
  readonly toggle: () => void
  readonly close: () => void
}
export const usePalette = create<PaletteState>()((set) => ({
  open: false,
  toggle: () => set(({ open }) => ({ open: !open })),
  close: () => set({ open: false }),
}))

interface Props {
  /** Name of the field. */
  readonly title: string
  /** What can be found, while nothing is typed. */
  readonly hint: string
  readonly items: readonly PaletteItem[]
  /** What the typed text itself leads to, such as an address. */
  readonly direct: (query: string) => PaletteItem | undefined
  readonly onClose: () => void
}

const shownAtMost = 60

/** One field for everything: type a few letters, choose with the arrows, Enter. */
export function Palette({ title, hint, items, direct, onClose }: Props) {
  const { t } = useTranslation()
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  const settled = useDeferredValue(query)
  const list = useRef<HTMLDivElement>(null)
  const found = rank(items, settled, ({ label, detail }) => (detail === undefined ? label : `${label} ${detail}`), shownAtMost)
  const own = direct(settled)
  const shown = own === undefined ? found : [own, ...found]
  const active = Math.min(chosen, shown.length - 1)
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const run = (item: PaletteItem | undefined, elsewhere: boolean) => {
    if (item === undefined) return
    onClose()
    item.run(elsewhere)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' || (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey))) onClose()
    else if (event.key === 'Enter') run(shown[active], event.ctrlKey || event.metaKey)
    else if (event.key === 'ArrowDown') setChosen(shown.length === 0 ? 0 : (active + 1) % shown.length)
    else if (event.key === 'ArrowUp') setChosen(shown.length === 0 ? 0 : (active - 1 + shown.length) % shown.length)
    else if (event.key === 'PageDown') setChosen(Math.min(shown.length - 1, active + 8))
    else if (event.key === 'PageUp') setChosen(Math.max(0, active - 8))
    // The field is all there is to focus.
    else if (event.key !== 'Tab') return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      className="palette-backdrop"
      role="presentation"
      onMouseDown={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
    >
      <div role="dialog" aria-modal aria-label={title} className="palette" onKeyDown={onKeyDown}>
        <div className="palette-field">
          <Search size={16} className="icon" aria-hidden />
          <input
            autoFocus
            role="combobox"
            aria-label={title}
            aria-autocomplete="list"
            aria-expanded={shown.length > 0}
            aria-controls="palette-list"
            aria-activedescendant={shown.length === 0 ? undefined : `palette-${active}`}
            placeholder={hint}
            spellCheck={false}
            value={query}
            onChange={(event) => {
              setQuery(event.target.value)
              setChosen(0)
            }}
          />
        </div>
        <div ref={list} id="palette-list" role="listbox" aria-label={t('palette.results')} className="palette-list">
          {shown.map((item, index) => (
            <div
              key={item.id}
              id={`palette-${index}`}
              role="option"
              aria-selected={index === active}
              className={index === active ? 'palette-item is-chosen' : 'palette-item'}
              onMouseDown={(event) => event.preventDefault()}
              onMouseMove={() => setChosen(index)}
              onClick={(event) => run(item, event.ctrlKey || event.metaKey)}
            >
              <span className="palette-icon" aria-hidden>
                {item.icon}
              </span>
              <span className="palette-label">
                {item.label}
                {item.detail === undefined ? null : <span className="is-secondary">{item.detail}</span>}
              </span>
              {item.shortcut === undefined ? <span className="palette-group">{item.group}</span> : <kbd className="menu-shortcut">{item.shortcut}</kbd>}
            </div>
          ))}
        </div>
        {shown.length === 0 ? (
          <p className="palette-none" role="status">
            {t('palette.none')}
          </p>
        ) : null}
      </div>
    </div>
  )
}
