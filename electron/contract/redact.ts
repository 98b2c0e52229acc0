const patterns: readonly (readonly [RegExp, string])[] = [
  // Header and log forms of an Authorization value, V1 and V4.
  [/(authorization["']?\s*[:=]\s*["']?)[^\r\n"']+/gi, '$1***'],
  [/(OSS4|AWS4)-HMAC-SHA256 Credential=[^\s"']+/g, '$1-HMAC-SHA256 ***'],
  [/\b(OSS|AWS) [A-Za-z0-9._-]+:[A-Za-z0-9+/=]+/g, '$1 ***'],
  // Keys of proxies: in their header, and where users put them into the address.
  [/\b(Basic|Digest|Negotiate) [A-Za-z0-9+/=]{4,}/g, '$1 ***'],
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@:]+:[^\s/@]+@/gi, '$1***@'],
  // Query parameters of presigned URLs, V1 and V4, and temporary tokens.
  [/((?:x-(?:oss|amz)-)?(?:signature|security-token|credential)=)[^&\s"'<>]+/gi, '$1***'],
  [/((?:OSS|AWS)AccessKeyId=)[^&\s"'<>]+/gi, '$1***'],
  [/((?:x-(?:oss|amz)-)?security-?token["']?\s*[:=]\s*["']?)[^\s"'&,}]+/gi, '$1***'],
  [/(access-?key-?secret["']?\s*[:=]\s*["']?)[^\s"'&,}]+/gi, '$1***'],
]

/** Masks signatures, tokens and secrets in text that is about to be logged or shown. */
export function redact(text: string): string {
  let out = text
  for (const [pattern, replacement] of patterns) out = out.replace(pattern, replacement)
  return out
}
