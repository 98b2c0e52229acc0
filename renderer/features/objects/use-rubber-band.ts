import { useEffect, useRef, useState, type PointerEvent, type RefObject } from 'react'
import { joinRanges, rangesInBand, type Band, type BandGeometry } from './rubber-band.ts'
import { noRanges, type Ranges } from './ranges.ts'

/** The pointer has to move this far before it draws; less is a click. */
const thresholdPx = 5
const edgePx = 28
const scrollPerFramePx = 14

interface Options extends BandGeometry {
  readonly scroller: RefObject<HTMLElement | null>
  /** Added to a pixel of the scrolled element gives one of the rows (see `RowWindow`). */
  readonly shiftPx: number
  /** Whether a press at this element may begin a band. */
  readonly mayBegin: (target: Element) => boolean
  readonly ranges: Ranges
  readonly onSelect: (ranges: Ranges) => void
}

/** Where to draw the band, in pixels of the scrolled element. */
export interface DrawnBand {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

interface Drawing {
  readonly fromX: number
  readonly fromY: number
  readonly base: Ranges
  clientX: number
  clientY: number
  began: boolean
}

/** Selects by drawing a rectangle from blank space; the list scrolls at its edges, and Control or Command adds. */
export function useRubberBand(options: Options) {
  const latest = useRef(options)
  useEffect(() => {
    latest.current = options
  })
  const drawing = useRef<Drawing | undefined>(undefined)
  const [drawn, setDrawn] = useState<DrawnBand | undefined>(undefined)

  const point = (clientX: number, clientY: number) => {
    const element = latest.current.scroller.current
    const box = element?.getBoundingClientRect()
    return { x: clientX - (box?.left ?? 0), y: clientY - (box?.top ?? 0) + (element?.scrollTop ?? 0) }
  }
  const update = () => {
    const current = drawing.current
    if (current === undefined) return
    const { shiftPx, onSelect, ...geometry } = latest.current
    const { x, y } = point(current.clientX, current.clientY)
    if (!current.began && Math.hypot(x - current.fromX, y - current.fromY) < thresholdPx) return
    current.began = true
    const band: Band = { fromX: current.fromX, fromY: current.fromY - shiftPx, toX: x, toY: y - shiftPx }
    onSelect(joinRanges(current.base, rangesInBand(band, geometry)))
    setDrawn({ left: Math.min(x, current.fromX), top: Math.min(y, current.fromY), width: Math.abs(x - current.fromX), height: Math.abs(y - current.fromY) })
  }
  useEffect(() => {
    if (drawn === undefined) return undefined
    const frame = requestAnimationFrame(() => {
      const current = drawing.current
      const element = options.scroller.current
      if (current === undefined || element === null) return
      const box = element.getBoundingClientRect()
      const step = current.clientY < box.top + edgePx ? -scrollPerFramePx : current.clientY > box.bottom - edgePx ? scrollPerFramePx : 0
      if (step === 0) return
      const before = element.scrollTop
      element.scrollTop = before + step
      if (element.scrollTop !== before) update()
    })
    return () => cancelAnimationFrame(frame)
  })
  const end = () => {
    drawing.current = undefined
    setDrawn(undefined)
  }
  return {
    drawn,
    /** Whether the press that is going on began where a band may: nothing else is dragged by it then. */
    mayFollow: () => drawing.current !== undefined,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        const { target } = event
        if (event.button !== 0 || event.shiftKey || !(target instanceof Element) || !options.mayBegin(target)) return
        // A press on the scroll bar is none of ours.
        if (event.clientX - event.currentTarget.getBoundingClientRect().left >= event.currentTarget.clientWidth) return
        const { x, y } = point(event.clientX, event.clientY)
        drawing.current = { fromX: x, fromY: y, base: event.ctrlKey || event.metaKey ? options.ranges : noRanges, clientX: event.clientX, clientY: event.clientY, began: false }
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const current = drawing.current
        if (current === undefined) return
        // The button came up where nobody told us.
        if (event.buttons === 0) return end()
        current.clientX = event.clientX
        current.clientY = event.clientY
        update()
        // Not before it is a band: a capture would take clicks away from the rows.
        if (current.began && !event.currentTarget.hasPointerCapture(event.pointerId)) event.currentTarget.setPointerCapture(event.pointerId)
      },
      onPointerUp: end,
      onPointerCancel: end,
    },
  }
}
