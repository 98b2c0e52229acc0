import { describe, expect, it } from 'vitest'
import { createTextColumn } from './text-column.ts'

describe('a column of texts', () => {
  it('keeps what was written for each row, and nothing for rows that were left out', () => {
    const column = createTextColumn()
    const texts = new Map<number, string>()
    for (let row = 0; row < 20_000; row += 1 + (row % 3)) texts.set(row, row % 7 === 0 ? '版本' : `v${String(row)}`)
    for (const [row, text] of texts) column.set(row, text)
    const rows = Array.from({ length: 20_100 }, (_, row) => row)
    expect(rows.filter((row) => column.get(row) !== (texts.get(row) ?? ''))).toEqual([])
  })

  it('refuses to write a row again', () => {
    const column = createTextColumn()
    column.set(5, 'a')
    expect(() => column.set(5, 'b')).toThrow(RangeError)
    expect(() => column.set(4, 'b')).toThrow(RangeError)
  })
})
