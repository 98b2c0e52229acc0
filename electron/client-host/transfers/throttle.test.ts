import { describe, expect, it } from 'vitest'
import { sharedAbortController } from '../aborts.ts'
import { createThrottle, pieceBytes, takeFromAll, type Throttle, type ThrottleClock } from './throttle.ts'

/** A clock that the test moves. */
function handClock(): ThrottleClock & { advance(ms: number): Promise<void> } {
  let nowMs = 0
  let timers: { readonly atMs: number; readonly call: () => void }[] = []
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return {
    now: () => nowMs,
    after: (delayMs, call) => {
      const timer = { atMs: nowMs + delayMs, call }
      timers.push(timer)
      return () => {
        timers = timers.filter((one) => one !== timer)
      }
    },
    advance: async (ms) => {
      const endMs = nowMs + ms
      for (;;) {
        await settle()
        const next = timers.toSorted((a, b) => a.atMs - b.atMs)[0]
        if (next === undefined || next.atMs > endMs) break
        timers = timers.filter((one) => one !== next)
        nowMs = next.atMs
        next.call()
      }
      nowMs = endMs
    },
  }
}

const { signal } = sharedAbortController()

/** Moves pieces as fast as it may, counting. */
function stream(throttle: Throttle | readonly Throttle[], mostBytes = 65_536): { bytes: number; end: () => void } {
  const all = 'take' in throttle ? [throttle] : throttle
  const ended = new AbortController()
  const state = {
    bytes: 0,
    end: () => {
      ended.abort()
    },
  }
  const run = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      const piece = pieceBytes(mostBytes, all.map(({ rate }) => rate))
      await takeFromAll(all, piece, signal)
      state.bytes += piece
    }
  }
  void run()
  return state
}

describe('the throttle', () => {
  it.each([20_000, 100_000, 1_000_000, 50_000_000])('holds %i bytes a second within ten percent over every two seconds, whatever the number of streams', async (rate) => {
    const clock = handClock()
    const throttle = createThrottle(clock)
    throttle.rate = rate
    const streams = Array.from({ length: 5 }, () => stream(throttle))
    const total = (): number => streams.reduce((sum, one) => sum + one.bytes, 0)
    for (let window = 0; window < 5; window++) {
      const before = total()
      await clock.advance(2000)
      expect(Math.abs((total() - before) / (rate * 2) - 1)).toBeLessThan(0.1)
    }
    for (const one of streams) one.end()
  })

  it('holds the limits of a job, a connection and of all together, each within ten percent over two seconds', async () => {
    const clock = handClock()
    const [all, connection, job] = [createThrottle(clock), createThrottle(clock), createThrottle(clock)]
    all.rate = 3_000_000
    connection.rate = 1_000_000
    job.rate = 200_000
    const limited = stream([job, connection, all])
    const beside = stream([createThrottle(clock), connection, all])
    const elsewhere = stream([createThrottle(clock), createThrottle(clock), all])
    for (let window = 0; window < 4; window++) {
      const before = [limited.bytes, beside.bytes, elsewhere.bytes] as const
      await clock.advance(2000)
      const moved = [limited.bytes - before[0], beside.bytes - before[1], elsewhere.bytes - before[2]] as const
      expect(Math.abs(moved[0] / 400_000 - 1)).toBeLessThan(0.1)
      expect(Math.abs((moved[0] + moved[1]) / 2_000_000 - 1)).toBeLessThan(0.1)
      expect(Math.abs((moved[0] + moved[1] + moved[2]) / 6_000_000 - 1)).toBeLessThan(0.1)
    }
    for (const one of [limited, beside, elsewhere]) one.end()
  })

  it('takes a new rate at once: within two seconds it holds, down and up', async () => {
    const clock = handClock()
    const throttle = createThrottle(clock)
    throttle.rate = 50_000_000
    const one = stream(throttle)
    await clock.advance(1000)
    for (const rate of [100_000, 5_000_000, 30_000]) {
      throttle.rate = rate
      const before = one.bytes
      await clock.advance(2000)
      expect(Math.abs((one.bytes - before) / (rate * 2) - 1)).toBeLessThan(0.1)
    }
    one.end()
  })

  it('lets everybody go when the limit goes, and nobody wait without one', async () => {
    const clock = handClock()
    const throttle = createThrottle(clock)
    expect(throttle.take(1e12, signal)).toBeUndefined()
    throttle.rate = 1000
    const first = throttle.take(10_000, signal)
    const second = throttle.take(10_000, signal)
    await clock.advance(1)
    throttle.rate = undefined
    await Promise.all([first, second])
  })

  it('lets one go that stops waiting, and keeps the others in their order', async () => {
    const clock = handClock()
    const throttle = createThrottle(clock)
    throttle.rate = 1000
    const controller = new AbortController()
    await clock.advance(1000)
    await throttle.take(1000, signal)
    const gone = throttle.take(1000, controller.signal)
    const order: string[] = []
    const second = throttle.take(10, signal)?.then(() => order.push('second'))
    const third = throttle.take(10, signal)?.then(() => order.push('third'))
    controller.abort()
    await expect(gone).rejects.toMatchObject({ name: 'AbortError' })
    await clock.advance(5000)
    await Promise.all([second, third])
    expect(order).toEqual(['second', 'third'])
  })
})
