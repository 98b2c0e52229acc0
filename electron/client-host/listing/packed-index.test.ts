import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPackedIndex } from './packed-index.ts'
import { extensionOf, filterByName, orderByColumn, orderByName, type RowOrder } from './row-orders.ts'

const finish = <T>(work: Generator<undefined, T>): T => {
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
  }
}
const object = (key: string, more: object = {}): Parameters<ReturnType<typeof createPackedIndex>['addObject']>[0] => ({ key, sizeBytes: 0, lastModifiedMs: 0, etag: '', storageClass: 'Standard', type: 'Normal', ...more })

describe('the packed index', () => {
  it('gives back every row as it was added', () => {
    const row = fc.record({
      name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((text) => text.isWellFormed()),
      sizeBytes: fc.maxSafeNat(),
      lastModifiedMs: fc.integer({ min: 0, max: 4e12 }),
      etag: fc.oneof(fc.stringMatching(/^[0-9A-F]{32}$/), fc.stringMatching(/^[0-9A-F]{32}-[1-9][0-9]{0,4}$/), fc.constantFrom('', 'odd', 'd41d8cd98f00b204e9800998ecf8427e', `${'A'.repeat(32)}-0`, `${'A'.repeat(32)}-01`, `${'A'.repeat(32)}-65535`)),
      storageClass: fc.constantFrom('Standard', 'IA', 'SomethingNew'),
      type: fc.constantFrom('Normal', 'Multipart', 'Symlink'),
    })
    fc.assert(fc.property(fc.array(row, { maxLength: 600 }), (rows) => {
      const index = createPackedIndex('p/')
      index.addFolder('p/folder/')
      for (const one of rows) index.addObject({ ...one, key: `p/${one.name}` })
      expect(index.rowAt(0)).toEqual({ key: 'p/folder/', kind: 'folder', sizeBytes: 0, lastModifiedMs: 0, storageClass: '', type: '', etag: '' })
      for (const [place, { name, ...rest }] of rows.entries()) expect(index.rowAt(place + 1)).toEqual({ key: `p/${name}`, kind: 'object', ...rest })
      expect(index).toMatchObject({ rows: rows.length + 1, folders: 1, objects: rows.length, bytes: rows.reduce((sum, one) => sum + one.sizeBytes, 0) })
    }), { numRuns: 30 })
  })

  it('goes on over the ends of its segments', () => {
    const index = createPackedIndex('')
    for (let i = 0; i < 70_000; i++) index.addObject(object(`键${String(i)}`, { sizeBytes: i }))
    for (const row of [0, 255, 256, 1023, 32_767, 32_768, 65_535, 65_536, 69_999]) expect(index.rowAt(row)).toMatchObject({ key: `键${String(row)}`, sizeBytes: row })
    expect(index.findKey('键69999')).toBe(69_999)
    expect(index.findKey('键70000')).toBe(-1)
    expect(() => index.rowAt(70_000)).toThrow(RangeError)
  })
})

describe('orders of rows', () => {
  const index = createPackedIndex('')
  index.addFolder('b folder/')
  index.addFolder('A folder/')
  for (const [key, sizeBytes, storageClass] of [['b.TXT', 5, 'IA'], ['a.txt', 5, 'Standard'], ['c', 1, 'Standard'], ['d.Jpg', 9, 'Archive'], ['.hidden', 7, 'IA']] as const) index.addObject(object(key, { sizeBytes, storageClass, lastModifiedMs: sizeBytes * 1000 }))
  const byName = finish(orderByName(index))
  const keys = (order: RowOrder): string[] => Array.from(order.rows, (row) => index.keyOf(row))

  it('has folders first in every column and direction, equal values by name', () => {
    expect(keys(byName)).toEqual(['A folder/', 'b folder/', '.hidden', 'a.txt', 'b.TXT', 'c', 'd.Jpg'])
    expect(keys(finish(orderByColumn(index, byName, { column: 'sizeBytes', direction: 'ascending' })))).toEqual(['A folder/', 'b folder/', 'c', 'a.txt', 'b.TXT', '.hidden', 'd.Jpg'])
    expect(keys(finish(orderByColumn(index, byName, { column: 'lastModifiedMs', direction: 'descending' })))).toEqual(['A folder/', 'b folder/', 'd.Jpg', '.hidden', 'b.TXT', 'a.txt', 'c'])
    expect(keys(finish(orderByColumn(index, byName, { column: 'type', direction: 'ascending' })))).toEqual(['A folder/', 'b folder/', '.hidden', 'c', 'd.Jpg', 'a.txt', 'b.TXT'])
    expect(keys(finish(orderByColumn(index, byName, { column: 'storageClass', direction: 'ascending' })))).toEqual(['A folder/', 'b folder/', 'd.Jpg', '.hidden', 'b.TXT', 'a.txt', 'c'])
    expect(keys(finish(orderByColumn(index, byName, { column: 'name', direction: 'descending' })))).toEqual(['b folder/', 'A folder/', 'd.Jpg', 'c', 'b.TXT', 'a.txt', '.hidden'])
  })

  it('filters without regard to case, in any script', () => {
    expect(keys(finish(filterByName(index, byName, 'TXT')))).toEqual(['a.txt', 'b.TXT'])
    expect(finish(filterByName(index, byName, 'FOLDER'))).toMatchObject({ folders: 2 })
    const chinese = createPackedIndex('')
    for (const key of ['报告Ä.doc', '照片.jpg']) chinese.addObject(object(key))
    expect(finish(filterByName(chinese, finish(orderByName(chinese)), '告ä')).rows).toHaveLength(1)
  })

  it('knows what an extension is', () => {
    expect(['a.TXT', '.gitignore', 'x', 'dir.d/file', 'a.tar.gz', 'end.'].map(extensionOf)).toEqual(['txt', '', '', '', 'gz', ''])
  })
})
