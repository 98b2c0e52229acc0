import { describe, expect, it } from 'vitest'
import { compareRows, mostRows } from './compare-rows.ts'
import { diffRows } from './row-diff.ts'

const rows = (text: string): string[][] => text.split('\n').map((line) => line.split(','))

describe('diffRows', () => {
  it('tells which cells of a row changed, and which rows came and went', () => {
    expect(diffRows(rows('id,n\n1,a\n2,b\n3,c'), rows('id,n\n1,a\n2,B\n4,d\n3,c'))).toEqual([
      { kind: 'same', cells: ['id', 'n'], before: 0, after: 0 },
      { kind: 'same', cells: ['1', 'a'], before: 1, after: 1 },
      { kind: 'changed', cells: ['2', 'B'], former: ['2', 'b'], changed: [1], before: 2, after: 2 },
      { kind: 'added', cells: ['4', 'd'], after: 3 },
      { kind: 'same', cells: ['3', 'c'], before: 3, after: 4 },
    ])
    expect(diffRows(rows('1,a\n2,b'), rows('2,b'))).toEqual([
      { kind: 'removed', cells: ['1', 'a'], before: 0 },
      { kind: 'same', cells: ['2', 'b'], before: 1, after: 0 },
    ])
  })

  it('pairs rows without a common first cell by their place when as many stand there as before', () => {
    expect(diffRows(rows('a,1\nb,2'), rows('x,1\ny,2'))).toMatchObject([
      { kind: 'changed', changed: [0] },
      { kind: 'changed', changed: [0] },
    ])
    expect(diffRows(rows('a,1'), rows('x,1\ny,2')).map(({ kind }) => kind)).toEqual(['removed', 'added', 'added'])
  })

  it('leaves out long stretches that are the same, with two rows around what differs', () => {
    const many = Array.from({ length: 50 }, (_, index) => [String(index), 'v'])
    const told = diffRows(many, many.with(25, ['25', 'w']))
    expect(told.map((row) => (row.kind === 'skipped' ? row.count : row.kind))).toEqual([23, 'same', 'same', 'changed', 'same', 'same', 22])
    expect(diffRows(many, many)).toEqual([{ kind: 'skipped', count: 50 }])
  })

  it('pairs no row twice', () => {
    const told = diffRows(rows('1,a\n1,b'), rows('1,c'))
    expect(told.map(({ kind }) => kind)).toEqual(['removed', 'changed'])
  })
})

describe('tables that have nothing in common', () => {
  it('are compared although each has more rows than a call has room for arguments', () => {
    const table = (name: string): string[][] => Array.from({ length: 150_000 }, (_, index) => [`${name}${index}`])
    expect(diffRows(table('a'), table('b').concat([['last']]))).toHaveLength(300_001)
    expect(compareRows('a\n1\n', 'a\n2\n', 'csv')).toMatchObject({ changes: 1, header: ['a'], isCut: false })
    const many = Array.from({ length: mostRows + 2 }, (_, index) => `a${index},x`).join('\n')
    expect(compareRows(many, many.replaceAll('a', 'b'), 'csv')).toMatchObject({ isCut: true, rows: { length: mostRows } })
  })
})
