import type { IncomingHttpHeaders } from 'node:http'

/** The head of an ordinary answer whose body has a length. */
export interface PlainHead {
  readonly statusCode: number
  /** Of the body that follows. */
  readonly lengthBytes: number
  /** Where the body begins. */
  readonly endsAt: number
  readonly keepAlive: boolean
  /** All fields by name. Made when first asked for: whoever wants few of them asks `field`. */
  readonly headers: IncomingHttpHeaders
  /** @param name in small letters */
  readonly field: (name: string) => string | undefined
}

/** Node keeps the first of these when they come twice; others are joined. */
const onlyOnce = new Set(['age', 'authorization', 'content-length', 'content-type', 'etag', 'expires', 'host', 'last-modified', 'location', 'retry-after', 'server', 'user-agent'])

function addHeader(headers: Record<string, string>, name: string, value: string): void {
  const before = headers[name]
  if (before === undefined) headers[name] = value
  else if (!onlyOnce.has(name)) headers[name] = `${before}, ${value}`
}

/** @param raw names and values in turn */
export function headersOf(raw: readonly string[]): IncomingHttpHeaders {
  const headers: Record<string, string> = {}
  for (let at = 0; at + 1 < raw.length; at += 2) addHeader(headers, (raw[at] ?? '').toLowerCase(), raw[at + 1] ?? '')
  return headers
}

/** A status line and fields, each on a line of its own (RFC 9112, sections 4 and 5). */
const plainForm = /^HTTP\/1\.1 [2-5]\d\d(?: [\t\x20-\x7e\x80-\xff]*)?(?:\r\n[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t\x20-\x7e\x80-\xff]*)*$/
/** What such a head does not have, or not without a closer look. */
const unusual = /\r\n(?:transfer-encoding|upgrade|trailer|proxy-connection):/
const lengthField = '\r\ncontent-length:'

/**
 * Reads the head at the start of these bytes when it is all there and as plain as almost all are: a parser that knows every form
 * of HTTP takes longer for the head of a small object than all else that has to be done for it.
 * @returns undefined for whatever is left to that parser: not whole, not plain, or wrong
 */
export function readPlainHead(bytes: Buffer): PlainHead | undefined {
  const end = bytes.indexOf('\r\n\r\n', 0, 'latin1')
  if (end < 0) return undefined
  const text = bytes.toString('latin1', 0, end)
  const lower = text.toLowerCase()
  if (!plainForm.test(text) || unusual.test(lower) || lower.indexOf(lengthField) !== lower.lastIndexOf(lengthField)) return undefined
  const statusCode = Number(text.slice(9, 12))
  const field = (name: string): string | undefined => {
    const at = lower.indexOf(`\r\n${name}:`)
    if (at < 0) return undefined
    const from = at + name.length + 3
    const lineEnd = text.indexOf('\r\n', from)
    return text.slice(from, lineEnd < 0 ? text.length : lineEnd).trim()
  }
  const length = field('content-length')
  const connection = field('connection')?.toLowerCase()
  if (statusCode === 204 || statusCode === 304 || length === undefined || !/^\d{1,15}$/.test(length)) return undefined
  if (connection !== undefined && connection !== 'keep-alive' && connection !== 'close') return undefined
  let headers: IncomingHttpHeaders | undefined
  return {
    statusCode,
    lengthBytes: Number(length),
    endsAt: end + 4,
    keepAlive: connection !== 'close',
    field,
    get headers() {
      headers ??= headersOf(
        text
          .split('\r\n')
          .slice(1)
          .flatMap((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
      )
      return headers
    },
  }
}
