import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { callChannel, cancelChannel, type CallReply } from '../../contract/envelope.ts'
import { method } from '../../contract/method.ts'
import { wireFailure } from '../../contract/wire-error.ts'
import { createRouter, type CallContext } from './router.ts'

const testMethods = {
  'math.double': method({ input: z.strictObject({ value: z.number() }), output: z.number() }),
  'math.wait': method({ input: z.strictObject({}), output: z.void() }),
}

interface Setup {
  readonly double?: (input: { value: number }, context: CallContext) => Promise<number>
  readonly parseOutputs?: boolean
}

function setUp({ double = ({ value }) => Promise.resolve(value * 2), parseOutputs = true }: Setup = {}) {
  const listeners = new Map<string, (event: { window?: number }, ...args: unknown[]) => Promise<unknown>>()
  const logged: string[] = []
  const signals: AbortSignal[] = []
  const router = createRouter<typeof testMethods, { window?: number }>({
    transport: { handle: (channel, listener) => listeners.set(channel, listener) },
    methods: testMethods,
    handlers: {
      'math.double': double,
      'math.wait': (_input, { signal }) =>
        new Promise((_resolve, reject) => {
          signals.push(signal)
          signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
        }),
    },
    trustedWindow: ({ window }) => window,
    parseOutputs,
    log: (message) => logged.push(message),
  })
  const send = (channel: string, argument: unknown, window: number | undefined = 1): Promise<unknown> =>
    listeners.get(channel)!(window === undefined ? {} : { window }, argument)
  const call = (name: string, input: unknown, callId = 'c1', window?: number): Promise<CallReply> =>
    send(callChannel, { callId, method: name, input }, window) as Promise<CallReply>
  return { router, call, send, logged, signals, listeners }
}

const codeOf = (reply: CallReply): string => (reply.ok ? 'ok' : reply.error.code)

describe('the router', () => {
  it('answers a known method with its value', async () => {
    expect(await setUp().call('math.double', { value: 21 })).toEqual({ ok: true, value: 42 })
  })

  it('refuses a sender that is not a trusted window, before it looks at anything else', async () => {
    const { listeners } = setUp()
    const reply = await listeners.get(callChannel)!({}, { callId: 'c', method: 'math.double', input: { value: 1 } })
    expect(codeOf(reply as CallReply)).toBe('AccessDenied')
  })

  it.each([undefined, null, 7, 'text', [], {}, { callId: '', method: 'math.double', input: {} }, { callId: 'c', method: 'math.double', input: {}, more: 1 }])(
    'refuses an envelope that is none: %j',
    async (envelope) => {
      expect(codeOf((await setUp().send(callChannel, envelope)) as CallReply)).toBe('InvalidInput')
    },
  )

  it.each(['math.halve', '__proto__', 'constructor', 'toString'])('refuses the unknown method %s', async (name) => {
    expect(codeOf(await setUp().call(name, {}))).toBe('InvalidInput')
  })

  it('refuses input with wrong or further fields, and does not repeat it', async () => {
    const { call } = setUp()
    const reply = await call('math.double', { value: 'very secret' })
    expect(codeOf(reply)).toBe('InvalidInput')
    expect(JSON.stringify(reply)).not.toContain('very secret')
    expect(codeOf(await call('math.double', { value: 1, other: 2 }))).toBe('InvalidInput')
  })

  it('passes an expected failure on as it is', async () => {
    const { call, logged } = setUp({ double: () => Promise.reject(wireFailure('NoSuchKey')) })
    expect(await call('math.double', { value: 1 })).toMatchObject({ ok: false, error: { code: 'NoSuchKey', status: 404 } })
    expect(logged).toEqual([])
  })

  it('turns a bug into InternalError, keeps its text from the page and logs it once', async () => {
    const { call, logged } = setUp({ double: () => Promise.reject(new TypeError('x is not a function')) })
    const reply = await call('math.double', { value: 1 })
    expect(codeOf(reply)).toBe('InternalError')
    expect(JSON.stringify(reply)).not.toContain('not a function')
    expect(logged).toHaveLength(1)
  })

  it('notices an answer that breaks the contract', async () => {
    const double = (() => Promise.resolve('42')) as unknown as () => Promise<number>
    expect(codeOf(await setUp({ double }).call('math.double', { value: 1 }))).toBe('InternalError')
    expect(await setUp({ double, parseOutputs: false }).call('math.double', { value: 1 })).toEqual({ ok: true, value: '42' })
  })

  it('cancels exactly the call of that id and window', async () => {
    const { call, send, signals } = setUp()
    const first = call('math.wait', {}, 'a', 1)
    const second = call('math.wait', {}, 'b', 1)
    const other = call('math.wait', {}, 'a', 2)
    await send(cancelChannel, 'a', 1)
    expect(codeOf(await first)).toBe('Cancelled')
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false, false])
    await send(cancelChannel, 'b', 1)
    await send(cancelChannel, 'a', 2)
    expect(codeOf(await second)).toBe('Cancelled')
    expect(codeOf(await other)).toBe('Cancelled')
  })

  it('answers a cancelled call as cancelled even if the handler finished anyway', async () => {
    let finish: (value: number) => void = () => undefined
    const { call, send } = setUp({ double: () => new Promise((resolve) => (finish = resolve)) })
    const reply = call('math.double', { value: 1 })
    await send(cancelChannel, 'c1')
    finish(2)
    expect(codeOf(await reply)).toBe('Cancelled')
  })

  it('ignores a cancel for a call that is unknown, over, or named by something that is no id', async () => {
    const { call, send } = setUp()
    await call('math.double', { value: 1 })
    await expect(Promise.all([send(cancelChannel, 'c1'), send(cancelChannel, { id: 1 }), send(cancelChannel, undefined)])).resolves.toBeDefined()
  })

  it('refuses a second call under an id that is running, and allows the id again afterwards', async () => {
    const { call, send } = setUp()
    const first = call('math.wait', {}, 'same')
    expect(codeOf(await call('math.double', { value: 1 }, 'same'))).toBe('InvalidInput')
    await send(cancelChannel, 'same')
    await first
    expect(codeOf(await call('math.double', { value: 1 }, 'same'))).toBe('ok')
  })

  it('cancels every call of a window that goes away', async () => {
    const { router, call } = setUp()
    const mine = [call('math.wait', {}, 'a', 1), call('math.wait', {}, 'b', 1)]
    const other = call('math.wait', {}, 'a', 2)
    router.cancelWindow(1)
    expect((await Promise.all(mine)).map(codeOf)).toEqual(['Cancelled', 'Cancelled'])
    router.cancelWindow(2)
    expect(codeOf(await other)).toBe('Cancelled')
  })
})
