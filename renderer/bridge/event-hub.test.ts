import { describe, expect, it, vi } from 'vitest'
import { createEventHub, type EventPort } from './event-hub.ts'

function setUp() {
  let flush: (() => void) | undefined
  const onUnknown = vi.fn()
  const schedule = vi.fn((run: () => void) => {
    flush = run
  })
  const hub = createEventHub({ schedule, onUnknown })
  const connect = (label: 'client-host' | 'main') => {
    let deliver: ((event: MessageEvent) => void) | undefined
    const close = vi.fn<() => void>()
    const port: EventPort = {
      addEventListener: (_type, listener) => {
        deliver = listener
      },
      start: () => undefined,
      close,
    }
    hub.attach(label, port)
    return { close, send: (data: unknown) => deliver?.(new MessageEvent('message', { data })) }
  }
  return { hub, schedule, onUnknown, connect, frame: () => flush?.() }
}
const changed = (sequence: number) => ({ kind: 'buckets.changed', sequence, profileId: 'local' })

describe('the event hub', () => {
  it('hands a burst over in one frame, in order', () => {
    const { hub, schedule, connect, frame } = setUp()
    const seen: number[] = []
    hub.on('buckets.changed', ({ sequence }) => seen.push(sequence))
    const { send } = connect('main')
    for (const sequence of [1, 2, 3]) send(changed(sequence))
    expect([seen, schedule.mock.calls.length]).toEqual([[], 1])
    frame()
    expect(seen).toEqual([1, 2, 3])
  })

  it('tells of a gap in the numbers of a sender, once', () => {
    const { hub, connect } = setUp()
    const gaps: string[] = []
    hub.onGap((label) => gaps.push(label))
    const { send } = connect('client-host')
    for (const sequence of [1, 2, 4, 5]) send(changed(sequence))
    expect(gaps).toEqual(['client-host'])
  })

  it('counts each sender by itself', () => {
    const { hub, connect } = setUp()
    const gap = vi.fn()
    hub.onGap(gap)
    connect('client-host').send(changed(1))
    connect('main').send(changed(1))
    expect(gap).not.toHaveBeenCalled()
  })

  it('takes a new port of the same sender as a restart: closes the old one and asks again', () => {
    const { hub, connect } = setUp()
    const gap = vi.fn()
    hub.onGap(gap)
    const first = connect('client-host')
    connect('client-host')
    expect(first.close).toHaveBeenCalledOnce()
    expect(gap).toHaveBeenCalledExactlyOnceWith('client-host')
  })

  it('drops what it does not know and says so', () => {
    const { hub, connect, onUnknown, frame } = setUp()
    const listener = vi.fn()
    hub.on('buckets.changed', listener)
    connect('main').send({ kind: 'from.the.future', sequence: 1 })
    frame()
    expect(onUnknown).toHaveBeenCalledOnce()
    expect(listener).not.toHaveBeenCalled()
  })

  it('stops telling who no longer listens', () => {
    const { hub, connect, frame } = setUp()
    const listener = vi.fn()
    hub.on('buckets.changed', listener)()
    connect('main').send(changed(1))
    frame()
    expect(listener).not.toHaveBeenCalled()
  })
})
