import { createLimiter, type Limiter, type SlowdownReason } from './limiter.ts'

/** One limiter for each connection, made when it is first needed. */
export interface Limiters {
  of(profileId: string): Limiter
  reasonOf(profileId: string): SlowdownReason | undefined
}

export function createLimiters(): Limiters {
  const known = new Map<string, Limiter>()
  return {
    of: (profileId) => {
      const found = known.get(profileId)
      if (found !== undefined) return found
      const limiter = createLimiter()
      known.set(profileId, limiter)
      return limiter
    },
    reasonOf: (profileId) => known.get(profileId)?.reason,
  }
}
