import { describe, expect, it } from 'vitest'
import type { Fragment } from '../../../electron/contract/fragments.ts'
import { olderThan, sumOf } from './choose-fragments.ts'

const hourMs = 3_600_000
const fragment = (uploadId: string, ageHours: number, rest: Partial<Fragment> = {}): Fragment => ({ key: 'a', uploadId, initiatedMs: 1000 * hourMs - ageHours * hourMs, storageClass: 'Standard', parts: 1, sizeBytes: 10, inUse: false, ...rest })

describe('choosing unfinished uploads', () => {
  const all = [fragment('new', 1), fragment('day', 24), fragment('week', 8 * 24, { inUse: true }), fragment('month', 31 * 24)]
  const ids = (age: Parameters<typeof olderThan>[1]) => olderThan(all, age, 1000 * hourMs).map(({ uploadId }) => uploadId)

  it('is by how long ago they were begun', () => {
    expect([ids('any'), ids('day'), ids('week'), ids('month')]).toEqual([['new', 'day', 'week', 'month'], ['day', 'week', 'month'], ['week', 'month'], ['month']])
  })

  it('says how many they are, how large, and how many a transfer goes on with', () => {
    expect(sumOf(all)).toEqual({ count: 4, bytes: 40, inUse: 1 })
    expect(sumOf([])).toEqual({ count: 0, bytes: 0, inUse: 0 })
  })
})
