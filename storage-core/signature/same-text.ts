import { timingSafeEqual } from 'node:crypto'

/** Compares secrets and signatures: how long it takes tells nothing about where they differ. Their lengths are no secret. */
export function sameText(expected: string, provided: string): boolean {
  const a = Buffer.from(expected)
  const b = Buffer.from(provided)
  return a.length === b.length && timingSafeEqual(a, b)
}
