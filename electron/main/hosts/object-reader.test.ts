import { describe, expect, it, vi } from 'vitest'
import type { ObjectStreamAnswer } from '../../contract/object-stream.ts'
import { wireError } from '../../contract/wire-error.ts'
import { createObjectReader } from './object-reader.ts'

const request = { profileId: 'local', bucket: 'b', key: 'k' }
const bytes = (text: string): ObjectStreamAnswer => ({ kind: 'chunk', bytes: new TextEncoder().encode(text) })
const head: ObjectStreamAnswer = { kind: 'head', status: 206, headers: { 'content-type': 'text/plain' } }

function setUp(isRunning = true) {
  const listeners: { message?: (message: { data: unknown }) => void; close?: () => void } = {}
  const port1 = {
    postMessage: vi.fn(),
    start: vi.fn(),
    startSoon: vi.fn(),
    close: vi.fn(),
    on: (event: 'message' | 'close', listener: never) => {
      listeners[event] = listener
      return port1
    },
  }
  const streamObject = vi.fn(() => isRunning)
  const read = createObjectReader({ clientHost: { streamObject }, createChannel: () => ({ port1, port2: {} }) as never })
  const controller = new AbortController()
  return { port1, controller, response: read(request, controller.signal), say: (data: unknown) => listeners.message?.({ data }), gone: () => listeners.close?.() }
}

describe('an object read through the client host', () => {
  it('is a response whose body arrives as it is taken', async () => {
    const { response, say, port1 } = setUp()
    say(head)
    const answer = await response
    expect([answer.status, answer.headers.get('content-type')]).toEqual([206, 'text/plain'])
    say(bytes('one '))
    say(bytes('two'))
    say({ kind: 'end' })
    expect(await answer.text()).toBe('one two')
    expect(port1.postMessage).toHaveBeenCalledWith({ kind: 'more' })
    expect(port1.close).toHaveBeenCalledTimes(1)
  })

  it('asks for no more than is taken', async () => {
    const { response, say, port1 } = setUp()
    say(head)
    const answer = await response
    for (let index = 0; index < 4; index++) say(bytes('x'))
    await new Promise((resolve) => setImmediate(resolve))
    const granted = port1.postMessage.mock.calls.length
    await answer.body!.getReader().read()
    await new Promise((resolve) => setImmediate(resolve))
    expect(granted).toBeLessThanOrEqual(2)
  })

  it('fails with what the client host says, before the first byte and in the middle', async () => {
    const early = setUp()
    early.say({ kind: 'failed', error: wireError('NoSuchKey') })
    await expect(early.response).rejects.toMatchObject({ wire: { code: 'NoSuchKey' } })
    const late = setUp()
    late.say(head)
    const answer = await late.response
    late.say({ kind: 'failed', error: wireError('NetworkUnreachable') })
    await expect(answer.text()).rejects.toMatchObject({ wire: { code: 'NetworkUnreachable' } })
  })

  it('fails when the client host is not there, or ends', async () => {
    await expect(setUp(false).response).rejects.toMatchObject({ wire: { code: 'ClientHostUnavailable' } })
    const ending = setUp()
    ending.gone()
    await expect(ending.response).rejects.toMatchObject({ wire: { code: 'ClientHostUnavailable' } })
  })

  it('stops when nobody wants it any more', async () => {
    const { response, controller, port1 } = setUp()
    controller.abort()
    await expect(response).rejects.toMatchObject({ name: 'AbortError' })
    expect(port1.close).toHaveBeenCalledTimes(1)
    const left = setUp()
    left.say(head)
    await (await left.response).body!.cancel()
    expect(left.port1.close).toHaveBeenCalledTimes(1)
  })
})
