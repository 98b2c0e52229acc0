import { describe, expect, it } from 'vitest'
import { chunkBytes, readChunk } from '../text/line-chunks.ts'
import { formatOf, maxColumns, parseDelimited, parseJsonLines, recordStart } from './records.ts'

describe('formatOf', () => {
  it('guesses the delimiter and counts the columns', () => {
    expect(formatOf('csv', 'a;b;c\n1;2;3\n4;5;6\n')).toEqual({ kind: 'delimited', delimiter: ';', columnCount: 3, moreColumns: false })
    expect(formatOf('tsv', 'a,b\tc\n1\t2\n')).toEqual({ kind: 'delimited', delimiter: '\t', columnCount: 2, moreColumns: false })
  })

  it('collects the names that lines of JSON use', () => {
    expect(formatOf('jsonl', '{"a":1}\n{"b":[2],"a":null}\nno json\n')).toEqual({ kind: 'json', columns: ['a', 'b'], moreColumns: false })
  })
})

describe('rows', () => {
  it('keep quoted line ends and delimiters in one cell', () => {
    expect(parseDelimited('a,"x, ""y""\nz",b\r\n', ',')).toEqual([['a', 'x, "y"\nz', 'b']])
  })

  it('show formulas and markup as the text they are', () => {
    expect(parseDelimited('=cmd|calc,<img src=x onerror=alert(1)>', ',')).toEqual([['=cmd|calc', '<img src=x onerror=alert(1)>']])
  })

  it('show what is no JSON as it stands', () => {
    expect(parseJsonLines('{"a":{"b":1}}\nbroken {\n7\n', ['a', 'c'])).toEqual([
      ['{"b":1}', ''],
      ['broken {', ''],
      ['7', ''],
    ])
  })

  it('cut cells that nobody could read', () => {
    expect(parseDelimited('x'.repeat(5000), ',')[0]?.[0]?.length).toBe(2001)
  })
})

describe('hostile tables', () => {
  it('are cut at a number of columns, and say so', () => {
    const text = `${Array.from({ length: 40_000 }, (_, index) => `c${index}`).join(',')}\n`
    expect(formatOf('csv', text)).toMatchObject({ columnCount: 40_000, moreColumns: true })
    expect(parseDelimited(text, ',')[0]).toHaveLength(maxColumns)
    const line = JSON.stringify(Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`c${index}`, index])))
    expect(formatOf('jsonl', line)).toMatchObject({ moreColumns: true, columns: { length: maxColumns } })
  })

  it('may name columns like what every object has, and hold values nested without end', () => {
    const text = `{"constructor":1,"__proto__":2,"toString":3}\n{"a":1}\n{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n`
    const format = formatOf('jsonl', text)
    if (format.kind !== 'json') throw new Error('not JSON')
    expect(format.columns).toEqual(['constructor', '__proto__', 'toString', 'a'])
    expect(parseJsonLines(text, format.columns)).toEqual([['1', '2', '3', ''], ['', '', '', '1'], ['', '', '', expect.stringMatching(/…$/) as string]])
  })

  it('of nothing but quotes, delimiters or line ends are parsed in a moment', () => {
    const length = 320 * 1024
    for (const piece of [',', '"', '"a', '",', '\n', '"a"b', '"\n', 'a,"b\n']) {
      const text = piece.repeat(length / piece.length)
      for (const row of parseDelimited(text, ',')) expect(row.length).toBeLessThanOrEqual(maxColumns)
    }
  })
})

describe('recordStart', () => {
  it('does not begin inside quotes, wherever a piece is cut', async () => {
    const line = (index: number): string => `${index},"multi\nline ${'text '.repeat(3)}",end\n`
    let text = 'id,body,last\n'
    for (let index = 0; text.length < chunkBytes * 3; index++) text += line(index)
    const bytes = new TextEncoder().encode(text)
    const source = { sizeBytes: bytes.length, read: (start: number, end: number) => Promise.resolve(bytes.subarray(start, Math.min(end, bytes.length))) }
    const findStart = recordStart({ delimiter: ',', columnCount: 3 })
    let records = 0
    for (let index = 0; index * chunkBytes < bytes.length; index++) {
      const rows = parseDelimited((await readChunk(source, index, { encoding: 'UTF-8', findStart })).text, ',')
      for (const row of rows) expect(row).toHaveLength(3)
      records += rows.length
    }
    expect(records).toBe(parseDelimited(text, ',').length)
  })
})
