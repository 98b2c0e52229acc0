import { describe, expect, it } from 'vitest'
import { quickMomentMs } from './quick-moments.ts'

const at = (text: string): number => new Date(text).getTime()

describe('quick moments', () => {
  it('are whole seconds before now', () => {
    expect(quickMomentMs('tenMinutes', at('2026-03-10T08:15:30.700'))).toBe(at('2026-03-10T08:05:30'))
    expect(quickMomentMs('hour', at('2026-03-10T08:15:30.700'))).toBe(at('2026-03-10T07:15:30'))
    expect(quickMomentMs('today', at('2026-03-10T08:15:30.700'))).toBe(at('2026-03-10T00:00:00'))
  })

  it('keep the time of day over days and months', () => {
    expect(quickMomentMs('yesterday', at('2026-03-01T08:15:30'))).toBe(at('2026-02-28T08:15:30'))
    expect(quickMomentMs('week', at('2026-03-10T08:15:30'))).toBe(at('2026-03-03T08:15:30'))
    expect(quickMomentMs('month', at('2026-03-10T08:15:30'))).toBe(at('2026-02-10T08:15:30'))
  })

  it('take the last day of a month that is shorter', () => {
    expect(quickMomentMs('month', at('2026-03-31T08:15:30'))).toBe(at('2026-02-28T08:15:30'))
  })
})
