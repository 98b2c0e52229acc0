const unreserved = /^[A-Za-z0-9\-_.~]*$/
const unreservedPath = /^[A-Za-z0-9\-_.~/]*$/

/** Percent-encodes everything but RFC 3986's unreserved characters, as V4 signatures and `encoding-type=url` want it. */
export function percentEncode(text: string): string {
  if (unreserved.test(text)) return text
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** The same with `/` kept. */
export function percentEncodePath(path: string): string {
  if (unreservedPath.test(path)) return path
  return percentEncode(path).replaceAll('%2F', '/')
}
