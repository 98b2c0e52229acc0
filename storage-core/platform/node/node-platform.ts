import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { Clock, Network, Platform, Random } from '../platform.ts'
import { createNodeFileSystem } from './node-file-system.ts'

export const systemClock: Clock = { now: () => Date.now() }

export const systemRandom: Random = { bytes: (count) => randomBytes(count) }

export const systemNetwork: Network = {
  listen: (server, { host, port }) =>
    new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen({ port, host, exclusive: true }, () => {
        server.off('error', reject)
        resolve((server.address() as AddressInfo).port)
      })
    }),
}

/** The real clock, the operating system's randomness, the machine's files and sockets. For composition roots only. */
export function createNodePlatform(): Platform {
  return { clock: systemClock, random: systemRandom, files: createNodeFileSystem(), network: systemNetwork }
}
