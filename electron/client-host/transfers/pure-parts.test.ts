import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { toRanges } from './ranges.ts'
import { newBatch, type BatchSpec } from './batch.ts'
import { createChangedPrefixes, parentPrefix } from './changed-prefixes.ts'
import { partNameOf } from './download-parts.ts'
import { createItemTable } from './item-table.ts'
import { linesOf, restoreBatches } from './journal.ts'
import { createLimiter } from './limiter.ts'
import { createSpeedMeter } from './speed-meter.ts'
import { nameSources, numberedName } from './walk-sources.ts'

const spec: BatchSpec = { kind: 'upload', profileId: 'p', bucket: 'b', prefix: 'x/', title: 't', conflict: 'skip', sources: [{ path: '/s', name: 's' }] }
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('the limiter', () => {
  it('never lets more weight run than it has, in order of asking', async () => {
    const limiter = createLimiter(4)
    const { signal } = new AbortController()
    const order: string[] = []
    const take = async (name: string, weight: number): Promise<() => void> => {
      const release = await limiter.acquire(weight, signal)
      order.push(name)
      return release
    }
    const first = await take('large', 4)
    const small = take('small', 1)
    const other = take('other', 4)
    await turn()
    expect(order).toEqual(['large'])
    first()
    first()
    ;(await small)()
    ;(await other)()
    expect(order).toEqual(['large', 'small', 'other'])
  })

  it('lets the lowest rank go first, as it is when a place is free', async () => {
    const limiter = createLimiter(1)
    const { signal } = new AbortController()
    const order: string[] = []
    const ranks: Record<string, number> = { first: 1, second: 1, urgent: 2 }
    const held = await limiter.acquire(1, signal)
    const all = ['first', 'second', 'urgent'].map(async (name) => {
      const release = await limiter.acquire(1, signal, () => ranks[name] ?? 0)
      order.push(name)
      release()
    })
    ranks['urgent'] = 0
    held()
    await Promise.all(all)
    expect(order).toEqual(['urgent', 'first', 'second'])
  })

  it('keeps to a number of streams of its own, and to a new one at once', async () => {
    const limiter = createLimiter(24)
    limiter.maxStreams = 2
    let running = 0
    const start = async (): Promise<void> => {
      await limiter.acquire(1, new AbortController().signal)
      running++
    }
    const all = Array.from({ length: 6 }, start)
    await turn()
    expect(running).toBe(2)
    limiter.maxStreams = 5
    await turn()
    expect(running).toBe(5)
    limiter.maxStreams = undefined
    await Promise.all(all)
    expect(running).toBe(6)
  })

  it('lets one go that stops waiting, and lets even the heaviest run alone', async () => {
    const limiter = createLimiter(2)
    const controller = new AbortController()
    const held = await limiter.acquire(8, new AbortController().signal)
    const waiting = limiter.acquire(1, controller.signal)
    controller.abort()
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
    held()
    ;(await limiter.acquire(2, new AbortController().signal))()
  })

  it('halves when the service is busy and grows back', () => {
    let nowMs = 0
    const limiter = createLimiter(24, 4, () => nowMs)
    const busy = { code: 'ServiceUnavailable', status: 503 }
    // Refusals of requests that were under way together count once.
    limiter.slowDown(busy)
    limiter.slowDown(busy)
    expect(limiter.capacity).toBe(12)
    for (let i = 0; i < 5; i++) {
      nowMs += 1000
      limiter.slowDown(busy)
    }
    expect(limiter.capacity).toBe(4)
    expect(limiter.reason).toEqual(busy)
    for (let i = 0; i < 200; i++) limiter.succeeded()
    expect(limiter.capacity).toBe(24)
    expect(limiter.reason).toBeUndefined()
  })
})

describe('the speed meter', () => {
  it('answers the mean of the last five seconds', () => {
    const meter = createSpeedMeter()
    for (let ms = 0; ms <= 20_000; ms += 250) meter.note(ms, ms < 10_000 ? 0 : (ms - 10_000) * 2, 0)
    expect(meter.rates(20_000).bytesPerSecond).toBeCloseTo(2000, 5)
    expect(meter.rates(40_000).bytesPerSecond).toBeLessThan(500)
  })

  it('is never negative when bytes have to be sent again', () => {
    const meter = createSpeedMeter()
    meter.note(0, 1000, 1)
    meter.note(1000, 10, 1)
    expect(meter.rates(1000)).toEqual({ bytesPerSecond: 0, itemsPerSecond: 0 })
  })
})

