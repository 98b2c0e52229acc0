import { describe, expect, it } from 'vitest'
import { newBatch, rankOf, type Batch } from './batch.ts'
import { isWithin, nextEdgeMs } from './hours.ts'
import { createSchedule, type Schedule } from './schedule.ts'

const at = (hour: number, minute = 0): number => new Date(2026, 2, 10, hour, minute).getTime()
const night = { fromMinute: 22 * 60, toMinute: 6 * 60 }

describe('the hours of transfers', () => {
  it('may pass midnight', () => {
    expect([21, 22, 23, 0, 5, 6, 12].map((hour) => isWithin(night, at(hour)))).toEqual([false, true, true, true, true, false, false])
    expect(isWithin({ fromMinute: 540, toMinute: 1020 }, at(9))).toBe(true)
    expect(isWithin({ fromMinute: 540, toMinute: 1020 }, at(17))).toBe(false)
  })

  it('are the whole day when they begin as they end', () => {
    expect(isWithin({ fromMinute: 600, toMinute: 600 }, at(3))).toBe(true)
  })

  it('change next at the nearer end, tomorrow when today is past it', () => {
    expect(nextEdgeMs(night, at(12))).toBe(at(22))
    expect(nextEdgeMs(night, at(22))).toBe(new Date(2026, 2, 11, 6).getTime())
  })
})

interface Bench {
  readonly schedule: Schedule
  readonly log: string[]
  readonly add: (name: string, fields?: Partial<Batch>) => Batch
  readonly advanceTo: (ms: number) => Promise<void>
}

function bench(startMs: number): Bench {
  let nowMs = startMs
  let timer: { readonly atMs: number; readonly call: () => void } | undefined
  const log: string[] = []
  const batches = new Map<string, Batch>()
  const running = { controller: new AbortController(), finished: Promise.resolve() }
  const schedule = createSchedule({
    batches,
    control: {
      start: (batch) => {
        log.push(`start ${batch.batchId}`)
        Object.assign(batch, { running, state: 'running' })
      },
      stop: (chosen, why) => {
        for (const batch of chosen) {
          log.push(`${why} ${batch.batchId}`)
          Object.assign(batch, { running: undefined, state: 'queued' })
        }
        return Promise.resolve()
      },
    },
    isConnected: (batch) => batch.spec.profileId === 'here',
    changed: () => undefined,
    log: (text) => log.push(text),
    now: () => nowMs,
    after: (delayMs, call) => {
      const mine = { atMs: nowMs + delayMs, call }
      timer = mine
      return () => {
        if (timer === mine) timer = undefined
      }
    },
  })
  return {
    schedule,
    log,
    add: (name, fields) => {
      const batch = newBatch(name, { kind: 'delete', profileId: 'here', bucket: 'b', prefix: '', title: name, prefixes: [] }, nowMs)
      Object.assign(batch, fields)
      batches.set(name, batch)
      return batch
    },
    advanceTo: async (ms) => {
      for (let due = timer; due !== undefined && due.atMs <= ms; due = timer) {
        timer = undefined
        nowMs = due.atMs
        due.call()
        await Promise.resolve()
      }
      nowMs = ms
    },
  }
}

describe('the schedule', () => {
  it('starts at once what has nothing to wait for', () => {
    const { schedule, add, log } = bench(at(12))
    schedule.start(add('one'))
    expect(log).toEqual(['start one'])
  })

  it('keeps a batch until its start', async () => {
    const { schedule, add, advanceTo, log } = bench(at(12))
    const batch = add('later', { startsMs: at(15) })
    schedule.start(batch)
    expect([log, batch.state, schedule.waitsFor(batch)]).toEqual([[], 'queued', 'start'])
    await advanceTo(at(14, 59))
    expect(log).toEqual([])
    await advanceTo(at(15))
    expect(log).toEqual(['start later'])
  })

  it('holds what runs when the hours end, and goes on when they begin', async () => {
    const { schedule, add, advanceTo, log } = bench(at(23))
    schedule.hours = night
    const batch = add('big')
    schedule.start(batch)
    await advanceTo(at(23, 59))
    expect(log).toEqual(['start big'])
    await advanceTo(new Date(2026, 2, 11, 6).getTime())
    expect([log, schedule.waitsFor(batch)]).toEqual([['start big', 'hold big'], 'hours'])
    await advanceTo(new Date(2026, 2, 11, 22).getTime())
    expect(log).toEqual(['start big', 'hold big', 'start big'])
  })

  it('holds what runs when its start is put off, and starts it when that is taken back', () => {
    const { schedule, add, log } = bench(at(12))
    const batch = add('one')
    schedule.start(batch)
    batch.startsMs = at(20)
    schedule.review()
    batch.startsMs = undefined
    schedule.review()
    expect(log).toEqual(['start one', 'hold one', 'start one'])
  })

  it('leaves what is paused or has no connection alone', async () => {
    const { schedule, add, advanceTo, log } = bench(at(12))
    add('paused', { state: 'paused', startsMs: at(13) })
    const away = add('away', { spec: { kind: 'delete', profileId: 'away', bucket: 'b', prefix: '', title: '', prefixes: [] } })
    schedule.hours = night
    schedule.start(away)
    await advanceTo(at(23))
    expect(log).toEqual([])
  })
})

describe('the line for streams', () => {
  it('has those moved to the front first, the last one moved before all, then by priority', () => {
    const { add } = bench(at(12))
    const all = [add('low', { priority: 'low' }), add('normal'), add('high', { priority: 'high' }), add('front', { front: 1, priority: 'low' }), add('later', { front: 2 })]
    expect(all.toSorted((a, b) => rankOf(a) - rankOf(b)).map(({ batchId }) => batchId)).toEqual(['later', 'front', 'high', 'normal', 'low'])
  })
})
