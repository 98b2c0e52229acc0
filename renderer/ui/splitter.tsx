import { useRef, type KeyboardEvent, type PointerEvent } from 'react'

interface Props {
  readonly label: string
  /** Edge of the window that the resized panel sits at. */
  readonly edge: 'left' | 'right' | 'bottom'
  readonly sizePx: number
  readonly minPx: number
  readonly maxPx: number
  /** While dragging. */
  readonly onResize: (sizePx: number) => void
  /** Once, at the end. */
  readonly onCommit: (sizePx: number) => void
}

const keyStepPx = 16

/** The border between two panels: drag it, or focus it and use the arrow keys. */
export function Splitter({ label, edge, sizePx, minPx, maxPx, onResize, onCommit }: Props) {
  const drag = useRef<{ readonly start: number; readonly sizePx: number; latest: number } | undefined>(undefined)
  const clamp = (value: number) => Math.round(Math.min(maxPx, Math.max(minPx, value)))
  const vertical = edge !== 'bottom'
  const sign = edge === 'left' ? 1 : -1

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { start: vertical ? event.clientX : event.clientY, sizePx, latest: sizePx }
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const current = drag.current
    if (current === undefined) return
    current.latest = clamp(current.sizePx + sign * ((vertical ? event.clientX : event.clientY) - current.start))
    onResize(current.latest)
  }
  const onPointerEnd = () => {
    const current = drag.current
    drag.current = undefined
    if (current !== undefined && current.latest !== current.sizePx) onCommit(current.latest)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const grow = vertical ? (edge === 'left' ? 'ArrowRight' : 'ArrowLeft') : 'ArrowUp'
    const shrink = vertical ? (edge === 'left' ? 'ArrowLeft' : 'ArrowRight') : 'ArrowDown'
    if (event.key !== grow && event.key !== shrink) return
    event.preventDefault()
    const next = clamp(sizePx + (event.key === grow ? keyStepPx : -keyStepPx))
    onResize(next)
    onCommit(next)
  }
  return (
    // Between two landmarks and in neither, it is one of its own: nothing that has the keyboard lies outside of all.
    <section aria-label={label} className="splitter-place">
      {/* A focusable separator is the ARIA pattern for a window splitter. */}
      <div
        role="separator"
        tabIndex={0}
        aria-label={label}
        aria-orientation={vertical ? 'vertical' : 'horizontal'}
        aria-valuenow={sizePx}
        aria-valuemin={minPx}
        aria-valuemax={maxPx}
        className={`splitter is-${edge}`}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerEnd}
        onPointerCancel={onPointerEnd}
        onKeyDown={onKeyDown}
      />
    </section>
  )
}