describe('the item table', () => {
  it('moves all items of some states into another, with nothing done of them, and says which', () => {
    const table = createItemTable()
    for (let item = 0; item < 200; item++) table.add({ name: String(item), sizeBytes: 10, modifiedMs: 0, source: 0 })
    for (const item of [3, 4, 150]) table.setState(item, 'done')
    for (const item of [3, 4, 150, 199]) table.setBytesDone(item, 10)
    table.setState(7, 'failed', { code: 'AccessDenied', message: '', status: 403, retryable: false })
    expect(table.moveAll(['queued'], 'cancelled')).toEqual([[0, 3], [5, 7], [8, 150], [151, 200]])
    expect([table.count('queued'), table.count('cancelled'), table.count('done'), table.count('failed'), table.bytesDone]).toEqual([0, 196, 3, 1, 30])
    expect(table.moveAll(['failed', 'cancelled'], 'queued')).toEqual([[0, 3], [5, 150], [151, 200]])
    expect([table.count('queued'), table.errorOf(7), table.nextQueued(3)]).toEqual([197, undefined, 5])
    expect(table.moveAll(['failed'], 'queued')).toEqual([])
  })

  it('keeps its counts and sums right through any changes', () => {
    const change = fc.record({ item: fc.nat(20), state: fc.constantFrom('queued', 'running', 'done', 'skipped', 'failed', 'cancelled' as const), bytes: fc.nat(1000) })
    fc.assert(fc.property(fc.array(change), (changes) => {
      const table = createItemTable()
      for (let i = 0; i < 21; i++) table.add({ name: String(i), sizeBytes: i, modifiedMs: 0, source: 0 })
      const states = Array.from({ length: 21 }, () => 'queued')
      const bytes = Array.from({ length: 21 }, () => 0)
      for (const one of changes) {
        table.setState(one.item, one.state)
        table.setBytesDone(one.item, one.bytes)
        states[one.item] = one.state
        bytes[one.item] = one.bytes
      }
      for (const state of ['queued', 'done', 'failed'] as const) {
        const expected = states.flatMap((now, item) => (now === state ? [item] : []))
        expect(table.count(state)).toBe(expected.length)
        expect(table.page({ states: [state], offset: 1, limit: 3 })).toEqual({ total: expected.length, items: expected.slice(1, 4) })
      }
      expect(table.nextQueued(0)).toBe(states.indexOf('queued'))
      expect(table.bytesDone).toBe(bytes.reduce((sum, one) => sum + one, 0))
      expect(table.bytesTotal).toBe(210)
    }))
  })
})

