// oxlint-disable-next-line no-control-regex -- the point is to tell ASCII from the rest
const ascii = /^[\u0000-\u007f]*$/
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function isAscii(text: string): boolean {
  return ascii.test(text)
}

/**
 * HTTP header values are bytes; Node shows each byte as one Latin-1 character. OSS clients send UTF-8.
 * @returns the text, or undefined when the bytes are not UTF-8
 */
export function wireToText(wire: string): string | undefined {
  if (isAscii(wire)) return wire
  try {
    return strictUtf8.decode(Buffer.from(wire, 'latin1'))
  } catch {
    return undefined
  }
}

/** The opposite of `wireToText`: text as the Latin-1 view of its UTF-8 bytes, which Node sends unchanged. */
export function textToWire(text: string): string {
  return isAscii(text) ? text : Buffer.from(text, 'utf8').toString('latin1')
}
