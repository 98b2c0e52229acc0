import { inspect } from 'node:util'

/** Where a process tells what went wrong inside it. Never given secrets, signatures or presigned URLs. */
export type Log = (message: string, error?: unknown) => void

const secretPattern = /((?:signature|credential|security-token|ossaccesskeyid|authorization|accesskeysecret)["']?\s*[=:]\s*["']?)[^&\s"',}]+(?: [^&\s"',}]{20,})?/giu

/** Masks what must not reach a terminal or a file: signatures, tokens, Authorization headers. */
export function redact(text: string): string {
  return text
    .replace(/\b(Basic|Digest|Negotiate) [A-Za-z0-9+/=]{4,}/gu, '$1 ***')
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@:]+:[^\s/@]+@/giu, '$1***@')
    .replace(secretPattern, '$1***')
}

/** Writes to stderr, which the terminal or the service manager keeps. */
export const logToStderr: Log = (message, error) => {
  const cause = error === undefined ? '' : `\n${inspect(error)}`
  process.stderr.write(`[ossia] ${redact(`${message}${cause}`)}\n`)
}
