import { PortMessage, WindowEvent, type PortLabel } from '../../electron/contract/events.ts'

type Kind = WindowEvent['kind']
type EventOf<K extends Kind> = Extract<WindowEvent, { kind: K }>
type Listener<K extends Kind> = (event: EventOf<K>) => void

/** Part of a MessagePort that the hub needs. */
export type EventPort = Pick<MessagePort, 'start' | 'close'> & {
  readonly addEventListener: (type: 'message', listener: (event: MessageEvent) => void) => void
}

export interface EventHub {
  readonly on: <K extends Kind>(kind: K, listener: Listener<K>) => () => void
  /** Called after a message was lost or a sender was started again: whatever it told may be out of date. */
  readonly onGap: (listener: (label: PortLabel) => void) => () => void
  /** Reads a sender's port; a newer port of the same sender replaces it. */
  readonly attach: (label: PortLabel, port: EventPort) => void
}

export interface EventHubOptions {
  /** Runs the callback before the next paint; events wait for it so that a burst costs one render. */
  readonly schedule: (flush: () => void) => void
  readonly onUnknown: (data: unknown) => void
}

/**
 * Hands the events of the two ports to whoever listens, at most once per frame. Events are never load-bearing: a gap in
 * the numbers is told to `onGap` listeners, which ask again.
 */
export function createEventHub({ schedule, onUnknown }: EventHubOptions): EventHub {
  const listeners = new Map<Kind, Set<(event: WindowEvent) => void>>()
  const gapListeners = new Set<(label: PortLabel) => void>()
  const ports = new Map<PortLabel, { readonly port: EventPort; lastSequence: number }>()
  let waiting: WindowEvent[] = []

  const flush = () => {
    const events = waiting
    waiting = []
    for (const event of events) for (const listener of listeners.get(event.kind) ?? []) listener(event)
  }
  const push = (event: WindowEvent) => {
    waiting.push(event)
    if (waiting.length === 1) schedule(flush)
  }
  const tellGap = (label: PortLabel) => {
    for (const listener of gapListeners) listener(label)
  }

  return {
    on: (kind, listener) => {
      const set = listeners.get(kind) ?? new Set()
      listeners.set(kind, set)
      const entry = listener as (event: WindowEvent) => void
      set.add(entry)
      return () => set.delete(entry)
    },
    onGap: (listener) => {
      gapListeners.add(listener)
      return () => gapListeners.delete(listener)
    },
    attach: (label, port) => {
      const former = ports.get(label)
      former?.port.close()
      const state = { port, lastSequence: 0 }
      ports.set(label, state)
      port.addEventListener('message', (message) => {
        const parsed = WindowEvent.safeParse(message.data)
        if (!parsed.success) {
          onUnknown(message.data)
          return
        }
        const gap = parsed.data.sequence !== state.lastSequence + 1
        state.lastSequence = parsed.data.sequence
        push(parsed.data)
        if (gap) tellGap(label)
      })
      port.start()
      if (former !== undefined) tellGap(label)
    },
  }
}

/** Takes the ports that the preload relays. Only messages of this very window are believed. */
export function receivePorts(target: Window, hub: EventHub): () => void {
  const onMessage = (event: MessageEvent) => {
    if (event.source !== target) return
    const parsed = PortMessage.safeParse(event.data)
    const port = event.ports[0]
    if (parsed.success && port !== undefined) hub.attach(parsed.data.ossiaPort, port)
  }
  target.addEventListener('message', onMessage)
  return () => target.removeEventListener('message', onMessage)
}
