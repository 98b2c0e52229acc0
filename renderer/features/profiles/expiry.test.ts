import { describe, expect, it } from 'vitest'
import { expiresSoonMs, expiryOf, nextExpiryChangeMs } from './expiry.ts'

describe('the end of a key', () => {
  it('is spoken of a while before, and when it is there', () => {
    const nowMs = 1_000_000_000
    const at = (expiresMs: number | undefined) => expiryOf(expiresMs === undefined ? {} : { expiresMs }, nowMs)
    expect([at(undefined), at(nowMs + expiresSoonMs + 1), at(nowMs + expiresSoonMs), at(nowMs + 1), at(nowMs)]).toEqual(['lasting', 'running', 'soon', 'soon', 'expired'])
  })

  it('says when to look again', () => {
    const profiles = [{}, { expiresMs: 5_000_000 }, { expiresMs: 9_000_000 }]
    expect(nextExpiryChangeMs(profiles, 0)).toBe(5_000_000 - expiresSoonMs)
    expect(nextExpiryChangeMs(profiles, 4_500_000)).toBe(5_000_000)
    expect(nextExpiryChangeMs(profiles, 5_000_000)).toBe(9_000_000 - expiresSoonMs)
    expect(nextExpiryChangeMs(profiles, 9_000_000)).toBeUndefined()
  })
})
