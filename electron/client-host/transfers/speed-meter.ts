/** Speed over the last five seconds, from running totals. */
export interface SpeedMeter {
  note(nowMs: number, bytes: number, items: number): void
  rates(nowMs: number): { readonly bytesPerSecond: number; readonly itemsPerSecond: number }
  reset(): void
}

const windowMs = 5000
const sampleEveryMs = 250

export function createSpeedMeter(): SpeedMeter {
  let samples: { readonly atMs: number; readonly bytes: number; readonly items: number }[] = []
  return {
    note: (nowMs, bytes, items) => {
      const last = samples.at(-1)
      if (last !== undefined && nowMs - last.atMs < sampleEveryMs) return
      samples.push({ atMs: nowMs, bytes, items })
      // The first sample kept is the last one outside the window, which the window is measured from.
      while (samples.length > 2 && nowMs - (samples[1]?.atMs ?? nowMs) >= windowMs) samples.shift()
    },
    rates: (nowMs) => {
      const first = samples[0]
      const last = samples.at(-1)
      if (first === undefined || last === undefined || nowMs - first.atMs < sampleEveryMs) return { bytesPerSecond: 0, itemsPerSecond: 0 }
      const seconds = (nowMs - first.atMs) / 1000
      // A file that is sent again counts down first.
      return { bytesPerSecond: Math.max(0, (last.bytes - first.bytes) / seconds), itemsPerSecond: Math.max(0, (last.items - first.items) / seconds) }
    },
    reset: () => {
      samples = []
    },
  }
}
