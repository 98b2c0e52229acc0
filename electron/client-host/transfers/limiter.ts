import { abortReason } from '../aborts.ts'

/**
 * Shares the streams of one connection among all batches, by rank and then first come first served. Large transfers weigh more than small
 * ones, so many small files run side by side and a few large ones do not crowd out each other. A service that asks for
 * fewer requests gets half as many at once; the number grows back with each success.
 */
export interface Limiter {
  /**
   * Resolves with the function that gives the place back.
   * @param rank who goes first when several wait, the lowest; looked at when a place is free. Equal ones in the order they came
   */
  acquire(weight: number, signal: AbortSignal, rank?: () => number): Promise<() => void>
  /** Places in use at once, at most, whatever they weigh; undefined for no limit of its own. */
  maxStreams: number | undefined
  /** @param reason what the service or the network answered, for the user to see */
  slowDown(reason: SlowdownReason): void
  succeeded(): void
  readonly capacity: number
  /** Why fewer than usual run, until the full number is reached again. */
  readonly reason: SlowdownReason | undefined
}

export interface SlowdownReason {
  readonly code: string
  /** HTTP status; 0 when no answer came. */
  readonly status: number
}

interface Waiting {
  readonly weight: number
  readonly rank: () => number
  readonly start: () => void
}

function firstOf(waiting: readonly Waiting[]): Waiting | undefined {
  let first = waiting[0]
  for (const one of waiting) if (first === undefined || one.rank() < first.rank()) first = one
  return first
}

/** Requests under way together fail together: what comes this soon after a cut belongs to it. */
const sameCutMs = 1000

export function createLimiter(fullCapacity = 24, leastCapacity = 4, now: () => number = () => performance.now()): Limiter {
  const waiting: Waiting[] = []
  let reason: SlowdownReason | undefined
  let lastCutMs = -Infinity
  let capacity = fullCapacity
  let used = 0
  let streams = 0
  let maxStreams: number | undefined

  // One that weighs more than there is must still get its turn when nothing else runs.
  const hasRoom = (weight: number): boolean => (used === 0 || used + weight <= capacity) && (maxStreams === undefined || streams < maxStreams)
  const take = (weight: number): (() => void) => {
    used += weight
    streams++
    let held = true
    return () => {
      if (!held) return
      held = false
      used -= weight
      streams--
      admit()
    }
  }
  const admit = (): void => {
    for (let next = firstOf(waiting); next !== undefined; next = firstOf(waiting)) {
      if (!hasRoom(next.weight)) return
      waiting.splice(waiting.indexOf(next), 1)
      next.start()
    }
  }

  return {
    get capacity() {
      return Math.floor(capacity)
    },
    acquire: (weight, signal, rank = () => 0) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(abortReason(signal))
          return
        }
        if (waiting.length === 0 && hasRoom(weight)) {
          resolve(take(weight))
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
          rank,
          start: () => {
            signal.removeEventListener('abort', onAbort)
            resolve(take(weight))
          },
        }
        signal.addEventListener('abort', onAbort, { once: true })
        waiting.push(entry)
        admit()
      }),
    get maxStreams() {
      return maxStreams
    },
    set maxStreams(most) {
      maxStreams = most
      admit()
    },
    get reason() {
      return reason
    },
    slowDown: (why) => {
      reason = why
      if (now() - lastCutMs < sameCutMs) return
      lastCutMs = now()
      capacity = Math.max(leastCapacity, capacity / 2)
    },
    succeeded: () => {
      capacity = Math.min(fullCapacity, capacity + 0.25)
      if (capacity >= fullCapacity) reason = undefined
      admit()
    },
  }
}

const smallBytes = 1024 * 1024

/** 24 small files at once, or six large ones. */
export function weightOf(sizeBytes: number): number {
  return sizeBytes <= smallBytes ? 1 : 4
}
