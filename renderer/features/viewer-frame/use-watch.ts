import { useCallback, useEffect, useEffectEvent, useRef } from 'react'

const askMs = 1000
/** Questions in a row that a page may leave unanswered: what keeps it busy for that long keeps it busy for ever. */
export const patience = 10
interface Options {
  /** Whether something is to be seen. */
  readonly isShowing: boolean
  readonly ask: () => void
  /** @param isLeft nobody looks at it any more */
  readonly onStuck: (isLeft: boolean) => void
}

/** Asks the viewer's page whether it still answers, for as long as it shows something. @returns what to call when it does */
export function useWatch({ isShowing, ask, onStuck }: Options): () => void {
  const unanswered = useRef(0)
  const isTold = useRef(false)
  const tell = useEffectEvent((isLeft: boolean) => {
    if (isTold.current) return
    isTold.current = true
    onStuck(isLeft)
  })
  const step = useEffectEvent(() => {
    if (unanswered.current === patience) tell(false)
    unanswered.current++
    if (unanswered.current <= patience) ask()
  })
  const askOnce = useEffectEvent(() => {
    unanswered.current = 1
    ask()
  })
  useEffect(() => {
    if (!isShowing) return undefined
    unanswered.current = 0
    const timer = setInterval(() => step(), askMs)
    return () => {
      clearInterval(timer)
      // One that cannot say so at once would keep what is looked at next waiting as well.
      askOnce()
      setTimeout(() => {
        if (unanswered.current > 0) tell(true)
      }, askMs)
    }
  }, [isShowing])
  return useCallback(() => {
    unanswered.current = 0
  }, [])
}
