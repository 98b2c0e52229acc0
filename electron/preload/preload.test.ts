import { describe, expect, it, vi } from 'vitest'
import { callChannel, cancelChannel, portChannel } from '../contract/channels.ts'
import { wireError } from '../contract/wire-error.ts'
import { createWindowClient } from '../contract/window-client.ts'
import type { ExposedApi } from '../contract/window-api.ts'
import { buildApi, createCaller } from './call.ts'
import { droppedFiles } from './dropped-files.ts'
import { methodNames } from './method-names.ts'
import { relayPorts, type PortReceiver } from './port-relay.ts'

function setUp(reply: () => unknown = () => ({ ok: true, value: 'answer' })) {
  const invoke = vi.fn((_channel: string, ..._args: unknown[]) => Promise.resolve(reply()))
  const caller = createCaller({ invoke })
  const api = buildApi(methodNames, caller)
  const exposed = { ...api, files: { ...api['files'], registerDropped: () => Promise.resolve([]) }, cancelCall: caller.cancel } as unknown as ExposedApi
  return { invoke, caller, exposed, client: createWindowClient(exposed) }
}

describe('calls from the page', () => {
  it('name exactly one method each, with an id of their own', async () => {
    const { invoke, client } = setUp()
    await client.buckets.listBuckets({ profileId: 'local' })
    await client.app.getInfo({})
    const [first, second] = invoke.mock.calls.map(([channel, envelope]) => ({ channel, envelope: envelope as { callId: string } }))
    expect(first).toMatchObject({ channel: callChannel, envelope: { method: 'buckets.listBuckets', input: { profileId: 'local' } } })
    expect(second!.envelope.callId).not.toBe(first!.envelope.callId)
  })

  it('reject with the plain wire error', async () => {
    const error = wireError('NoSuchBucket')
    const { client } = setUp(() => ({ ok: false, error }))
    await expect(client.buckets.listBuckets({ profileId: 'local' })).rejects.toEqual(error)
  })

  it('are cancelled by their signal, under the id they were sent with', async () => {
    let answer: (reply: unknown) => void = () => undefined
    const { invoke, client } = setUp()
    invoke.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)))
    const controller = new AbortController()
    const result = client.buckets.listBuckets({ profileId: 'local' }, { signal: controller.signal })
    controller.abort()
    const sent = invoke.mock.calls[0]![1] as { callId: string }
    expect(invoke.mock.calls[1]).toEqual([cancelChannel, sent.callId])
    answer({ ok: true, value: [] })
    await result
  })

  it('send nothing when their signal is aborted already', async () => {
    const { invoke, client } = setUp()
    await expect(client.buckets.listBuckets({ profileId: 'local' }, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'Cancelled' })
    expect(invoke).not.toHaveBeenCalled()
  })
})

describe('dropped files', () => {
  const file = (name: string): File => new File([], name)

  it('go to main by path; files the page made itself have none and stay out', async () => {
    const { invoke, caller } = setUp(() => ({ ok: true, value: ['source'] }))
    const register = droppedFiles(caller, ({ name }) => (name === 'made' ? '' : `/home/me/${name}`))
    expect(await register([file('a'), file('made'), file('b')])).toEqual(['source'])
    expect(invoke.mock.calls[0]![1]).toMatchObject({ method: 'files.registerPaths', input: { paths: ['/home/me/a', '/home/me/b'] } })
    expect(await register([file('made')])).toEqual([])
    expect(invoke).toHaveBeenCalledTimes(1)
  })

  it('cannot be registered by the page through any exposed method', () => {
    expect(methodNames).not.toContain('files.registerPaths')
  })
})

describe('ports for the page', () => {
  it("are relayed under a known label, to the page's own origin", () => {
    let receive: Parameters<PortReceiver['on']>[1] = () => undefined
    const postMessage = vi.fn()
    relayPorts(
      { on: (channel, listener) => (channel === portChannel ? (receive = listener) : undefined) },
      { postMessage, location: { origin: 'ossia://app' } } as unknown as Window,
    )
    const port = {} as MessagePort
    receive({ ports: [port] }, 'main')
    receive({ ports: [port] }, 'something-else')
    receive({ ports: [] }, 'main')
    expect(postMessage.mock.calls).toEqual([[{ ossiaPort: 'main' }, 'ossia://app', [port]]])
  })
})
