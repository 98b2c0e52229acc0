import { TookTooLong } from '../apart/apart.ts'

/** Time without anything getting done, after which nothing will be: some documents unfold to more than can ever be read. */
export const longestMs = 20_000
const stepMs = 500

export interface Patience {
  /** Settles as the work does, or rejects with TookTooLong. */
  readonly wait: <T>(work: Promise<T>) => Promise<T>
}

/**
 * Waits for what is worked out elsewhere, as long as now and then some of it gets done. Time that the work itself waits for the
 * object's bytes is not counted: a network may be slow.
 */
export function createPatience(isReading: () => boolean): Patience {
  const pending = new Set<(reason: Error) => void>()
  let idleMs = 0
  let timer: ReturnType<typeof setInterval> | undefined
  const stop = (): void => {
    clearInterval(timer)
    timer = undefined
  }
  const step = (): void => {
    idleMs = isReading() ? 0 : idleMs + stepMs
    if (idleMs < longestMs) return
    stop()
    for (const reject of pending) reject(new TookTooLong())
  }
  return {
    wait: async (work) => {
      if (timer === undefined) {
        idleMs = 0
        timer = setInterval(step, stepMs)
      }
      let giveUp: (reason: Error) => void = () => undefined
      const given = new Promise<never>((_resolve, reject) => {
        giveUp = reject
      })
      pending.add(giveUp)
      try {
        return await Promise.race([work, given])
      } finally {
        idleMs = 0
        pending.delete(giveUp)
        if (pending.size === 0) stop()
      }
    },
  }
}
