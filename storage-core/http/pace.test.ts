import { describe, expect, it } from 'vitest'
import { createPacer, pacedBody, pacedSink, trafficLimit } from './pace.ts'

const codeOf = (work: () => unknown) => {
  try {
    return work()
  } catch (error) {
    return (error as { code: string }).code
  }
}
const fakeClock = (nowMs = 1000) => ({ nowMs, now: () => nowMs })

describe('trafficLimit', () => {
  it('reads the header or the query, and refuses what is outside of the documented bounds', () => {
    expect(trafficLimit({}, [])).toBeUndefined()
    expect(trafficLimit({}, [['prefix', 'x']])).toBeUndefined()
    expect(trafficLimit({ 'x-oss-traffic-limit': '245760' }, [])).toBe(245_760)
    expect(trafficLimit({}, [['x-oss-traffic-limit', '838860800']])).toBe(838_860_800)
    for (const text of ['245759', '838860801', '0', '', '-1', '1e6', '500000.5', 'fast', '99999999999']) {
      expect(codeOf(() => trafficLimit({ 'x-oss-traffic-limit': text }, [])), text).toBe('InvalidArgument')
    }
  })
})

describe('createPacer', () => {
  it('lets no more than the limit pass in any stretch of time after the first piece', () => {
    const clock = { nowMs: 0, now: () => clock.nowMs }
    const pacer = createPacer(800_000, clock)
    let passed = 0
    for (let i = 0; i < 1000; i++) {
      clock.nowMs += pacer.delayMs(pacer.pieceBytes)
      passed += pacer.pieceBytes
      expect(passed - pacer.pieceBytes).toBeLessThanOrEqual((clock.nowMs * 800_000) / 8000 + 1)
    }
    // And it does not hold back more than it has to.
    expect(clock.nowMs).toBeCloseTo(999 * 100, 0)
  })
  it('does not make up for time in which nothing was sent', () => {
    const clock = { nowMs: 0, now: () => clock.nowMs }
    const pacer = createPacer(800_000, clock)
    pacer.delayMs(10_000)
    clock.nowMs = 60_000
    expect(pacer.delayMs(10_000)).toBe(0)
    expect(pacer.delayMs(10_000)).toBeCloseTo(100)
  })
  it('waits no longer than one piece takes when the clock jumps back', () => {
    const clock = { nowMs: 1_000_000, now: () => clock.nowMs }
    const pacer = createPacer(800_000, clock)
    pacer.delayMs(10_000)
    clock.nowMs = 0
    expect(pacer.delayMs(10_000)).toBeLessThanOrEqual(100)
  })
})

describe('paced bodies and sinks', () => {
  const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, i) => i % 251))
  const { signal } = new AbortController()
  it('carry every byte in order', async () => {
    const pacer = () => createPacer(838_860_800, fakeClock())
    async function* source() {
      yield bytes.subarray(0, 200_001)
      yield bytes.subarray(200_001)
    }
    const out: Uint8Array[] = []
    for await (const piece of pacedBody(source(), pacer(), signal)) out.push(piece)
    expect(Buffer.concat(out).equals(bytes)).toBe(true)
    const sunk: Uint8Array[] = []
    const sink = pacedSink({ write: async (chunk) => void sunk.push(Buffer.from(chunk)) }, pacer(), signal)
    await sink.write(bytes)
    expect(Buffer.concat(sunk).equals(bytes)).toBe(true)
  })
  it('stop waiting when the client goes away', async () => {
    const controller = new AbortController()
    const sink = pacedSink({ write: () => Promise.resolve() }, createPacer(245_760, fakeClock()), controller.signal)
    const writing = sink.write(bytes)
    controller.abort()
    await expect(writing).rejects.toMatchObject({ name: 'AbortError' })
  })
})
