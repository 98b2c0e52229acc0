import { useEffect, useEffectEvent } from 'react'

const weighMs = 500

interface Options {
  /** What is to be seen; undefined for nothing. */
  readonly subject: string | undefined
  /** Tells whether the viewer was ended for what it holds. */
  readonly weigh: () => Promise<boolean>
  /** @param isLeft what is to be seen by now is something else, or nothing */
  readonly onTooHeavy: (isLeft: boolean) => void
}

/** Has the viewer weighed twice a second for as long as it shows something, which may unfold from kilobytes to gigabytes. */
export function useWeight({ subject, weigh, onTooHeavy }: Options): void {
  const step = useEffectEvent(async (isLeft: () => boolean, again: () => void) => {
    // Whoever weighs may have been too busy this time.
    if (await weigh().catch(() => false)) onTooHeavy(isLeft())
    else again()
  })
  useEffect(() => {
    if (subject === undefined) return undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let left = false
    const again = (): void => {
      if (!left) timer = setTimeout(() => void step(() => left, again), weighMs)
    }
    again()
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [subject])
}
