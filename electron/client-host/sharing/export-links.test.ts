import MarkdownIt from 'markdown-it'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { linkLine } from './export-links.ts'

const link = { url: 'https://hostile.oss-cn-hangzhou.aliyuncs.com/a%20b?x-oss-signature=%2B1&x=(1)', expiresMs: Date.UTC(2026, 0, 2) }
const names = [
  '=cmd|\'/c calc\'!A0',
  '@SUM(1+1)',
  '-2+3',
  '＝HYPERLINK("x")',
  'say "quoted", twice',
  'two\r\nlines',
  '\nsecond line',
  '[text](javascript:alert(1))',
  '](<javascript:alert(1)>)',
  'ends with \\',
  '`code` *bold* _it_ ~~gone~~ | pipe | a',
  '<img src=x onerror=alert(1)>',
  '&lt;b&gt; &#106;avascript',
  '![picture](http://127.0.0.1/pixel)',
  '# heading',
  '里斯本 🌊.txt',
]
const plain = (name: string): string => name.replaceAll(/[\r\n]/g, ' ').trim()

describe('a line of exported links', () => {
  it('is one record of CSV with the name in it, and no cell that a spreadsheet would run', () => {
    for (const name of names) {
      const rows = Papa.parse<string[]>(linkLine('csv', `folder/${name}`, link), { delimiter: ',', newline: '\r\n', skipEmptyLines: true }).data
      expect(rows, name).toHaveLength(1)
      const [first = '', key, url, expires] = rows[0] ?? []
      const [own] = name.slice(name.lastIndexOf('/') + 1).match(/[^]*/u) ?? []
      expect(first.replace(/^'/, ''), name).toBe(own)
      expect([key, url, expires]).toEqual([`folder/${name}`, link.url, '2026-01-02T00:00:00.000Z'])
      for (const cell of rows[0] ?? []) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/u)
    }
    // A key that begins like a formula without a folder before it.
    expect(linkLine('csv', '=1+1', link).startsWith('"\'=1+1","\'=1+1","https://')).toBe(true)
  })

  it('is one link of Markdown that is called by the name and leads where it should', () => {
    for (const html of [false, true]) {
      const markdown = new MarkdownIt({ html, linkify: false })
      for (const name of names.map((each) => each.replaceAll('/', ' '))) {
        const line = linkLine('markdown', `folder/${name}`, link)
        expect(line.trimEnd().split('\n'), name).toHaveLength(1)
        const tokens = markdown.parse(line, {})
        const inline = tokens.filter(({ type }) => type === 'inline').flatMap(({ children }) => children ?? [])
        expect(inline.map(({ type }) => type).filter((type) => type !== 'text' && type !== 'text_special'), name).toEqual(['link_open', 'link_close'])
        expect(inline[0]?.attrGet('href')).toBe(link.url)
        expect(inline.map(({ content }) => content).join('').trim(), name).toBe(plain(name))
      }
    }
  })

  it('is an address and nothing else in a text file', () => {
    for (const name of names) expect(linkLine('text', name, link)).toBe(`${link.url}\n`)
  })
})
