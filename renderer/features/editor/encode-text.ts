import { decodeText, type TextEncoding } from '../../ui/text-encoding.ts'

/** A character that an encoding has no bytes for, and where. */
export class NotEncodable extends Error {
  override readonly name = 'NotEncodable'
  readonly character: string
  /** Position in the text, in UTF-16 units. */
  readonly position: number

  constructor(character: string, position: number) {
    super(`There is no ${character} in this encoding`)
    this.character = character
    this.position = position
  }
}

const isOneCharacter = (text: string): boolean => text.length === 1 || (text.length === 2 && (text.codePointAt(0) ?? 0) > 0xffff)

type DoubleByte = 'GB18030' | 'GBK' | 'Big5' | 'Shift_JIS' | 'EUC-KR'

const tables = new Map<DoubleByte | 'windows-1252', ReadonlyMap<string, number>>()

/**
 * Characters by their bytes, read off the platform's own decoder, so that what was decoded is encoded to the same bytes.
 * Where two sequences mean one character the first one counts, as the Encoding Standard's encoders do for all but a few.
 */
function tableOf(encoding: DoubleByte | 'windows-1252'): ReadonlyMap<string, number> {
  const known = tables.get(encoding)
  if (known !== undefined) return known
  const table = new Map<string, number>()
  const put = (bytes: readonly number[]): void => {
    const text = decodeText(Uint8Array.from(bytes), encoding)
    if (isOneCharacter(text) && text !== '\ufffd' && !table.has(text)) table.set(text, bytes.reduce((value, byte) => value * 256 + byte, 0))
  }
  for (let byte = 0x80; byte <= 0xff; byte++) put([byte])
  if (encoding !== 'windows-1252') for (let lead = 0x81; lead <= 0xfe; lead++) for (let trail = 0x40; trail <= 0xfe; trail++) put([lead, trail])
  if (encoding === 'GB18030') addFourBytes(put)
  tables.set(encoding, table)
  return table
}

/** The rest of the Basic Multilingual Plane in GB18030, four bytes each: 0x81308130 to 0x8431A439. */
function addFourBytes(put: (bytes: readonly number[]) => void): void {
  for (let index = 0; index < 39_420; index++) put(fourBytes(index))
}
function fourBytes(index: number): readonly [number, number, number, number] {
  return [0x81 + Math.floor(index / 12_600), 0x30 + (Math.floor(index / 1260) % 10), 0x81 + (Math.floor(index / 10) % 126), 0x30 + (index % 10)]
}
/** Index at which GB18030's four bytes begin to count the characters beyond the Basic Multilingual Plane in order. */
const supplementaryIndex = 189_000

function encodeByTable(text: string, encoding: DoubleByte | 'windows-1252'): Uint8Array<ArrayBuffer> {
  const table = tableOf(encoding)
  const out = new Uint8Array(text.length * 4)
  let at = 0
  let position = 0
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    const value = point < 0x80 ? point : table.get(character)
    if (value !== undefined) {
      for (let shift = value > 0xffff ? 24 : value > 0xff ? 8 : 0; shift >= 0; shift -= 8) out[at++] = (value >>> shift) & 0xff
    } else if (encoding === 'GB18030' && point >= 0x10000) {
      out.set(fourBytes(point - 0x10000 + supplementaryIndex), at)
      at += 4
    } else throw new NotEncodable(character, position)
    position += character.length
  }
  return out.slice(0, at)
}

function encodeUtf16(text: string, littleEndian: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(text.length * 2 + 2))
  view.setUint16(0, 0xfeff, littleEndian)
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2 + 2, text.charCodeAt(at), littleEndian)
  return new Uint8Array(view.buffer)
}

function encodeLatin1(text: string): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code > 0xff) throw new NotEncodable(String.fromCodePoint(text.codePointAt(at) ?? code), at)
    out[at] = code
  }
  return out
}

/** Text as bytes, with the byte order mark where the encoding has one. @throws NotEncodable */
export function encodeText(text: string, encoding: TextEncoding): Uint8Array<ArrayBuffer> {
  switch (encoding) {
    case 'UTF-8':
      return new TextEncoder().encode(text)
    case 'UTF-8 BOM':
      return new TextEncoder().encode(`\ufeff${text}`)
    case 'UTF-16LE':
      return encodeUtf16(text, true)
    case 'UTF-16BE':
      return encodeUtf16(text, false)
    case 'ISO-8859-1':
      return encodeLatin1(text)
    case 'GB18030':
    case 'GBK':
    case 'Big5':
    case 'Shift_JIS':
    case 'EUC-KR':
    case 'windows-1252':
      return encodeByTable(text, encoding)
  }
}
