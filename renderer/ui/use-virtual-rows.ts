import { useCallback, useLayoutEffect, useState, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import { rowWindow, scrollTopToShow, type RowWindow } from './virtual-rows.ts'

interface Options {
  readonly scroller: RefObject<HTMLElement | null>
  readonly count: number
  readonly rowHeightPx: number
  readonly overscan?: number
}

export interface VirtualRows extends RowWindow {
  readonly viewportPx: number
  /** Width that the scroll bar takes from the rows. */
  readonly scrollbarPx: number
  /** Less this, a row's index is the key of its element: after a leap the elements that are there show the rows that came. */
  readonly keyShift: number
  readonly scrollToRow: (index: number) => void
  /** Before the next paint; costs nothing when the top is in view. */
  readonly scrollToTop: () => void
}

/** Enough for what the screen moves on by itself until the next frame: a leap leaves no row behind that comes back at once. */
const leapOverscan = 4

/** Fixed-height virtualisation of a scrolled element. */
export function useVirtualRows({ scroller, count, rowHeightPx, overscan = 12 }: Options): VirtualRows {
  const [scrollTopPx, setScrollTopPx] = useState(0)
  const [viewportPx, setViewportPx] = useState(600)
  const [scrollbarPx, setScrollbarPx] = useState(0)

  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return undefined
    // Before this frame is painted: a frame later, what has scrolled in would be blank.
    const onScroll = () => flushSync(() => setScrollTopPx(element.scrollTop))
    const measure = () => {
      // A hidden or not laid out element has no height; the last known one is closer to the truth than zero.
      if (element.clientHeight > 0) setViewportPx(element.clientHeight)
      setScrollbarPx(element.offsetWidth - element.clientWidth)
      setScrollTopPx(element.scrollTop)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', onScroll)
    }
  }, [scroller])

  const scrollToRow = useCallback(
    (index: number) => {
      const element = scroller.current
      if (element === null) return
      const next = scrollTopToShow({ count, rowHeightPx, viewportPx }, element.scrollTop, index)
      if (next !== element.scrollTop) element.scrollTo({ top: next })
    },
    [scroller, count, rowHeightPx, viewportPx],
  )
  const isAtTop = scrollTopPx === 0
  const scrollToTop = useCallback(() => {
    // Reading or writing the offset lays the page out; the known one spares that.
    if (isAtTop || scroller.current === null) return
    scroller.current.scrollTo({ top: 0 })
    setScrollTopPx(0)
  }, [scroller, isAtTop])
  const geometry = { count, rowHeightPx, viewportPx }
  const rows = rowWindow(geometry, scrollTopPx, overscan)
  const [former, setFormer] = useState({ first: rows.first, keyShift: 0, isLeap: false })
  let now = former
  if (rows.first !== former.first) {
    const moved = rows.first - former.first
    const isLeap = Math.abs(moved) > overscan
    now = { first: rows.first, keyShift: former.keyShift + (isLeap ? moved : 0), isLeap }
    setFormer(now)
  }
  const shown = now.isLeap ? rowWindow(geometry, scrollTopPx, Math.min(overscan, leapOverscan)) : rows
  return { ...shown, keyShift: now.keyShift, viewportPx, scrollbarPx, scrollToRow, scrollToTop }
}
