import { ossError } from '../../model/oss-error.ts'
import { escapeXml } from './write-xml.ts'

/** Elements by name; a repeated element is an array. Text is decoded. */
export type XmlValue = string | XmlElement | readonly XmlValue[]
export interface XmlElement {
  readonly [name: string]: XmlValue
}

const maxDepth = 20
const strictUtf8 = new TextDecoder('utf-8', { fatal: true })
const cdata = /<!\[CDATA\[([\s\S]*?)\]\]>/g
const entity = /&(#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]+)?;?/g
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/**
 * Parses a small request document. Anything that is not a plain, shallow, well-formed document is refused: document types
 * (and with them custom entities), processing instructions past the first line, nesting beyond 20.
 * @param readPlain a quicker reading of the document's usual form; what it does not answer is parsed
 * @returns the content of the root element, which must have the given name
 * @throws OssError MalformedXML
 */
export async function parseXml(
  body: Uint8Array,
  root: string,
  readPlain?: (text: string) => XmlElement | undefined,
): Promise<XmlElement> {
  const source = decode(body)
  const plain = readPlain?.(source)
  if (plain !== undefined) return plain
  const text = source.replaceAll(cdata, (_, content: string) => escapeXml(content))
  refuseHostile(text)
  // Loaded on first use: most requests carry no XML, and start-up should not wait for it.
  const { XMLParser, XMLValidator } = await import('fast-xml-parser')
  if (XMLValidator.validate(text) !== true) throw ossError('MalformedXML')
  const parser = new XMLParser({
    ignoreAttributes: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
    parseTagValue: false,
    trimValues: false,
    processEntities: false,
    removeNSPrefix: true,
  })
  const document = tidy(parseOrRefuse(() => parser.parse(text) as unknown))
  const content = typeof document === 'object' && !Array.isArray(document) ? (document as XmlElement)[root] : undefined
  if (content === undefined || Array.isArray(content)) throw ossError('MalformedXML')
  return typeof content === 'string' ? emptyElement(content) : (content as XmlElement)
}

/** The parser throws plain errors at element names it holds for dangerous, such as `__proto__`. */
function parseOrRefuse(parse: () => unknown): unknown {
  try {
    return parse()
  } catch (cause) {
    throw ossError('MalformedXML', { cause })
  }
}

function decode(body: Uint8Array): string {
  try {
    return strictUtf8.decode(body)
  } catch (cause) {
    throw ossError('MalformedXML', { cause })
  }
}

function emptyElement(text: string): XmlElement {
  if (text.trim() !== '') throw ossError('MalformedXML')
  return {}
}

/** One pass over the tags, before any parser builds anything from them. */
function refuseHostile(text: string): void {
  let depth = 0
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    const next = text.charCodeAt(at + 1)
    if (next === 0x21) {
      if (!text.startsWith('<!--', at)) throw ossError('MalformedXML')
      const end = text.indexOf('-->', at + 4)
      if (end < 0) throw ossError('MalformedXML')
      at = end
    } else if (next === 0x2f) depth--
    else if (next !== 0x3f) {
      const end = text.indexOf('>', at)
      if (end < 0) throw ossError('MalformedXML')
      if (text.charCodeAt(end - 1) !== 0x2f && ++depth > maxDepth) throw ossError('MalformedXML')
    }
  }
}

/** Decodes text and drops the white space between elements. */
function tidy(value: unknown): XmlValue {
  if (typeof value === 'string') return decodeEntities(value)
  if (Array.isArray(value)) return value.map(tidy)
  const result: Record<string, XmlValue> = Object.create(null) as Record<string, XmlValue>
  for (const [name, child] of Object.entries(value as Record<string, unknown>)) {
    if (name === '#text') {
      if (String(child).trim() !== '') throw ossError('MalformedXML')
      continue
    }
    result[name] = tidy(child)
  }
  return result
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replaceAll(entity, (whole, name: string | undefined) => {
    if (name === undefined || !whole.endsWith(';')) throw ossError('MalformedXML')
    if (!name.startsWith('#')) {
      const char = named[name]
      if (char === undefined) throw ossError('MalformedXML')
      return char
    }
    const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw ossError('MalformedXML')
    return String.fromCodePoint(code)
  })
}

/** The text of a child, or undefined when it is absent. @throws OssError MalformedXML when it is not plain text */
export function childText(parent: XmlElement, name: string): string | undefined {
  const value = parent[name]
  if (value === undefined || typeof value === 'string') return value
  throw ossError('MalformedXML')
}

/** Every child of a name that must be elements, not text. */
export function childElements(parent: XmlElement, name: string): readonly XmlElement[] {
  const value = parent[name]
  if (value === undefined) return []
  return (Array.isArray(value) ? (value as readonly XmlValue[]) : [value]).map((child) => {
    if (typeof child === 'string' || Array.isArray(child)) throw ossError('MalformedXML')
    return child as XmlElement
  })
}

/** The text of every child of a name. @throws OssError MalformedXML when one is not plain text */
export function childTexts(parent: XmlElement, name: string): readonly string[] {
  const value = parent[name]
  if (value === undefined) return []
  return (Array.isArray(value) ? (value as readonly XmlValue[]) : [value]).map((child) => {
    if (typeof child !== 'string') throw ossError('MalformedXML')
    return child
  })
}

/** The one child of a name, whose content may be empty; undefined when it is absent. @throws OssError MalformedXML */
export function childElement(parent: XmlElement, name: string): XmlElement | undefined {
  const value = parent[name]
  // An element without children comes out of the parser as its text.
  if (typeof value === 'string') return emptyElement(value)
  const [element, second] = childElements(parent, name)
  if (second !== undefined) throw ossError('MalformedXML')
  return element
}

/** `true` or `false`, in any case, of a child. @throws OssError MalformedXML for anything else */
export function childFlag(parent: XmlElement, name: string): boolean | undefined {
  const text = childText(parent, name)?.trim().toLowerCase()
  if (text === undefined || text === 'true') return text === undefined ? undefined : true
  if (text === 'false') return false
  throw ossError('MalformedXML')
}
