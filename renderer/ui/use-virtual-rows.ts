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
  /**
   * The key of a row's element: one that goes out of view hands its element on to the one that comes in, since making and
   * throwing away elements costs more than filling them, and what is thrown away stays in memory for long. Rows elsewhere have
   * one key of their own.
   */
  readonly keyOf: (index: number) => number
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
  const [former, setFormer] = useState({ first: rows.first, leaptBy: 0, isLeap: false })
  let now = former
  if (rows.first !== former.first) {
    const moved = rows.first - former.first
    const isLeap = Math.abs(moved) > overscan
    // After a leap the elements stay in their places, instead of going round: moving one costs as well.
    now = { first: rows.first, leaptBy: former.leaptBy + (isLeap ? moved : 0), isLeap }
    setFormer(now)
  }
  const { first, end } = now.isLeap ? rowWindow(geometry, scrollTopPx, Math.min(overscan, leapOverscan)) : rows
  const elements = Math.ceil(viewportPx / rowHeightPx) + 2 * overscan + 1
  const keyOf = (index: number): number => {
    if (index < first || index >= end) return -1
    const key = (index - now.leaptBy) % elements
    return key < 0 ? key + elements : key
  }
  return { ...rows, first, end, keyOf, viewportPx, scrollbarPx, scrollToRow, scrollToTop }
}
