import { abortReason } from '../aborts.ts'

/**
 * Shares the streams of one connection among all batches, first come first served. Large transfers weigh more than small
 * ones, so many small files run side by side and a few large ones do not crowd out each other. A service that asks for
 * fewer requests gets half as many at once; the number grows back with each success.
 */
export interface Limiter {
  /** Resolves with the function that gives the place back. */
  acquire(weight: number, signal: AbortSignal): Promise<() => void>
  slowDown(): void
  succeeded(): void
  readonly capacity: number
}

interface Waiting {
  readonly weight: number
  readonly start: () => void
}

export function createLimiter(fullCapacity = 24, leastCapacity = 4): Limiter {
  const waiting: Waiting[] = []
  let capacity = fullCapacity
  let used = 0

  const admit = (): void => {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      // One that weighs more than there is must still get its turn when nothing else runs.
      if (used > 0 && used + next.weight > capacity) return
      waiting.shift()
      used += next.weight
      next.start()
    }
  }

  return {
    get capacity() {
      return Math.floor(capacity)
    },
    acquire: (weight, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(abortReason(signal))
          return
        }
        const onAbort = (): void => {
          const place = waiting.indexOf(entry)
          if (place >= 0) waiting.splice(place, 1)
          reject(abortReason(signal))
          admit()
        }
        const entry: Waiting = {
          weight,
          start: () => {
            signal.removeEventListener('abort', onAbort)
            let held = true
            resolve(() => {
              if (!held) return
              held = false
              used -= weight
              admit()
            })
          },
        }
        signal.addEventListener('abort', onAbort, { once: true })
        waiting.push(entry)
        admit()
      }),
    slowDown: () => {
      capacity = Math.max(leastCapacity, capacity / 2)
    },
    succeeded: () => {
      capacity = Math.min(fullCapacity, capacity + 0.25)
      admit()
    },
  }
}

const smallBytes = 1024 * 1024

/** 24 small files at once, or six large ones. */
export function weightOf(sizeBytes: number): number {
  return sizeBytes <= smallBytes ? 1 : 4
}
