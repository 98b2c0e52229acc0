import type { Random } from '../../platform/platform.ts'

export const alphanumerics = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const digits = '0123456789'

/** So many characters of the alphabet, unbiased: bytes that do not fit it evenly are drawn again. */
export function randomText(random: Random, alphabet: string, length: number): string {
  const usable = 256 - (256 % alphabet.length)
  let text = ''
  while (text.length < length) {
    for (const byte of random.bytes(length)) {
      if (byte < usable && text.length < length) text += alphabet.charAt(byte % alphabet.length)
    }
  }
  return text
}

/** Digits that begin as those of Alibaba Cloud do: 1 and 16 for an account, 2 and 18 for a RAM user, 3 and 18 for a role. */
export function randomUid(random: Random, kind: 'account' | 'user' | 'role'): string {
  if (kind === 'account') return `1${randomText(random, digits, 15)}`
  return `${kind === 'user' ? '2' : '3'}${randomText(random, digits, 17)}`
}

export function randomKeyPair(random: Random): { readonly accessKeyId: string; readonly accessKeySecret: string } {
  return { accessKeyId: `OSSIA${randomText(random, alphanumerics, 16)}`, accessKeySecret: randomText(random, alphanumerics, 30) }
}
