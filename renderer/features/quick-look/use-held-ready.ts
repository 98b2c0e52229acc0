import { useEffect, useState } from 'react'

/** Arrows pass over rows faster than this; only a row that is stayed on is a sign of what comes. */
const settleMs = 150
/** A viewer that nobody came back to gives its process and memory back. */
const keptMs = 120_000

/**
 * Whether the viewer should be there: while it is open, and already from when an object is chosen, so that opening it need
 * not wait for its page. It goes when nothing was chosen or opened for a while.
 * @param chosen what is chosen; undefined when it is no object
 */
export function useHeldReady(isOpen: boolean, chosen: string | undefined): boolean {
  const [isHeld, setHeld] = useState(false)
  useEffect(() => {
    if (isOpen) return undefined
    const settled = chosen === undefined ? undefined : setTimeout(() => setHeld(true), settleMs)
    const left = setTimeout(() => setHeld(false), keptMs)
    return () => {
      clearTimeout(settled)
      clearTimeout(left)
    }
  }, [isOpen, chosen])
  if (isOpen && !isHeld) setHeld(true)
  return isOpen || isHeld
}

/** A value once it has stayed the same for a moment. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMs)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
