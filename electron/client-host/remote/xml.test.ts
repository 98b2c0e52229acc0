import fc from 'fast-check'
import { XMLParser } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { childText, escapeXml, parseXml, type XmlElement } from './xml.ts'

interface Tree {
  readonly name: string
  readonly text: string
  readonly children: readonly Tree[]
}
const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,8}$/)
const text = fc.string({ unit: 'binary', maxLength: 12 }).map((one) => one.replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd]/g, '').trim())
const tree: fc.Memo<Tree> = fc.memo((depth) =>
  depth <= 1
    ? fc.record({ name, text, children: fc.constant([]) })
    : fc.oneof(fc.record({ name, text, children: fc.constant([]) }), fc.record({ name, text: fc.constant(''), children: fc.array(tree(depth - 1), { minLength: 1, maxLength: 4 }) })),
)
const write = (one: Tree): string => `<${one.name}>${escapeXml(one.text)}${one.children.map(write).join('\n  ')}</${one.name}>`
const plain = (one: XmlElement): Tree => ({ name: one.name, text: one.children.length > 0 ? '' : one.text, children: one.children.map(plain) })

describe('the XML reader', () => {
  it('reads back any tree that was written', () => {
    fc.assert(fc.property(tree(4), (one) => {
      expect(plain(parseXml(`<?xml version="1.0" encoding="UTF-8"?>\n${write(one)}\n`))).toEqual(one)
    }))
  })

  it('reads what a general parser reads', () => {
    const general = new XMLParser({ preserveOrder: true, parseTagValue: false, trimValues: false, ignoreDeclaration: true, htmlEntities: true })
    const xml = '<R a="x>y" b=\'q\'><!-- <no> --><K>a&amp;b&lt;&#x4e2d;&#20013;</K><E/><E x="1" /><C><![CDATA[<raw>&amp;]]></C><S>  </S></R>'
    const convert = (nodes: Record<string, unknown>[]): Tree[] =>
      nodes.flatMap((node): Tree[] => {
        const [key] = Object.keys(node).filter((one) => one !== ':@')
        if (key === undefined || key === '#text') return []
        const inside = node[key] as Record<string, unknown>[]
        return [{ name: key, text: inside.map((one) => (typeof one['#text'] === 'string' ? one['#text'] : '')).join(''), children: convert(inside) }]
      })
    expect(plain(parseXml(xml))).toEqual(convert(general.parse(xml) as Record<string, unknown>[])[0])
  })

  it('refuses what is not well formed, declares entities or nests without end', () => {
    for (const bad of ['', 'text', '<a>', '<a></b>', '</a>', '<a/><b/>', '<a', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', '<a>'.repeat(100_000), '<a><![CDATA[x</a>', '<>x</>']) {
      expect(() => parseXml(bad), bad.slice(0, 30)).toThrow(/XML answer/)
    }
  })

  it('answers an empty text for what is not there', () => {
    expect(childText(parseXml('<a><b>1</b></a>'), 'c')).toBe('')
  })
})
