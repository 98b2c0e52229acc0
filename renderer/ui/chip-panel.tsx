import { ChevronDown, X } from 'lucide-react'
import { useEffect, useId, useRef, useState, type ReactNode } from 'react'

interface Props {
  readonly label: string
  /** What is chosen, in short; absent while nothing is. */
  readonly value?: string | undefined
  /** Accessible name of the button that takes the choice back. */
  readonly clearLabel: string
  readonly onClear: () => void
  readonly children: ReactNode
}

const focusable = 'input, button, select, [tabindex="0"]'

/** A chip that opens a small panel of choices below it. Escape and a click elsewhere close it. */
export function ChipPanel({ label, value, clearLabel, onClear, children }: Props) {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const id = useId()
  useEffect(() => {
    if (!open) return undefined
    panel.current?.querySelector<HTMLElement>(focusable)?.focus()
    const onPointerDown = (event: PointerEvent) => {
      if (event.target instanceof Node && root.current?.contains(event.target) !== true) setOpen(false)
    }
    document.addEventListener('pointerdown', onPointerDown, true)
    return () => document.removeEventListener('pointerdown', onPointerDown, true)
  }, [open])
  const isSet = value !== undefined
  return (
    <div
      ref={root}
      className={isSet ? 'filter-chip is-set' : 'filter-chip'}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return
        event.stopPropagation()
        setOpen(false)
        button.current?.focus()
      }}
      onBlur={(event) => {
        // The focus went on to something else by keyboard.
        if (event.relatedTarget instanceof Node && !event.currentTarget.contains(event.relatedTarget)) setOpen(false)
      }}
    >
      <button ref={button} type="button" className="filter-chip-button" aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setOpen(!open)}>
        <span>{isSet ? `${label}: ${value}` : label}</span>
        {isSet ? null : <ChevronDown size={12} aria-hidden />}
      </button>
      {isSet ? (
        <button type="button" className="filter-chip-clear" aria-label={clearLabel} title={clearLabel} onClick={onClear}>
          <X size={12} aria-hidden />
        </button>
      ) : null}
      {open ? (
        <div ref={panel} id={id} role="dialog" aria-label={label} className="chip-panel">
          {children}
        </div>
      ) : null}
    </div>
  )
}
