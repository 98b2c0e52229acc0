import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ListingWhere, SortColumn } from '../../contract/listings.ts'
import { createPackedIndex } from './packed-index.ts'
import { filterRows } from './row-filters.ts'
import { orderByColumn, orderByName, type RowOrder } from './row-orders.ts'

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
    expect(keys(finish(filterRows(index, byName, { filter: 'TXT' })))).toEqual(['a.txt', 'b.TXT'])
    expect(finish(filterRows(index, byName, { filter: 'FOLDER' }))).toMatchObject({ folders: 2 })
    const chinese = createPackedIndex('')
    for (const key of ['报告Ä.doc', '照片.jpg']) chinese.addObject(object(key))
    expect(finish(filterRows(chinese, finish(orderByName(chinese)), { filter: '告ä' })).rows).toHaveLength(1)
  })

  it('knows what an extension is', () => {
    const named = createPackedIndex('')
    for (const key of ['a.TXT', '.gitignore', 'x', 'dir.d/file', 'a.tar.gz', 'end.', 'a/.b', '图.Ä']) named.addObject(object(key))
    expect(Array.from({ length: named.rows }, (_, row) => named.extensionOf(row))).toEqual(['txt', '', '', '', 'gz', '', '', 'ä'])
  })

  it('takes a filter with a star for the whole name', () => {
    const named = createPackedIndex('p/')
    named.addFolder('p/report/')
    for (const key of ['p/report 1.pdf', 'p/report 12.pdf', 'p/Report 3.PDF', 'p/x report 1.pdf.bak', `p/${'a'.repeat(900)}`]) named.addObject(object(key))
    const order = finish(orderByName(named))
    const found = (filter: string) => [...finish(filterRows(named, order, { filter })).rows].map((row) => named.nameOf(row))
    expect(found('report ?.p*')).toEqual(['report 1.pdf', 'Report 3.PDF'])
    expect(found('rep*t')).toEqual(['report/'])
    expect(found(`${'*a'.repeat(200)}*b`)).toEqual([])
  })

  it('shows what fits every condition, and folders only when asked to', () => {
    const kept = createPackedIndex('')
    kept.addFolder('folder/')
    kept.addObject(object('small.txt', { sizeBytes: 10, lastModifiedMs: 1000 }))
    kept.addObject(object('large.TXT', { sizeBytes: 5000, lastModifiedMs: 2000, storageClass: 'IA' }))
    kept.addObject(object('large.jpg', { sizeBytes: 9000, lastModifiedMs: 3000 }))
    kept.addObject(object('README', { sizeBytes: 7, lastModifiedMs: 4000 }))
    const order = finish(orderByName(kept))
    const shown = (where: ListingWhere) => [...finish(filterRows(kept, order, { filter: '', where })).rows].map((row) => kept.nameOf(row))
    expect(shown({ extensions: ['txt'] })).toEqual(['large.TXT', 'small.txt'])
    expect(shown({ exceptExtensions: ['txt', ''] })).toEqual(['large.jpg'])
    expect(shown({ extensions: [], folders: true })).toEqual(['folder/'])
    expect(shown({ minBytes: 10, maxBytes: 5000 })).toEqual(['large.TXT', 'small.txt'])
    expect(shown({ fromMs: 2000, beforeMs: 4000 })).toEqual(['large.jpg', 'large.TXT'])
    expect(shown({ storageClasses: ['IA'], folders: true })).toEqual(['folder/', 'large.TXT'])
    expect(shown({ extensions: ['txt'], minBytes: 11, fromMs: 2001 })).toEqual([])
  })

  it('orders by bytes of the name, by ETag and by object type as well', () => {
    const named = createPackedIndex('')
    const etag = (digit: string) => digit.repeat(32)
    for (const [key, tag, type] of [['B10', etag('A'), 'Normal'], ['B9', etag('1'), 'Multipart'], ['a1', etag('A'), 'Appendable']] as const) named.addObject(object(key, { etag: tag, type }))
    const order = finish(orderByName(named))
    const by = (column: SortColumn, direction: 'ascending' | 'descending' = 'ascending') => [...finish(orderByColumn(named, order, { column, direction })).rows].map((row) => named.nameOf(row))
    expect(by('name')).toEqual(['a1', 'B9', 'B10'])
    expect(by('rawName')).toEqual(['B10', 'B9', 'a1'])
    expect(by('rawName', 'descending')).toEqual(['a1', 'B9', 'B10'])
    expect(by('etag')).toEqual(['B9', 'a1', 'B10'])
    expect(by('objectType')).toEqual(['a1', 'B9', 'B10'])
  })
})
