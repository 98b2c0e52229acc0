import { decodeText, detectEncoding, type TextEncoding } from '../../ui/text-encoding.ts'
import { encodeText, NotEncodable } from './encode-text.ts'

export const lineEndings = ['LF', 'CRLF', 'CR'] as const
export type LineEnding = (typeof lineEndings)[number]
const endingText: Readonly<Record<LineEnding, string>> = { LF: '\n', CRLF: '\r\n', CR: '\r' }

/** An object's text as it is edited: lines end in line feeds only, whatever they end in outside. */
export interface TextDocument {
  readonly text: string
  readonly encoding: TextEncoding
  readonly lineEnding: LineEnding
  /** Line ends of more than one kind were found; saving makes them alike. */
  readonly isMixed: boolean
  /** Saved again without a change the bytes would be others: some are not of this encoding. */
  readonly isLossy: boolean
}

function endingsOf(text: string): { readonly lineEnding: LineEnding; readonly isMixed: boolean } {
  const crlf = text.match(/\r\n/g)?.length ?? 0
  const counts: readonly (readonly [LineEnding, number])[] = [
    ['LF', (text.match(/\n/g)?.length ?? 0) - crlf],
    ['CRLF', crlf],
    ['CR', (text.match(/\r/g)?.length ?? 0) - crlf],
  ]
  const used = counts.filter(([, count]) => count > 0).toSorted((a, b) => b[1] - a[1])
  return { lineEnding: used[0]?.[0] ?? 'LF', isMixed: used.length > 1 }
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, at) => byte === b[at])

function isLossy(bytes: Uint8Array, text: string, encoding: TextEncoding): boolean {
  try {
    const again = encodeText(text, encoding)
    // UTF-16 without a mark gets one; nothing of the text is lost by it.
    return !isSame(again, bytes) && !((encoding === 'UTF-16LE' || encoding === 'UTF-16BE') && isSame(again.subarray(2), bytes))
  } catch (thrown) {
    if (thrown instanceof NotEncodable) return true
    throw thrown
  }
}

/** Reads bytes as text, in the encoding they are most likely in or in the one given. Undefined when they are not text. */
export function readDocument(bytes: Uint8Array, asked?: TextEncoding): TextDocument | undefined {
  const encoding = asked ?? (bytes.length === 0 ? 'UTF-8' : detectEncoding(bytes, false))
  if (encoding === undefined) return undefined
  const raw = decodeText(bytes, encoding)
  return { text: raw.replaceAll(/\r\n?/g, '\n'), encoding, ...endingsOf(raw), isLossy: isLossy(bytes, raw, encoding) }
}

/** Text as the bytes of an object. @throws NotEncodable when the encoding has no place for one of its characters */
export function writeDocument(text: string, { encoding, lineEnding }: Pick<TextDocument, 'encoding' | 'lineEnding'>): Uint8Array<ArrayBuffer> {
  return encodeText(lineEnding === 'LF' ? text : text.replaceAll('\n', endingText[lineEnding]), encoding)
}
