import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { sleep } from '../aborts.ts'
import type { Fault } from './faulty-proxy.ts'

/** Numbers in [0, 1) that follow from a text alone. */
export function seededRandom(seed: string): () => number {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0)
  // Mulberry32.
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** How bad a plan is: which share of requests meets a fault. From nearly none to most. */
const shares = [0.05, 0.15, 0.3, 0.5, 0.8] as const

/**
 * The faults of one plan. What a request meets follows from the seed, its target and how often that was asked before, not
 * from the order in which requests happen to arrive, so a failing plan fails again.
 */
export function faultPlan(seed: number): (request: IncomingMessage) => Fault | undefined {
  const asked = new Map<string, number>()
  const share = shares[Math.floor(seededRandom(`plan ${String(seed)}`)() * shares.length)] ?? 0
  return (request) => {
    const target = `${request.method ?? ''} ${(request.url ?? '').replace(/uploadId=[^&]*/, '')} ${request.headers.range ?? ''}`
    const before = asked.get(target) ?? 0
    asked.set(target, before + 1)
    const random = seededRandom(`${String(seed)} ${target} ${String(before)}`)
    if (random() >= share) return undefined
    return drawFault(request, random)
  }
}

function drawFault(request: IncomingMessage, random: () => number): Fault {
  const afterBytes = Math.floor(random() * 150_000)
  const readsObject = request.method === 'GET' && !(request.url ?? '').includes('list-type')
  const kinds: (() => Fault)[] = [
    () => ({ kind: 'delay', until: sleep(random() * 30) }),
    () => ({ kind: 'unavailable', retryAfterSeconds: random() < 0.03 ? 1 : 0 }),
    () => ({ kind: 'unavailable' }),
    () => ({ kind: 'cutRequest', afterBytes }),
    () => ({ kind: 'cutAnswer', afterBytes }),
    () => ({ kind: 'loseAnswer' }),
    () => ({ kind: 'holdAnswer' }),
    () => ({ kind: 'stallAnswer', afterBytes }),
    () => ({ kind: 'truncateAnswer', afterBytes }),
    () => ({ kind: 'wrongChecksum' }),
    // A listing carries no checksum: a letter changed in there is another key, and nothing could tell.
    ...(readsObject ? [(): Fault => ({ kind: 'flipByte' })] : []),
  ]
  return (kinds[Math.floor(random() * kinds.length)] ?? ((): Fault => ({ kind: 'unavailable' })))()
}
