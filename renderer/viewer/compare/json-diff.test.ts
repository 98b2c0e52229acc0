import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareJson, diffJson, mostDifferences, pathText, type Json } from './json-diff.ts'

const told = (before: Json, after: Json) => diffJson(before, after).differences.map(({ path, kind, before: was, after: is }) => [pathText(path), kind, was, is])

describe('diffJson', () => {
  it('tells what came, went and changed, each with its place', () => {
    expect(told({ a: 1, b: { c: [1, 2] }, gone: null }, { b: { c: [1, 3] }, a: 1, 'new-name': true })).toEqual([
      ['$.b.c[1]', 'changed', 2, 3],
      ['$.gone', 'removed', null, undefined],
      ['$["new-name"]', 'added', undefined, true],
    ])
    expect(told([1], { 0: 1 })).toEqual([['$', 'changed', [1], { 0: 1 }]])
  })

  it('finds an element that was put into an array instead of calling all after it changed', () => {
    expect(told(['a', 'b', 'c'], ['a', 'x', 'b', 'c'])).toEqual([['$[1]', 'added', undefined, 'x']])
  })

  it('goes by what elements are called, wherever they moved', () => {
    expect(told([{ id: 1, v: 'a' }, { id: 2, v: 'b' }], [{ id: 2, v: 'c' }, { id: 1, v: 'a' }, { id: 3 }])).toEqual([
      ['$[0].v', 'changed', 'b', 'c'],
      ['$[2]', 'added', undefined, { id: 3 }],
    ])
  })

  it('finds nothing between a document and itself with its names in another order', () => {
    const turned = (value: Json): Json => {
      if (Array.isArray(value)) return value.map((one: Json) => turned(one))
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(Object.entries(value).toReversed().map(([name, one]) => [name, turned(one)]))
    }
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const document = JSON.parse(JSON.stringify(value)) as Json
        expect(diffJson(document, turned(document)).differences).toEqual([])
      }),
    )
  })

  it('stops where nobody would read on', () => {
    const many = (value: number) => Object.fromEntries(Array.from({ length: mostDifferences + 5 }, (_, index) => [`k${index}`, value]))
    const { differences, isCut } = diffJson(many(1), many(2))
    expect([differences.length, isCut]).toEqual([mostDifferences, true])
  })
})

describe('hostile documents', () => {
  it('nested without end are told by a word, and the same for what is no JSON', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    expect(compareJson(deep, '[[1]]')).toBe('tooIntricate')
    expect(compareJson(deep, `[${deep}]`)).toBe('tooIntricate')
    expect(compareJson('{', '{}')).toBe('unreadable')
  })

  it('may have members called like what every object has', () => {
    expect(compareJson('{"constructor":1}', '{"__proto__":2,"toString":null}')).toEqual({
      places: [
        { path: '$.constructor', kind: 'removed', before: '1', after: '' },
        { path: '$.__proto__', kind: 'added', before: '', after: '2' },
        { path: '$.toString', kind: 'added', before: '', after: 'null' },
      ],
      isCut: false,
    })
  })

  it('tell of long values the beginning', () => {
    const compared = compareJson('{"a":1}', JSON.stringify({ a: 'x'.repeat(1_000_000) }))
    expect(typeof compared === 'object' ? compared.places[0]?.after.length : 0).toBe(400)
  })
})
