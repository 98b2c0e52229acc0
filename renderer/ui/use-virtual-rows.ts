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
  readonly scrollToRow: (index: number) => void
  /** Before the next paint; costs nothing when the top is in view. */
  readonly scrollToTop: () => void
}

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
  return { ...rowWindow({ count, rowHeightPx, viewportPx }, scrollTopPx, overscan), viewportPx, scrollbarPx, scrollToRow, scrollToTop }
}
