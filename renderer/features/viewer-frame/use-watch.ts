import { useCallback, useEffect, useEffectEvent, useRef } from 'react'

const askMs = 1000
/** Questions in a row that a page may leave unanswered: what keeps it busy for that long keeps it busy for ever. */
export const patience = 20
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
  const timer = useRef<ReturnType<typeof setInterval>>(undefined)
  const end = () => {
    clearInterval(timer.current)
    timer.current = undefined
  }
  const step = useEffectEvent(() => {
    if (!isShowing && unanswered.current === 0) {
      end()
      return
    }
    if (unanswered.current === patience) {
      end()
      onStuck(!isShowing)
      return
    }
    unanswered.current++
    ask()
  })
  useEffect(() => {
    // Left, it is asked on until it has answered once: one that does not would keep what is looked at next waiting.
    if (isShowing) timer.current ??= setInterval(() => step(), askMs)
    else if (timer.current !== undefined) step()
  }, [isShowing])
  useEffect(() => () => clearInterval(timer.current), [])
  return useCallback(() => {
    unanswered.current = 0
  }, [])
}
