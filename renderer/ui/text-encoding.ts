/** Encodings that text is read and written in; labels of the Encoding Standard but for Latin-1, which that takes for windows-1252. */
export const textEncodings = ['UTF-8', 'UTF-8 BOM', 'UTF-16LE', 'UTF-16BE', 'GB18030', 'GBK', 'Big5', 'Shift_JIS', 'EUC-KR', 'ISO-8859-1', 'windows-1252'] as const
export type TextEncoding = (typeof textEncodings)[number]

const label: Readonly<Record<Exclude<TextEncoding, 'ISO-8859-1'>, string>> = {
  'UTF-8': 'utf-8',
  'UTF-8 BOM': 'utf-8',
  'UTF-16LE': 'utf-16le',
  'UTF-16BE': 'utf-16be',
  GB18030: 'gb18030',
  GBK: 'gbk',
  Big5: 'big5',
  Shift_JIS: 'shift_jis',
  'EUC-KR': 'euc-kr',
  'windows-1252': 'windows-1252',
}

const latin1Slice = 8192

function decodeLatin1(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += latin1Slice) text += String.fromCharCode(...bytes.subarray(at, at + latin1Slice))
  return text
}

/**
 * Bytes as text. A byte order mark is left out.
 * @param options `partial`: a character cut off at the end is left out instead of replaced
 * @throws TypeError with `fatal`, when the bytes are not of that encoding
 */
export function decodeText(bytes: Uint8Array, encoding: TextEncoding, { partial = false, fatal = false } = {}): string {
  if (encoding === 'ISO-8859-1') return decodeLatin1(bytes)
  return new TextDecoder(label[encoding], { fatal }).decode(bytes, { stream: partial })
}

function isValid(bytes: Uint8Array, encoding: TextEncoding, partial: boolean): boolean {
  try {
    decodeText(bytes, encoding, { partial, fatal: true })
    return true
  } catch (thrown) {
    // A decoder's only complaint: these bytes are not of that encoding.
    if (thrown instanceof TypeError) return false
    throw thrown
  }
}

/** Every second byte NUL and hardly any other: Latin letters in UTF-16 without a mark. */
function utf16Without(bytes: Uint8Array): 'UTF-16LE' | 'UTF-16BE' | undefined {
  const length = Math.min(bytes.length, 4096) & ~1
  if (length < 4) return undefined
  const zeros = [0, 0]
  for (let at = 0; at < length; at++) if (bytes[at] === 0) zeros[at & 1] = (zeros[at & 1] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (odd > length * 0.3 && even < length * 0.02) return 'UTF-16LE'
  if (even > length * 0.3 && odd < length * 0.02) return 'UTF-16BE'
  return undefined
}

/** Share of control characters that no text file is full of. */
function isBinary(bytes: Uint8Array): boolean {
  let controls = 0
  const length = Math.min(bytes.length, 65_536)
  for (let at = 0; at < length; at++) {
    const byte = bytes[at] ?? 0
    if (byte === 0) return true
    // Tab, line feed, form feed, carriage return and escape are found in text.
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27) controls++
  }
  return controls > length * 0.02
}

const share = (text: string, pattern: RegExp): number => (text.match(pattern)?.length ?? 0) / Math.max(1, (text.match(/\P{ASCII}/gu) ?? []).length)

/**
 * The encoding that bytes are most likely in, or undefined when they are not text: a byte order mark decides, then UTF-8
 * when it is valid, then UTF-16 by its NULs, then the encodings of East Asia by what they would say, then Latin letters.
 * @param partial the bytes are the beginning of more
 */
export function detectEncoding(bytes: Uint8Array, partial: boolean): TextEncoding | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'UTF-8 BOM'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'UTF-16LE'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'UTF-16BE'
  const wide = utf16Without(bytes)
  if (wide !== undefined) return wide
  if (isBinary(bytes)) return undefined
  if (isValid(bytes, 'UTF-8', partial)) return 'UTF-8'
  // Half of all Japanese writing is kana, which no Chinese text read the wrong way is full of.
  if (isValid(bytes, 'Shift_JIS', partial) && share(decodeText(bytes, 'Shift_JIS', { partial }), /[\u3040-\u30ff]/gu) > 0.3) return 'Shift_JIS'
  if (isValid(bytes, 'GB18030', partial)) {
    const text = decodeText(bytes, 'GB18030', { partial })
    // Ideographs outside the everyday part of GBK are what Latin letters with accents look like.
    if (share(text, /[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\u2010-\u2027]/gu) > 0.6) return 'GB18030'
  }
  if (isValid(bytes, 'Big5', partial)) return 'Big5'
  return isValid(bytes, 'windows-1252', partial) ? 'windows-1252' : 'ISO-8859-1'
}

/** Bytes of one code unit of line feed, for those who look for line ends in bytes. */
export const unitBytes = (encoding: TextEncoding): 1 | 2 => (encoding === 'UTF-16LE' || encoding === 'UTF-16BE' ? 2 : 1)
