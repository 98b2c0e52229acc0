import { invalidArgument } from './arguments.ts'

/**
 * The opaque position of ListObjectsV2, in the form OSS itself uses: a protocol-buffer message whose field 1 is the last
 * key, in base64 with `.`, `_` and `-` for `+`, `/` and `=`.
 */
export function encodeContinuationToken(after: string): string {
  const key = Buffer.from(after, 'utf8')
  const length = key.length < 0x80 ? [key.length] : [(key.length & 0x7f) | 0x80, key.length >> 7]
  return Buffer.concat([Buffer.from([0x0a, ...length]), key])
    .toString('base64')
    .replaceAll('+', '.')
    .replaceAll('/', '_')
    .replaceAll('=', '-')
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** @throws OssError InvalidArgument for anything `encodeContinuationToken` does not make */
export function decodeContinuationToken(token: string): string {
  const refuse = () => invalidArgument('continuation-token', token, 'The continuation token provided is incorrect.')
  const bytes = Buffer.from(token.replaceAll('.', '+').replaceAll('_', '/').replaceAll('-', '='), 'base64')
  const first = bytes[1] ?? 0
  const wide = first >= 0x80
  const start = wide ? 3 : 2
  const length = wide ? (first & 0x7f) | ((bytes[2] ?? 0) << 7) : first
  if (bytes[0] !== 0x0a || length === 0 || bytes.length !== start + length) throw refuse()
  let key: string
  try {
    key = strictUtf8.decode(bytes.subarray(start))
  } catch {
    throw refuse()
  }
  if (encodeContinuationToken(key) !== token) throw refuse()
  return key
}
