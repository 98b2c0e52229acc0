import type { Keychain } from '../secrets/keychain.ts'

/** A keychain in memory. One with another key opens nothing of this one's. */
export function fakeKeychain({ available = true, key = 'key' }: { readonly available?: boolean; readonly key?: string } = {}): Keychain {
  return {
    available: () => available,
    name: () => 'fake',
    seal: (secret) => Buffer.from(`${key}:${secret}`).toString('base64'),
    unseal: (sealed) => {
      const text = Buffer.from(sealed, 'base64').toString()
      if (!available || !text.startsWith(`${key}:`)) throw new Error('Not sealed here')
      return text.slice(key.length + 1)
    },
  }
}
