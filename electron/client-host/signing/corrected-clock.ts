/** The service's clock as far as it is known: the local one until it was corrected. */
export interface CorrectedClock {
  readonly clockMs: () => number
  readonly correctClock: (serverTimeMs: number) => void
}

export function createCorrectedClock(now: () => number): CorrectedClock {
  let offsetMs = 0
  return {
    clockMs: () => now() + offsetMs,
    correctClock: (serverTimeMs) => {
      offsetMs = serverTimeMs - now()
    },
  }
}
