import type { Clock, Random } from '../platform/platform.ts'

/**
 * Request ids in OSS's form: 24 upper-case hex digits. Time of the start, a random part, a counter: unique without drawing
 * randomness for every request.
 */
export function createRequestIds(clock: Clock, random: Random): () => string {
  const hex = (value: number) => (value >>> 0).toString(16).padStart(8, '0').toUpperCase()
  const prefix = hex(Math.floor(clock.now() / 1000)) + Buffer.from(random.bytes(4)).toString('hex').toUpperCase()
  let count = 0
  return () => prefix + hex(count++)
}
