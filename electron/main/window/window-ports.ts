import { MessageChannelMain, type BrowserWindow } from 'electron'
import { portChannel } from '../../contract/envelope.ts'
import type { PortLabel } from '../../contract/events.ts'
import type { StoreStatus } from '../../contract/store-status.ts'
import type { ClientHost } from '../hosts/client-host.ts'
import { createWindowPort, type MainEvent, type WindowPort } from './window-port.ts'

export interface WindowPorts {
  /** Gives a page that has just loaded both of its ports. */
  readonly attach: (window: BrowserWindow) => void
  /** Gives every loaded page a port to a client host that was started again. */
  readonly reattachClientHost: () => void
  readonly detach: (windowId: number) => void
  readonly broadcast: (event: MainEvent) => void
  readonly send: (windowId: number, event: MainEvent) => void
}

interface Dependencies {
  readonly clientHost: () => Pick<ClientHost, 'addWindow' | 'removeWindow'>
  readonly storeStatus: () => StoreStatus
}

/** Two message ports per window, one to main and one straight to the client host, both numbered and replaceable. */
export function createWindowPorts({ clientHost, storeStatus }: Dependencies): WindowPorts {
  const attached = new Map<number, { readonly window: BrowserWindow; readonly port: WindowPort }>()

  const hand = (window: BrowserWindow, label: PortLabel): MessageChannelMain => {
    const channel = new MessageChannelMain()
    window.webContents.postMessage(portChannel, label, [channel.port1])
    return channel
  }
  const handClientHost = (window: BrowserWindow): void => clientHost().addWindow(window.id, hand(window, 'client-host').port2)

  return {
    attach: (window) => {
      attached.get(window.id)?.port.close()
      const port = createWindowPort(hand(window, 'main').port2)
      attached.set(window.id, { window, port })
      port.send({ kind: 'store.status', status: storeStatus() })
      handClientHost(window)
    },
    reattachClientHost: () => {
      for (const { window } of attached.values()) if (!window.isDestroyed()) handClientHost(window)
    },
    detach: (windowId) => {
      attached.get(windowId)?.port.close()
      attached.delete(windowId)
      clientHost().removeWindow(windowId)
    },
    broadcast: (event) => {
      for (const { port } of attached.values()) port.send(event)
    },
    send: (windowId, event) => attached.get(windowId)?.port.send(event),
  }
}
