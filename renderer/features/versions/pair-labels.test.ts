import { describe, expect, it } from 'vitest'
import { createI18n } from '../../ui/i18n/index.ts'
import { isAbove, pairLabels } from './pair-labels.ts'

const version = (versionId: string, lastModifiedMs: number) => ({ versionId, lastModifiedMs })

describe('two versions side by side', () => {
  it('stand in the order of the history, also those of one second', () => {
    const rows = [version('e', 2000), version('d', 1000), version('c', 1000), version('b', 1000), version('a', 0)]
    const above = (index: number, other: number) => isAbove((at) => rows[at], index, rows[index] ?? version('', 0), rows[other] ?? version('', 0))
    for (const index of rows.keys()) for (const other of rows.keys()) expect([index, other, above(index, other)]).toEqual([index, other, other < index])
  })

  it('are named by their times, and by their order where those are the same', () => {
    const format = { exactTime: (timeMs: number) => String(Math.floor(timeMs / 1000)) }
    const { t } = createI18n('en')
    expect(pairLabels(version('a', 0), version('b', 1000), format, t)).toEqual({ before: '0', after: '1' })
    expect(pairLabels(version('a', 1000), version('b', 1000), format, t)).toEqual({ before: '1, the older', after: '1, the newer' })
  })
})
