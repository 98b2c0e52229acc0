import { percentEncode } from '../../signature/percent.ts'

export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n'

// oxlint-disable-next-line no-control-regex -- these are exactly the characters XML treats specially or cannot carry
const special = /[\u0000-\u001f&<>"'\ufffe\uffff]/
// oxlint-disable-next-line no-control-regex
const everySpecial = /[\u0000-\u001f&<>"'\ufffe\uffff]/g

/**
 * Escapes text for an element. XML 1.0 has no way to write most control characters, U+FFFE and U+FFFF; they become U+FFFD
 * so that one odd key does not make a whole page unreadable. Clients that need such keys exactly ask for
 * `encoding-type=url`, which never gets here with them. A carriage return is written as a reference, because XML parsers
 * turn a literal one into a line feed.
 */
export function escapeXml(text: string): string {
  return special.test(text) ? text.replaceAll(everySpecial, replacement) : text
}

function replacement(char: string): string {
  switch (char) {
    case '&':
      return '&amp;'
    case '<':
      return '&lt;'
    case '>':
      return '&gt;'
    case '"':
      return '&quot;'
    case "'":
      return '&apos;'
    case '\t':
    case '\n':
      return char
    case '\r':
      return '&#13;'
    default:
      return '\ufffd'
  }
}

export function element(name: string, text: string | number | bigint | boolean): string {
  return `<${name}>${typeof text === 'string' ? escapeXml(text) : String(text)}</${name}>`
}

/** How keys are written in a listing: as text, or percent-encoded when the client asked for `encoding-type=url`. */
export type KeyWriter = (key: string) => string
export function keyWriter(encodingType: 'url' | undefined): KeyWriter {
  return encodingType === 'url' ? percentEncode : escapeXml
}

const dayMs = 86_400_000
let cachedDay = -1
let cachedDayText = ''

/** `2023-12-16T16:20:57.000Z`, the form of every time in OSS's XML. Listings write thousands, mostly of the same day. */
export function xmlTime(timeMs: number): string {
  const day = Math.floor(timeMs / dayMs)
  if (day !== cachedDay) {
    cachedDay = day
    cachedDayText = new Date(day * dayMs).toISOString().slice(0, 11)
  }
  const seconds = Math.floor((timeMs - day * dayMs) / 1000)
  const h = Math.floor(seconds / 3600)
  const m = Math.floor(seconds / 60) % 60
  const s = seconds % 60
  return `${cachedDayText}${h < 10 ? '0' : ''}${h}:${m < 10 ? '0' : ''}${m}:${s < 10 ? '0' : ''}${s}.000Z`
}

/** An element that is there only when it has a value. */
export function optionalElement(name: string, text: string | undefined, write: KeyWriter = escapeXml): string {
  return text === undefined ? '' : `<${name}>${write(text)}</${name}>`
}
