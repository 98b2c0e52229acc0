import { useLayoutEffect, useState, type RefObject } from 'react'

/** Inner width of an element in CSS pixels; 0 until it is laid out. */
export function useElementWidth(element: RefObject<HTMLElement | null>): number {
  const [widthPx, setWidthPx] = useState(0)
  useLayoutEffect(() => {
    const { current } = element
    if (current === null) return undefined
    const measure = () => {
      // A hidden element has no width; the last known one is closer to the truth.
      if (current.clientWidth > 0) setWidthPx(current.clientWidth)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(current)
    return () => observer.disconnect()
  }, [element])
  return widthPx
}
