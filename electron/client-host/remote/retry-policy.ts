import { isRetryable, RemoteError } from '../errors.ts'

export interface RetryPolicy {
  /** Tries in all, the first one included. */
  readonly maxAttempts: number
  readonly baseDelayMs: number
  readonly maxDelayMs: number
}

export const defaultRetryPolicy: RetryPolicy = { maxAttempts: 4, baseDelayMs: 200, maxDelayMs: 10_000 }

/** Longest pause a service may ask for with Retry-After before the failure is shown instead. */
export const maxRetryAfterMs = 60_000

/**
 * Pause before the next try, or undefined when there is none. Exponential with full jitter in its upper half, so that
 * many failed requests do not come back at one moment; a Retry-After of the service is a lower bound (RFC 9110, 10.2.3).
 * @param attempt number of the try that failed, from 1
 * @param random a number in [0, 1)
 */
export function retryDelayMs(error: unknown, attempt: number, random: number, policy = defaultRetryPolicy): number | undefined {
  if (attempt >= policy.maxAttempts || !isRetryable(error)) return undefined
  const ceiling = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (attempt - 1))
  const backoff = ceiling / 2 + (ceiling / 2) * random
  const asked = error instanceof RemoteError ? error.retryAfterMs : undefined
  if (asked === undefined) return backoff
  return asked > maxRetryAfterMs ? undefined : Math.max(backoff, asked)
}

/** Milliseconds that a Retry-After header asks for: seconds or an HTTP date. */
export function parseRetryAfterMs(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs)
}
