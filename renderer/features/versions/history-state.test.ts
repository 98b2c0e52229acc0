import { describe, expect, it } from 'vitest'
import type { HistoryProgress } from '../../../electron/contract/versions.ts'
import { fakeVersion } from '../../test-support/fake-versions.ts'
import { chunkRows, historyReducer, missingChunks, noHistory, rowAt, totalOf } from './history-state.ts'

const progress = (versions: number, more: Partial<HistoryProgress> = {}): HistoryProgress => ({ sessionId: 's', state: 'loading', versions, deleteMarkers: 0, bytes: 0, ...more })
const rows = (from: number, count: number) => Array.from({ length: count }, (_, index) => fakeVersion(`v${from + index}`))
const opened = (count: number, more: Partial<HistoryProgress> = {}) => historyReducer(noHistory, { kind: 'opened', window: { rows: rows(0, Math.min(count, chunkRows)), progress: progress(count, more) } })

describe('a history in the window', () => {
  it('knows which chunks to read for the rows in sight, and reads a short one again when there is more', () => {
    const first = opened(40)
    expect(missingChunks(first, 0, 30)).toEqual([])
    const grown = historyReducer(first, { kind: 'progress', progress: progress(950) })
    expect(totalOf(grown.progress)).toBe(950)
    expect(missingChunks(grown, 0, 30)).toEqual([0])
    expect(missingChunks(grown, 940, 1200)).toEqual([9])
    const read = historyReducer(grown, { kind: 'rows', chunk: 9, window: { rows: rows(900, 50), progress: progress(950) } })
    expect(missingChunks(read, 940, 1200)).toEqual([])
    expect(rowAt(read, 903)?.versionId).toBe('v903')
    expect(rowAt(read, 500)).toBeUndefined()
  })

  it('takes no notice of another reading, nor of an event that comes late', () => {
    const complete = opened(3, { state: 'complete' })
    expect(historyReducer(complete, { kind: 'progress', progress: progress(2) })).toEqual(complete)
    expect(historyReducer(complete, { kind: 'progress', progress: progress(9, { sessionId: 'other' }) })).toBe(complete)
    expect(historyReducer(complete, { kind: 'rows', chunk: 0, window: { rows: [], progress: progress(9, { sessionId: 'other' }) } })).toBe(complete)
  })

  it('is nothing but its error once it cannot be read', () => {
    const error = { code: 'NoSuchKey', message: '', status: 404, retryable: false }
    expect(historyReducer(opened(3), { kind: 'failed', error })).toEqual({ ...noHistory, error })
  })
})
