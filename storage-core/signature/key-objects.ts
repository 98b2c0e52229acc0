import { createSecretKey, type KeyObject } from 'node:crypto'

const maxEntries = 64
const known = new Map<string, KeyObject>()

/** Reading a secret into a key costs as much as the signature itself, and requests come with the same few again and again. */
export function keyObjectOf(secret: string): KeyObject {
  const found = known.get(secret)
  if (found !== undefined) return found
  const key = createSecretKey(secret, 'utf8')
  if (known.size >= maxEntries) known.clear()
  known.set(secret, key)
  return key
}
