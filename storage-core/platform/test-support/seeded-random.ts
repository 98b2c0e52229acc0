import type { Random } from '../platform.ts'

/** A small, fast, repeatable generator (mulberry32): one seed is one run. */
export interface SeededRandom extends Random {
  /** 0 to 1, 1 excluded. */
  fraction(): number
  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number
}

export function seededRandom(seed: number): SeededRandom {
  let state = Math.imul(seed ^ 0x5bd1e995, 0x9e3779b1) | 0
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number) => Math.floor(fraction() * limit)
  return { fraction, below, bytes: (count) => Uint8Array.from({ length: count }, () => below(256)) }
}
