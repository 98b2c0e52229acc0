import { describe, expect, it } from 'vitest'
import { ossError } from '../../../storage-core/model/oss-error.ts'
import { RemoteError } from '../errors.ts'
import { maxRetryAfterMs, parseRetryAfterMs, retryDelayMs } from './retry-policy.ts'

const policy = { maxAttempts: 4, baseDelayMs: 100, maxDelayMs: 250 }
const busy = (retryAfterMs?: number): RemoteError => new RemoteError({ code: 'ServiceUnavailable', message: '', status: 503, retryable: true, retryAfterMs })

describe('the retry policy', () => {
  it('waits longer each time, between half and all of a doubling limit, and stops', () => {
    expect([1, 2, 3, 4].map((attempt) => retryDelayMs(busy(), attempt, 0, policy))).toEqual([50, 100, 125, undefined])
    expect(retryDelayMs(busy(), 2, 0.999, policy)).toBeCloseTo(200, 0)
  })

  it('waits at least as long as the service asks, unless that is too long', () => {
    expect(retryDelayMs(busy(5000), 1, 0, policy)).toBe(5000)
    expect(retryDelayMs(busy(1), 1, 0, policy)).toBe(50)
    expect(retryDelayMs(busy(maxRetryAfterMs + 1), 1, 0, policy)).toBeUndefined()
  })

  it('does not repeat what will fail again', () => {
    expect(retryDelayMs(ossError('AccessDenied'), 1, 0, policy)).toBeUndefined()
    expect(retryDelayMs(ossError('ChecksumMismatch'), 1, 0, policy)).toBe(50)
    expect(retryDelayMs(new Error('a bug'), 1, 0, policy)).toBeUndefined()
  })

  it('reads Retry-After as seconds or as a date', () => {
    expect(parseRetryAfterMs('7', 0)).toBe(7000)
    expect(parseRetryAfterMs('Tue, 02 Jan 2024 03:04:05 GMT', Date.UTC(2024, 0, 2, 3, 4, 0))).toBe(5000)
    expect(parseRetryAfterMs('Tue, 02 Jan 2024 03:04:05 GMT', Date.UTC(2025, 0, 2))).toBe(0)
    expect(parseRetryAfterMs('soon', 0)).toBeUndefined()
    expect(parseRetryAfterMs(undefined, 0)).toBeUndefined()
  })
})