describe('the journal', () => {
  it('restores a batch from its lines as it was, what ran as waiting', () => {
    const batch = newBatch('id', spec, 5)
    batch.items.add({ name: 'a', sizeBytes: 3, modifiedMs: 1, source: 0 })
    batch.items.add({ name: 'b', sizeBytes: 4, modifiedMs: 2, source: 0, state: 'failed', error: { code: 'X', message: 'm', status: 0, retryable: false } })
    batch.items.add({ name: 'c', sizeBytes: 5, modifiedMs: 3, source: 0, versionId: 'v1' })
    batch.items.setState(0, 'done')
    batch.items.setKeyName(0, 'a (2)')
    batch.scanned = true
    const [restored] = restoreBatches([...linesOf(batch)])
    expect(restored).toMatchObject({ batchId: 'id', state: 'queued', scanned: true, restored: true, spec })
    expect([0, 1, 2].map((item) => restored?.items.row(item, 'x/'))).toMatchObject([
      { name: 'a', key: 'x/a (2)', state: 'done', bytesDone: 3 },
      { name: 'b', state: 'failed', error: { code: 'X' } },
      { name: 'c', state: 'queued' },
    ])
    expect([1, 2].map((item) => restored?.items.versionOf(item))).toEqual([undefined, 'v1'])
  })

  it('forgets what was done or cleared, and lets a retried batch go on', () => {
    const begin = (id: string): Parameters<typeof restoreBatches>[0][number] => ({ e: 'batch', id, createdMs: 1, spec })
    const items = (id: string): Parameters<typeof restoreBatches>[0][number] => ({ e: 'items', id, from: 0, rows: [['f', 1, 0, 0, 'queued']] })
    const end = (id: string, state: 'done' | 'failed'): Parameters<typeof restoreBatches>[0][number] => ({ e: 'end', id, state, finishedMs: 9 })
    const restored = restoreBatches([
      begin('done'), items('done'), end('done', 'done'),
      begin('cleared'), items('cleared'), end('cleared', 'failed'), { e: 'clear', id: 'cleared' },
      begin('again'), items('again'), end('again', 'failed'), { e: 'states', id: 'again', state: 'queued', ranges: [[0, 1]] },
      begin('held'), items('held'), { e: 'paused', id: 'held', paused: true },
      { e: 'batch', id: 'delete', createdMs: 1, spec: { kind: 'delete', profileId: 'p', bucket: 'b', prefix: '', title: '', prefixes: [] } }, items('delete'),
      { e: 'states', id: 'unknown', state: 'done', ranges: [[0, 5]] },
    ])
    expect(restored.map((batch) => [batch.batchId, batch.state, batch.error?.code])).toEqual([['again', 'queued', undefined], ['held', 'paused', undefined], ['delete', 'paused', 'TransferInterrupted']])
  })

  it('writes runs of items as ranges', () => {
    expect(toRanges([5, 1, 2, 3, 9])).toEqual([[1, 4], [5, 6], [9, 10]])
    expect(toRanges([])).toEqual([])
  })
})

describe('names of uploads and downloads', () => {
  it('numbers a name before its extension', () => {
    expect(['a.txt', 'noext', '.hidden', 'd.d/file', 'd/x.tar.gz'].map((name) => numberedName(name, 2))).toEqual(['a (2).txt', 'noext (2)', '.hidden (2)', 'd.d/file (2)', 'd/x.tar (2).gz'])
  })

  it('tells dropped sources of one name apart', () => {
    expect(nameSources(['/a/x', '/b/x', '/c/x (2)', '/d/x/']).map((one) => one.name)).toEqual(['x', 'x (2)', 'x (2) (2)', 'x (3)'])
  })

  it('keeps the name of an unfinished download within 255 bytes', () => {
    expect(partNameOf('a.txt')).toBe('.a.txt.ossia-part')
    for (const name of ['x'.repeat(255), '😀'.repeat(63), '中'.repeat(85)]) expect(Buffer.byteLength(partNameOf(name))).toBeLessThanOrEqual(255)
  })
})

describe('changed prefixes', () => {
  it('tells the folders from the base of a batch down to each key, once', () => {
    vi.useFakeTimers()
    const told: unknown[] = []
    const changed = createChangedPrefixes((one) => told.push(one))
    const place = { profileId: 'p', bucket: 'b' }
    for (const key of ['base/a/1', 'base/a/2', 'base/a/deep/er/3', 'base/4']) changed.note(place, 'base/', key)
    changed.noteEnd({ ...place, bucket: 'c' }, 'x/y/')
    vi.runAllTimers()
    vi.useRealTimers()
    expect(told).toEqual([
      { ...place, prefixes: ['base/a/', 'base/', 'base/a/deep/er/', 'base/a/deep/'] },
      { profileId: 'p', bucket: 'c', prefixes: ['x/y/', 'x/', ''] },
    ])
    expect(parentPrefix('a')).toBe('')
  })

  it('are told at once after a while of nothing, and at most once a second then', () => {
    vi.useFakeTimers()
    const told: number[] = []
    const changed = createChangedPrefixes(() => told.push(performance.now()))
    const place = { profileId: 'p', bucket: 'b' }
    const startMs = performance.now()
    for (let step = 0; step < 30; step++) {
      changed.note(place, '', `${String(step)}.txt`)
      vi.advanceTimersByTime(100)
    }
    vi.useRealTimers()
    expect(told.map((atMs) => Math.round(atMs - startMs))).toEqual([50, 1050, 2050])
  })
})
