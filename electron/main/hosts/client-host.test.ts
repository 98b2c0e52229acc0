import { describe, expect, it, vi } from 'vitest'
import type { ClientHostCommand, Connection, TransferSummary } from '../../contract/host-messages.ts'
import { wireError } from '../../contract/wire-error.ts'
import { fakeHosts, fakeTimers } from '../test-support/fake-host.ts'
import { createClientHost } from './client-host.ts'

const connection: Connection = {
  profileId: 'local',
  name: 'Local store',
  kind: 'local',
  endpoint: 'http://127.0.0.1:9000',
  region: 'cn-hangzhou',
  credential: { accessKeyId: 'id', accessKeySecret: 'secret' },
}

function setUp() {
  const hosts = fakeHosts()
  const timers = fakeTimers()
  let startedCount = 0
  const transfers: TransferSummary[] = []
  const host = createClientHost({
    startProcess: hosts.start,
    stateFolder: '/state',
    timers,
    log: () => undefined,
    onStarted: () => {
      startedCount += 1
    },
    onTransfers: (summary) => transfers.push(summary),
    onBatchEnded: () => undefined,
    resolveProxy: ({ url }) => (url.includes('broken') ? Promise.reject(new Error('no script')) : Promise.resolve(`PROXY for-${url}:1`)),
  })
  const calls = () => (hosts.last().posted as ClientHostCommand[]).filter((command) => command.kind === 'call')
  return { hosts, timers, host, calls, startedCount: () => startedCount, transfers }
}

describe('talking to the client host', () => {
  it('tells how transfers stand, and that none run when the process is gone', () => {
    const { hosts, host, transfers } = setUp()
    host.start()
    hosts.last().say({ kind: 'transfers', summary: { active: 2, paused: 0, fraction: 0.5, bytesPerSecond: 9 } })
    hosts.last().end(1)
    expect(transfers.map(({ active }) => active)).toEqual([2, 0])
  })

  it('starts after a while, or at the first question', async () => {
    const later = setUp()
    later.host.startSoon(300)
    later.host.connect(connection)
    expect(later.hosts.started.length).toBe(0)
    later.timers.advance(300)
    expect(later.hosts.last().posted).toEqual([{ kind: 'configure', stateFolder: '/state' }, { kind: 'connect', connection }])

    const asked = setUp()
    asked.host.startSoon(300)
    const answer = asked.host.call('buckets.listBuckets', { profileId: 'local' })
    const [call] = asked.calls()
    asked.hosts.last().say({ kind: 'reply', callId: call!.callId, ok: true, value: [] })
    expect(await answer).toEqual([])
    asked.timers.advance(300)
    expect(asked.hosts.started.length).toBe(1)
  })

  it('answers where requests go, or that nobody knows', async () => {
    const { hosts, host } = setUp()
    host.start()
    for (const [askId, url] of [['1', 'a'], ['2', 'broken']]) hosts.last().say({ kind: 'resolveProxy', askId, mode: 'system', address: '', url })
    await vi.waitFor(() =>
      expect(hosts.last().posted.slice(-2)).toEqual([
        { kind: 'proxyResolved', askId: '1', list: 'PROXY for-a:1' },
        { kind: 'proxyResolved', askId: '2', error: expect.objectContaining({ code: 'ProxyScriptUnusable' }) },
      ]),
    )
  })

  it('resolves each call with its own reply, in any order', async () => {
    const { hosts, host, calls } = setUp()
    host.start()
    const first = host.call('buckets.listBuckets', { profileId: 'a' })
    const second = host.call('buckets.listBuckets', { profileId: 'b' })
    const [one, two] = calls()
    hosts.last().say({ kind: 'reply', callId: two!.callId, ok: true, value: ['second'] })
    hosts.last().say({ kind: 'failure', callId: one!.callId, error: wireError('NoSuchBucket') })
    await expect(first).rejects.toMatchObject({ wire: { code: 'NoSuchBucket' } })
    await expect(second).resolves.toEqual(['second'])
  })

  it('cancels a call whose signal aborts, and drops the late reply', async () => {
    const { hosts, host, calls } = setUp()
    host.start()
    const controller = new AbortController()
    const result = host.call('buckets.listBuckets', { profileId: 'a' }, controller.signal)
    controller.abort()
    await expect(result).rejects.toMatchObject({ name: 'AbortError' })
    const { callId } = calls()[0]!
    expect(hosts.last().posted.at(-1)).toEqual({ kind: 'cancel', callId })
    expect(() => hosts.last().say({ kind: 'reply', callId, ok: true, value: [] })).not.toThrow()
  })

  it('fails waiting calls when the process ends, and tells the new one everything it needs', async () => {
    const { hosts, timers, host, startedCount } = setUp()
    host.start()
    host.connect(connection)
    const result = host.call('buckets.listBuckets', { profileId: 'local' })
    hosts.last().end(139)
    await expect(result).rejects.toMatchObject({ wire: { code: 'ClientHostUnavailable', retryable: true } })
    await expect(host.call('buckets.listBuckets', { profileId: 'local' })).rejects.toMatchObject({ wire: { code: 'ClientHostUnavailable' } })
    timers.advance(250)
    expect(hosts.started).toHaveLength(2)
    expect(hosts.last().posted).toEqual([
      { kind: 'configure', stateFolder: '/state' },
      { kind: 'connect', connection },
    ])
    expect(startedCount()).toBe(2)
  })

  it('tells a new process only the last word on a connection', () => {
    const { hosts, timers, host } = setUp()
    host.start()
    host.connect(connection)
    host.disconnect('local', wireError('StorePortTaken'))
    hosts.last().end(1)
    timers.advance(250)
    expect(hosts.last().posted.slice(1)).toEqual([{ kind: 'disconnect', profileId: 'local', error: wireError('StorePortTaken') }])
  })

  it('is started again for ever', () => {
    const { hosts, timers, host } = setUp()
    host.start()
    for (let crash = 0; crash < 30; crash++) {
      hosts.last().end(1)
      timers.advance(8000)
    }
    expect(hosts.started).toHaveLength(31)
  })

  it('is not started again once it was stopped', async () => {
    const { hosts, timers, host } = setUp()
    host.start()
    const stopped = host.stop()
    hosts.last().end(0)
    await stopped
    timers.advance(60_000)
    expect(hosts.started).toHaveLength(1)
  })
})
