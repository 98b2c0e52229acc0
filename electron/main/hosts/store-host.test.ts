import { describe, expect, it } from 'vitest'
import type { OssErrorCode } from '../../../storage-core/model/error-table.ts'
import { wireError } from '../../contract/wire-error.ts'
import { fakeHosts, fakeTimers, type FakeHost } from '../test-support/fake-host.ts'
import { createStoreHost } from './store-host.ts'

const settings = { dataFolder: '/data', port: 9000, region: 'cn-hangzhou' }
const key = { accessKeyId: 'user', accessKeySecret: 'user-secret' }
const internal = { accessKeyId: 'internal', accessKeySecret: 'internal-secret' }

function setUp({ isDiskFull = false } = {}) {
  const hosts = fakeHosts()
  const timers = fakeTimers()
  const states: string[] = []
  const host = createStoreHost({
    startProcess: hosts.start,
    settings,
    timers,
    log: () => undefined,
    isDiskFull: () => isDiskFull,
    onStatus: (status) => states.push(status.state === 'failed' ? `failed ${status.error.code}` : status.state),
  })
  const ready = (process: FakeHost = hosts.last(), port = 9000): void =>
    process.say({ kind: 'ready', url: `http://127.0.0.1:${port}`, region: 'cn-hangzhou', dataFolder: '/data', user: key, internal })
  const fail = (code: OssErrorCode): void => hosts.last().say({ kind: 'failed', error: wireError(code) })
  return { hosts, timers, states, host, ready, fail }
}

describe('keeping the local store running', () => {
  it('starts it, and tells address and key id but no secret in its status', () => {
    const { hosts, host, ready } = setUp()
    host.start()
    expect(hosts.last().posted).toEqual([{ kind: 'start', ...settings }])
    expect(host.status()).toEqual({ state: 'starting' })
    ready()
    expect(host.status()).toEqual({ state: 'ready', url: 'http://127.0.0.1:9000', region: 'cn-hangzhou', accessKeyId: 'user', dataFolder: '/data' })
    expect(JSON.stringify(host.status())).not.toContain('secret')
    expect(host.access()?.internal).toEqual(internal)
  })

  it('starts it again after a crash, on the port it had', () => {
    const { hosts, timers, states, host, ready } = setUp()
    void host.restart({ port: 0 }).then(() => undefined)
    return Promise.resolve().then(() => {
      ready(hosts.last(), 41_000)
      hosts.last().end(139)
      expect(host.access()).toBeUndefined()
      timers.advance(250)
      expect(hosts.started).toHaveLength(2)
      expect(hosts.last().posted[0]).toMatchObject({ port: 41_000 })
      ready(hosts.last(), 41_000)
      expect(states).toEqual(['starting', 'ready', 'starting', 'ready'])
    })
  })

  it('waits longer after each crash and gives up when it never stays up', () => {
    const { hosts, timers, states, host } = setUp()
    host.start()
    for (const delayMs of [250, 500, 1000, 2000, 4000]) {
      const count = hosts.started.length
      hosts.last().end(1)
      timers.advance(delayMs - 1)
      expect(hosts.started).toHaveLength(count)
      timers.advance(1)
      expect(hosts.started).toHaveLength(count + 1)
    }
    hosts.last().end(1)
    expect(states.at(-1)).toBe('failed StoreKeepsStopping')
  })

  it('does not try again and again on a full disk, and says that it is full', () => {
    const { hosts, states, host, ready } = setUp({ isDiskFull: true })
    host.start()
    hosts.last().end(7)
    expect(states).toEqual(['starting', 'failed LocalDiskFull'])
    void host.restart({})
    return Promise.resolve().then(() => {
      ready()
      hosts.last().end(1)
      // One that had started may start again: only reading and deleting may be wanted.
      expect(states.at(-1)).toBe('starting')
    })
  })

  it('takes a crash after a long good run for a first one', () => {
    const { hosts, timers, host, ready } = setUp()
    host.start()
    for (let round = 0; round < 20; round++) {
      ready()
      timers.advance(120_000)
      hosts.last().end(1)
      timers.advance(250)
    }
    expect(hosts.started).toHaveLength(21)
  })

  it('waits for a former store to let go of the folder before it says that the folder is in use', () => {
    const { hosts, timers, states, host, ready, fail } = setUp()
    host.start()
    fail('StoreDataFolderInUse')
    timers.advance(250)
    fail('StoreDataFolderInUse')
    timers.advance(250)
    fail('StorePortTaken')
    timers.advance(250)
    ready()
    expect(states).toEqual(['starting', 'ready'])
    expect(hosts.started.slice(0, 3).every(({ killed }) => killed)).toBe(true)
  })

  it('says that the folder is in use when it stays so', () => {
    const { hosts, timers, states, host, fail } = setUp()
    host.start()
    while (!states.at(-1)?.startsWith('failed')) {
      fail('StoreDataFolderInUse')
      timers.advance(250)
    }
    expect(states).toEqual(['starting', 'failed StoreDataFolderInUse'])
    expect(hosts.started.length).toBeGreaterThan(15)
  })

  it.each(['StorePortTaken', 'StoreFormatUnsupported', 'StoreDataFolderUnusable'] as const)('says %s at once', (code) => {
    const { hosts, states, host, fail } = setUp()
    host.start()
    fail(code)
    expect(states).toEqual(['starting', `failed ${code}`])
    expect(hosts.started).toHaveLength(1)
  })

  it('starts again on another port when asked, and answers how that went', async () => {
    const { hosts, host, ready, fail } = setUp()
    host.start()
    fail('StorePortTaken')
    const restarted = host.restart({ port: 0 })
    await Promise.resolve()
    expect(hosts.last().posted[0]).toMatchObject({ port: 0 })
    ready(hosts.last(), 45_000)
    expect(await restarted).toMatchObject({ state: 'ready', url: 'http://127.0.0.1:45000' })
  })

  it('stops the running store cleanly before it starts another, and ends one that does not stop', async () => {
    const { hosts, timers, host, ready } = setUp()
    host.start()
    ready()
    const first = hosts.last()
    const stopped = host.stop()
    expect(first.posted.at(-1)).toEqual({ kind: 'stop' })
    expect(first.killed).toBe(false)
    timers.advance(10_000)
    expect(first.killed).toBe(true)
    await stopped
    expect(hosts.started).toHaveLength(1)
  })

  it('ignores messages that are none', () => {
    const { hosts, host } = setUp()
    host.start()
    hosts.last().say({ kind: 'ready', url: 7 })
    expect(host.status()).toEqual({ state: 'starting' })
  })
})
