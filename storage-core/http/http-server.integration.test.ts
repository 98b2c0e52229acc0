import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createNodePlatform } from '../platform/node/node-platform.ts'
import type { Network } from '../platform/platform.ts'
import { openStore } from '../server.ts'

const real = createNodePlatform()
const refusal = (code: string): Error => Object.assign(new Error(code), { code })

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ossia-network-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Opens a store on a network that refuses some addresses. */
function openOn(network: Pick<Network, 'listen'>) {
  return openStore({ dataFolder: folder, region: 'cn-hangzhou', port: 0, platform: { ...real, network: { ...real.network, ...network } } })
}

describe('the addresses of the endpoint', () => {
  it('are the IPv4 loopback alone on a machine without IPv6', async () => {
    const bound: string[] = []
    const store = await openOn({
      listen: (server, address) => {
        if (address.host === '::1') return Promise.reject(refusal('EAFNOSUPPORT'))
        bound.push(address.host)
        return real.network.listen(server, address)
      },
    })
    expect(bound).toEqual(['127.0.0.1'])
    expect((await fetch(store.url)).status).toBe(403)
    await store.close()
  })

  it('are chosen again when a free port of one address is taken on the other', async () => {
    const asked: string[] = []
    const store = await openOn({
      listen: (server, address) => {
        asked.push(address.host)
        return asked.length === 2 ? Promise.reject(refusal('EADDRINUSE')) : real.network.listen(server, address)
      },
    })
    expect(asked).toEqual(['127.0.0.1', '::1', '127.0.0.1', '::1'])
    await store.close()
  })

  it('are reported as taken, with the port, and the data folder is free again', async () => {
    await expect(openOn({ listen: () => Promise.reject(refusal('EADDRINUSE')) })).rejects.toMatchObject({
      code: 'StorePortTaken',
      details: { Port: '0' },
    })
    const store = await openOn(real.network)
    await store.close()
  })
})
