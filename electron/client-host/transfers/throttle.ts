import { abortReason } from '../aborts.ts'

/**
 * Lets so many bytes a second through. Whoever moves bytes asks first; who asked earlier goes first. The rate can change at
 * any moment and holds for those already waiting.
 */
export interface Throttle {
  /** Bytes a second; undefined for no limit. */
  rate: number | undefined
  /** Resolves when these bytes may move; at once and without a promise when there is no limit. */
  take(bytes: number, signal: AbortSignal): Promise<void> | undefined
}

export interface ThrottleClock {
  readonly now: () => number
  /** Calls back later; answers how to call that off. */
  readonly after: (delayMs: number, call: () => void) => () => void
}

export const realThrottleClock: ThrottleClock = {
  now: () => performance.now(),
  after: (delayMs, call) => {
    const timer = setTimeout(call, delayMs)
    return () => {
      clearTimeout(timer)
    }
  },
}

interface Waiting {
  readonly bytes: number
  readonly go: () => void
}

/** What may pass at once after a pause. Short, so that the mean over any two seconds stays near the rate. */
const burstMs = 100

export function createThrottle(clock: ThrottleClock = realThrottleClock): Throttle {
  const waiting: Waiting[] = []
  let rate: number | undefined
  /** Bytes that may pass now; negative while what passed is being paid off. */
  let allowance = 0
  let countedMs = clock.now()
  let cancelTimer: (() => void) | undefined

  const count = (): void => {
    const nowMs = clock.now()
    if (rate !== undefined) allowance = Math.min((rate * burstMs) / 1000, allowance + (rate * (nowMs - countedMs)) / 1000)
    countedMs = nowMs
  }
  const admit = (): void => {
    cancelTimer?.()
    cancelTimer = undefined
    count()
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      if (rate !== undefined && allowance <= 0) {
        cancelTimer = clock.after(Math.max(1, Math.ceil((1 - allowance) / rate * 1000)), admit)
        return
      }
      waiting.shift()
      // Larger pieces than are allowed now pass on credit, and the next one waits the longer.
      if (rate !== undefined) allowance -= next.bytes
      next.go()
    }
  }

  return {
    get rate() {
      return rate
    },
    set rate(next) {
      count()
      rate = next
      allowance = Math.min(allowance, 0)
      // A debt made at a high rate would hold everything up for minutes at a low one.
      if (next !== undefined) allowance = Math.max(allowance, -next / 4)
      admit()
    },
    take: (bytes, signal) => {
      if (rate === undefined && waiting.length === 0) return undefined
      return new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(abortReason(signal))
          return
        }
        const onAbort = (): void => {
          const place = waiting.indexOf(entry)
          if (place >= 0) waiting.splice(place, 1)
          reject(abortReason(signal))
        }
        const entry: Waiting = {
          bytes,
          go: () => {
            signal.removeEventListener('abort', onAbort)
            resolve()
          },
        }
        signal.addEventListener('abort', onAbort, { once: true })
        waiting.push(entry)
        admit()
      })
    },
  }
}

/** Resolves when these bytes may move by every one of them; at once and without a promise when none has a limit. */
export function takeFromAll(throttles: readonly Throttle[], bytes: number, signal: AbortSignal): Promise<void> | undefined {
  let waiting: Promise<void> | undefined
  for (const throttle of throttles) waiting = waiting === undefined ? throttle.take(bytes, signal) : waiting.then(() => throttle.take(bytes, signal))
  return waiting
}

/** Largest piece to move at once, so that a slow rate comes evenly. Bytes. */
export function pieceBytes(most: number, rates: readonly (number | undefined)[]): number {
  const least = Math.min(most, 4096)
  return rates.reduce<number>((size, rate) => (rate === undefined ? size : Math.min(size, Math.max(least, Math.floor(rate / 10)))), most)
}
