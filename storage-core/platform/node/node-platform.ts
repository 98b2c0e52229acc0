import { randomBytes } from 'node:crypto'
import type { Clock, Platform, Random } from '../platform.ts'
import { createNodeFileSystem } from './node-file-system.ts'

export const systemClock: Clock = { now: () => Date.now() }

export const systemRandom: Random = { bytes: (count) => randomBytes(count) }

/** The real clock, the operating system's randomness and the machine's files. For composition roots only. */
export function createNodePlatform(): Platform {
  return { clock: systemClock, random: systemRandom, files: createNodeFileSystem() }
}
