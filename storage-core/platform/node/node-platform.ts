import { randomBytes } from 'node:crypto'
import { lookup } from 'node:dns'
import { connect, isIP, type AddressInfo, type LookupFunction } from 'node:net'
import type { Clock, ConnectTarget, Network, Platform, Random } from '../platform.ts'
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
  connect: (target) => {
    const { host, port } = target
    // Node looks up names only; an address is its own answer.
    if (isIP(host) !== 0 && !target.isAllowed(host)) throw notAllowed(host)
    return connect({ host, port, lookup: judgedLookup(target) })
  },
}

function judgedLookup({ isAllowed }: ConnectTarget): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error !== null) callback(error, '', 4)
      else if (first === undefined || addresses.some(({ address }) => !isAllowed(address))) callback(notAllowed(hostname), '', 4)
      else if (options.all === true) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

function notAllowed(host: string): Error {
  return new Error(`${host} is no address to connect to`)
}

/** The real clock, the operating system's randomness, the machine's files and sockets. For composition roots only. */
export function createNodePlatform(): Platform {
  return { clock: systemClock, random: systemRandom, files: createNodeFileSystem(), network: systemNetwork }
}
