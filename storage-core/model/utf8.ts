/**
 * UTF-8 helpers that run anywhere.
 *
 * OSS orders keys by the bytes of their UTF-8 form. JavaScript compares strings by UTF-16 code unit, which differs for
 * characters outside the basic plane against U+E000..U+FFFF; every comparison of keys goes through `compareUtf8`.
 */
const encoder = new TextEncoder()

/** Number of bytes of the UTF-8 form. */
export function utf8Length(text: string): number {
  let bytes = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) bytes += 1
    else if (unit < 0x800) bytes += 2
    else if (unit >= 0xd800 && unit < 0xdc00 && i + 1 < text.length && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      bytes += 4
      i++
    } else bytes += 3
  }
  return bytes
}

export function utf8Bytes(text: string): Uint8Array {
  return encoder.encode(text)
}

/** Orders two strings by their UTF-8 bytes: negative, zero or positive, as `Array.prototype.sort` wants it. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x === y) continue
    // Surrogates stand for code points above U+FFFF, so they sort after every other unit.
    const rankX = x >= 0xd800 && x <= 0xdfff ? x + 0x2000 : x >= 0xe000 ? x - 0x800 : x
    const rankY = y >= 0xd800 && y <= 0xdfff ? y + 0x2000 : y >= 0xe000 ? y - 0x800 : y
    return rankX - rankY
  }
  return a.length - b.length
}

/** True when the string holds a surrogate without its partner, which has no UTF-8 form. */
export function hasLoneSurrogate(text: string): boolean {
  return !text.isWellFormed()
}
