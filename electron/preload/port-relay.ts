import { portChannel } from '../contract/channels.ts'
import type { PortLabel } from '../contract/events.ts'

interface PortEvent {
  readonly ports: MessagePort[]
}

/** The part of `ipcRenderer` that receives ports. */
export interface PortReceiver {
  on(channel: string, listener: (event: PortEvent, message: unknown) => void): unknown
}

const labels: readonly string[] = ['client-host', 'main'] satisfies PortLabel[]

/**
 * Hands ports from main on to the page, since a port cannot pass through the context bridge. The page's own origin is the
 * target: no other page in this window could receive them.
 */
export function relayPorts(receiver: PortReceiver, target: Pick<Window, 'postMessage' | 'location'>): void {
  receiver.on(portChannel, (event, label) => {
    if (typeof label !== 'string' || !labels.includes(label) || event.ports.length !== 1) return
    target.postMessage({ ossiaPort: label }, target.location.origin, event.ports)
  })
}
