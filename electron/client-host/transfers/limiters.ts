import type { ConnectionLimits } from '../../contract/transfer-rules.ts'
import { createLimiter, type Limiter, type SlowdownReason } from './limiter.ts'
import { createThrottle, type Throttle } from './throttle.ts'

/** What each connection may do at once and in a second, made when it is first needed. */
export interface Limiters {
  of(profileId: string): Limiter
  throttleOf(profileId: string): Throttle
  /** Holds for what runs as well. */
  limit(limits: ConnectionLimits): void
  reasonOf(profileId: string): SlowdownReason | undefined
}

export function createLimiters(): Limiters {
  const known = new Map<string, { readonly limiter: Limiter; readonly throttle: Throttle }>()
  const get = (profileId: string): { readonly limiter: Limiter; readonly throttle: Throttle } => {
    const found = known.get(profileId)
    if (found !== undefined) return found
    const made = { limiter: createLimiter(), throttle: createThrottle() }
    known.set(profileId, made)
    return made
  }
  return {
    of: (profileId) => get(profileId).limiter,
    throttleOf: (profileId) => get(profileId).throttle,
    limit: ({ profileId, bytesPerSecond, streams }) => {
      const { limiter, throttle } = get(profileId)
      throttle.rate = bytesPerSecond ?? undefined
      limiter.maxStreams = streams ?? undefined
    },
    reasonOf: (profileId) => known.get(profileId)?.limiter.reason,
  }
}
