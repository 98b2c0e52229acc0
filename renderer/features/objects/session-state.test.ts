import { describe, expect, it } from 'vitest'
import type { ListingProgress } from '../../../electron/contract/listings.ts'
import { noSession, sessionReducer, type SessionAction, type SessionState } from './session-state.ts'

const progress = (sessionId: string, objects: number, state: ListingProgress['state'] = 'loading', revision = objects): ListingProgress => ({
  sessionId, state, folders: 0, objects, bytes: 0, revision,
})
const run = (...actions: SessionAction[]): SessionState => actions.reduce(sessionReducer, noSession)
const start = { kind: 'start', placeKey: 'p', attempt: '0', opening: true } as const
const opened = (told: ListingProgress) => ({ kind: 'opened', placeKey: 'p', progress: told }) as const
const told = (said: ListingProgress) => ({ kind: 'progress', progress: said }) as const

describe('the session of a place', () => {
  it('shows the first rows of a new place at once', () => {
    expect(run(start, opened(progress('a', 10))).current?.objects).toBe(10)
  })

  it('keeps the old rows while a refresh is still behind them', () => {
    const state = run(start, opened(progress('a', 1000, 'complete')), opened(progress('b', 10)), told(progress('b', 900)))
    expect([state.current?.sessionId, state.next?.sessionId]).toEqual(['a', 'b'])
  })

  it('keeps deleted rows until the refresh has them too, which come last', () => {
    const withDeleted = (told: ListingProgress, deleted: number): ListingProgress => ({ ...told, deleted })
    const old = opened(withDeleted(progress('a', 0, 'complete'), 1))
    expect(run(start, old, opened(withDeleted(progress('b', 0), 0))).current?.sessionId).toBe('a')
    expect(run(start, old, opened(withDeleted(progress('b', 0), 0)), told(withDeleted(progress('b', 0, 'loading', 1), 1))).current?.sessionId).toBe('b')
  })

  it('takes the new rows over once they have caught up or are complete', () => {
    const old = opened(progress('a', 1000, 'complete'))
    expect(run(start, old, opened(progress('b', 10)), told(progress('b', 1000))).current?.sessionId).toBe('b')
    expect(run(start, old, opened(progress('b', 10)), told(progress('b', 12, 'complete'))).current?.sessionId).toBe('b')
  })

  it('keeps the old rows and says why when a refresh fails', () => {
    const error = { code: 'NetworkUnreachable', message: '', status: 0, retryable: true }
    const state = run(start, opened(progress('a', 5, 'complete')), opened(progress('b', 0)), told({ ...progress('b', 0, 'failed', 1), error }))
    expect([state.current?.sessionId, state.next, state.error?.code]).toEqual(['a', undefined, 'NetworkUnreachable'])
  })

  it('knows whether the service has answered, with rows or with a failure', () => {
    const error = { code: 'NetworkUnreachable', message: '', status: 0, retryable: true }
    const shown = [start, opened(progress('a', 5, 'complete'))]
    expect([run(start), run(...shown), run(...shown, start), run(...shown, start, { kind: 'failed', placeKey: 'p', error })].map(({ opening }) => opening)).toEqual([true, false, true, false])
    expect(run({ ...start, opening: false }).opening).toBe(false)
  })

  it('ignores older news and news of other sessions', () => {
    const state = run(start, opened(progress('a', 10)), told(progress('a', 5)), told(progress('z', 99)))
    expect(state.current?.objects).toBe(10)
  })

  it('takes what was told of a session before its answer came, beside the news of others', () => {
    const state = run(start, told(progress('a', 7, 'complete')), told(progress('z', 99)), opened(progress('a', 0)))
    expect([state.current?.objects, state.current?.state, state.early.size]).toEqual([7, 'complete', 0])
  })

  it('forgets everything for another place, and what comes late for the former one', () => {
    const state = run(start, opened(progress('a', 10)), { kind: 'start', placeKey: 'q', attempt: '0', opening: true }, opened(progress('late', 3)))
    expect([state.placeKey, state.current]).toEqual(['q', undefined])
  })
})
