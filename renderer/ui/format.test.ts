import { describe, expect, it } from 'vitest'
import { formatBytes, formatDuration, formatPercent, formatRecentTime, formatTime } from './format.ts'

describe('sizes', () => {
  it('have at most three digits and the unit that fits', () => {
    expect([0, 1023, 1024, 4_400_312, 1_048_575, 9_700_000_000].map((bytes) => formatBytes(bytes, 'en'))).toEqual(['0 B', '1,023 B', '1 KB', '4.2 MB', '1 MB', '9 GB'])
  })
})

describe('times', () => {
  const now = Date.UTC(2026, 10, 12, 9, 30)
  it('are relative for seven days and dates after that', () => {
    expect(formatTime(now - 2 * 3_600_000, now, 'en')).toBe('2 hr. ago')
    expect(formatTime(now - 6.9 * 86_400_000, now, 'en')).toBe('6 days ago')
    expect(formatTime(now - 8 * 86_400_000, now, 'en')).toBe('Nov 4')
    expect(formatTime(now - 400 * 86_400_000, now, 'en')).toMatch(/2025$/)
    expect(formatTime(now - 2 * 3_600_000, now, 'zh-CN')).toBe('2小时前')
  })

  it('take a clock a little ahead for now and show a far one as it is', () => {
    expect(formatTime(now + 20_000, now, 'en')).toBe('now')
    expect(formatTime(now + 90 * 86_400_000, now, 'en')).toMatch(/2027/)
  })

  it('of the last minute are told in seconds where that is asked for', () => {
    expect([0, 900, 1000, 12_400, 59_999, 60_000].map((ageMs) => formatRecentTime(now - ageMs, now, 'en'))).toEqual(['now', 'now', '1 sec. ago', '12 sec. ago', '59 sec. ago', '1 min. ago'])
    expect(formatRecentTime(now - 12_000, now, 'zh-CN')).toBe('12秒前')
    expect(formatRecentTime(now + 5000, now, 'en')).toBe('now')
  })

  it('left are told in two units at most', () => {
    expect([0.2, 12, 200, 7500, 200_000].map((seconds) => formatDuration(seconds, 'en'))).toEqual(['1 sec', '12 sec', '3 min 20 sec', '2 hr 5 min', '2 days'])
  })
})

it('a percentage is 100 only at the end', () => {
  expect([formatPercent(0.9999, 'en'), formatPercent(1, 'en'), formatPercent(0.614, 'en')]).toEqual(['99%', '100%', '61%'])
})
