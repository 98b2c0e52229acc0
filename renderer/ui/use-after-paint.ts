import { startTransition, useEffect, useState } from 'react'

/**
 * Follows a value two frames behind: what is less urgent than the rows someone waits for is drawn after them. A window
 * that is not visible gets no frames; there a value arrives when the window is shown.
 */
export function useAfterPaint<T>(value: T): T {
  const [shown, setShown] = useState(value)
  useEffect(() => {
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => startTransition(() => setShown(() => value)))
    })
    return () => cancelAnimationFrame(frame)
  }, [value])
  return shown
}
