import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TransferSummary } from '../../contract/host-messages.ts'
import type { TransferBatch } from '../../contract/transfer-batches.ts'
import { createMainFeed, summarize } from './main-feed.ts'

const batch = (batchId: string, state: TransferBatch['state'], rest: Partial<TransferBatch> = {}): TransferBatch => ({
  batchId, kind: 'upload', state, title: 'a', profileId: 'local', bucket: 'b', prefix: '', createdMs: 0,
  itemsTotal: 10, itemsDone: 5, itemsSkipped: 0, itemsFailed: 0, bytesTotal: 100, bytesDone: 25, bytesPerSecond: 3, itemsPerSecond: 0, streams: 0, scanned: true, ...rest,
})

function setUp() {
  const summaries: TransferSummary[] = []
  const ended: string[] = []
  const feed = createMainFeed({ onSummary: (summary) => summaries.push(summary), onEnded: ({ batchId, state }) => ended.push(`${batchId} ${state}`) })
  return { feed, summaries, ended }
}
beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('what main hears of transfers', () => {
  it('sums the active ones, by bytes where there are any', () => {
    expect(summarize([batch('a', 'running'), batch('b', 'queued', { bytesDone: 75, bytesPerSecond: 0 }), batch('c', 'paused'), batch('d', 'done')])).toEqual({ active: 2, paused: 1, fraction: 0.5, bytesPerSecond: 3 })
    expect(summarize([batch('a', 'running', { bytesTotal: 0, bytesDone: 0 })])).toMatchObject({ fraction: 0.5 })
    expect(summarize([batch('a', 'scanning', { bytesTotal: 0, itemsTotal: 0 })])).not.toHaveProperty('fraction')
  })

  it('is told at most twice a second, and at once when nothing is active any more', () => {
    const { feed, summaries } = setUp()
    feed.seed([])
    for (let step = 0; step < 8; step++) {
      feed.changed([batch('a', 'running', { bytesDone: step })], [])
      vi.advanceTimersByTime(100)
    }
    expect(summaries.map(({ fraction }) => fraction)).toEqual([undefined, 0.04])
    feed.changed([batch('a', 'done')], [])
    expect(summaries.at(-1)).toEqual({ active: 0, paused: 0, bytesPerSecond: 0 })
    vi.advanceTimersByTime(2000)
    expect(summaries).toHaveLength(3)
  })

  it('names each end once, also of what ran again or was over at once, and none of an earlier run', () => {
    const { feed, ended } = setUp()
    feed.seed([batch('old', 'failed')])
    feed.changed([batch('old', 'failed', { limitBytesPerSecond: 5 })], [])
    feed.changed([batch('quick', 'done')], [])
    feed.changed([batch('quick', 'done')], [])
    feed.changed([batch('old', 'running')], [])
    feed.changed([batch('old', 'cancelled')], ['quick'])
    expect(ended).toEqual(['quick done', 'old cancelled'])
    feed.close()
  })
})
