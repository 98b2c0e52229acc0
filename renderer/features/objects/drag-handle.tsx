import { GripVertical } from 'lucide-react'
import { useEffect, useRef, useState, type MouseEvent, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'

const sizePx = 22

interface Spot {
  readonly index: number
  /** Pixels of the scrolled element. */
  readonly left: number
  readonly top: number
}

interface Props {
  readonly scroller: RefObject<HTMLElement | null>
  readonly onClick: () => void
}

function spotOf(row: HTMLElement, scroller: HTMLElement): Spot {
  const box = row.getBoundingClientRect()
  const name = row.querySelector('.cell-name')?.getBoundingClientRect()
  const { left, top } = scroller.getBoundingClientRect()
  const right = name?.right ?? box.right
  return { index: Number(row.dataset['index']), left: right - left - sizePx - 4, top: box.top - top + scroller.scrollTop + (name === undefined ? 8 : (box.height - sizePx) / 2) }
}

/**
 * By which objects are dragged to other programs, at the row under the pointer. One for the whole list: one in each row would make
 * every row dearer.
 */
export function DragHandle({ scroller, onClick }: Props) {
  const { t } = useTranslation()
  const [spot, setSpot] = useState<Spot | undefined>(undefined)
  /** The button is down on it: without it there would be nothing to drag, however far the pointer is by now. */
  const held = useRef(false)
  useEffect(() => {
    const element = scroller.current
    if (element === null) return undefined
    const onMove = (event: Event): void => {
      if (!(event instanceof globalThis.MouseEvent) || event.buttons !== 0 || !(event.target instanceof Element) || event.target.closest('.drag-handle') !== null) return
      held.current = false
      const row = event.target.closest<HTMLElement>('[data-index]')
      // What is deleted, still on its way or being renamed cannot be dragged.
      setSpot(row?.getAttribute('draggable') === 'true' ? spotOf(row, element) : undefined)
    }
    const onGone = (): void => {
      if (!held.current) setSpot(undefined)
    }
    element.addEventListener('mouseover', onMove)
    element.addEventListener('mouseleave', onGone)
    element.addEventListener('scroll', onGone, { passive: true })
    return () => {
      element.removeEventListener('mouseover', onMove)
      element.removeEventListener('mouseleave', onGone)
      element.removeEventListener('scroll', onGone)
    }
  }, [scroller])
  if (spot === undefined) return null
  return (
    <span
      className="drag-handle"
      aria-hidden
      data-index={spot.index}
      title={t('dragOut.handle')}
      style={{ left: spot.left, top: spot.top }}
      onMouseDown={(event: MouseEvent) => {
        held.current = true
        // Nothing is marked on the way.
        event.preventDefault()
      }}
      onClick={(event: MouseEvent) => {
        event.stopPropagation()
        onClick()
      }}
      onDoubleClick={(event: MouseEvent) => event.stopPropagation()}
    >
      <GripVertical size={14} />
    </span>
  )
}
