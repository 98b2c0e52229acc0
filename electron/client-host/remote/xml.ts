export { escapeXml } from '../../contract/setting-request.ts'

/**
 * Reads the XML that OSS answers: elements and text, nothing else is ever used. A general parser took 24 ms for a list page
 * of 1,000 objects, this one about 2 ms, which is what keeps a 100,000-object prefix quick to open. Attributes, comments and
 * processing instructions are passed over; a document type is refused, so no entity can be declared.
 */
export interface XmlElement {
  readonly name: string
  /** Text directly inside, references resolved. Only meaningful for elements without children. */
  text: string
  readonly children: XmlElement[]
}

const maxDepth = 20
const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function resolveReferences(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-z]+));/g, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return named[name] ?? whole
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
  })
}

/**
 * @returns the root element
 * @throws Error when the text is not well formed, nests more than 20 deep or has a document type
 */
export function parseXml(source: string): XmlElement {
  const top: XmlElement = { name: '', text: '', children: [] }
  const open: XmlElement[] = [top]
  let current = top
  let at = 0
  const fail = (problem: string): never => {
    throw new Error(`XML answer is not well formed: ${problem} at ${String(at)}`)
  }
  const indexOf = (text: string, from: number): number => {
    const found = source.indexOf(text, from)
    return found < 0 ? fail(`no ${text}`) : found
  }
  for (;;) {
    const tag = source.indexOf('<', at)
    if (tag < 0) {
      if (open.length !== 1) fail('end inside an element')
      break
    }
    if (tag > at && open.length > 1) current.text += resolveReferences(source.slice(at, tag))
    const mark = source.charCodeAt(tag + 1)
    if (mark === 0x2f) {
      const end = indexOf('>', tag)
      if (source.slice(tag + 2, end).trimEnd() !== current.name || open.length === 1) fail('an end tag without its start')
      open.pop()
      current = open[open.length - 1] ?? top
      at = end + 1
    } else if (mark === 0x21) {
      if (source.startsWith('<!--', tag)) at = indexOf('-->', tag + 4) + 3
      else if (source.startsWith('<![CDATA[', tag)) {
        const end = indexOf(']]>', tag)
        current.text += source.slice(tag + 9, end)
        at = end + 3
      } else fail('a declaration')
    } else if (mark === 0x3f) at = indexOf('?>', tag) + 2
    else {
      const end = endOfTag(source, tag + 1)
      if (end < 0) fail('no >')
      const empty = source.charCodeAt(end - 1) === 0x2f
      const inside = source.slice(tag + 1, empty ? end - 1 : end)
      const space = inside.search(/\s/)
      const element: XmlElement = { name: space < 0 ? inside : inside.slice(0, space), text: '', children: [] }
      if (element.name === '') fail('a tag without a name')
      if (open.length === 1 && top.children.length > 0) fail('a second root')
      current.children.push(element)
      if (!empty) {
        if (open.length > maxDepth) fail('nesting too deep')
        open.push(element)
        current = element
      }
      at = end + 1
    }
  }
  return top.children[0] ?? fail('no root')
}

/** Index of the `>` that closes a start tag, past quoted attribute values; -1 when there is none. */
function endOfTag(source: string, from: number): number {
  let quote = 0
  for (let i = from; i < source.length; i++) {
    const code = source.charCodeAt(i)
    if (quote !== 0) {
      if (code === quote) quote = 0
    } else if (code === 0x3e) return i
    else if (code === 0x22 || code === 0x27) quote = code
  }
  return -1
}

export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((one) => one.name === name)
}

/** Text of a child, empty when there is no such child. */
export function childText(element: XmlElement | undefined, name: string): string {
  return child(element, name)?.text ?? ''
}

/** The child's text as a whole number. @throws Error when it is none */
export function childNumber(element: XmlElement | undefined, name: string): number {
  const text = childText(element, name)
  const value = Number(text)
  if (text === '' || !Number.isSafeInteger(value) || value < 0) throw new Error(`XML answer: ${name} is not a number`)
  return value
}

/** Characters that XML 1.0 cannot carry in any form; keys holding one are deleted by their URL. */
// oxlint-disable-next-line no-control-regex -- exactly the characters XML forbids
export const notInXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/
