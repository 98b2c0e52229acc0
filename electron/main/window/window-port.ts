import type { MessagePortMain } from 'electron'
import type { WindowEvent } from '../../contract/events.ts'

type WithoutSequence<E> = E extends WindowEvent ? Omit<E, 'sequence'> : never
export type MainEvent = WithoutSequence<Extract<WindowEvent, { kind: 'store.status' | 'menu.command' | 'profiles.changed' | 'editing.changed' }>>

/** Main's end of a window's port. Numbers its messages so that the window notices a lost one. */
export interface WindowPort {
  readonly send: (event: MainEvent) => void
  readonly close: () => void
}

export function createWindowPort(port: Pick<MessagePortMain, 'postMessage' | 'close'>): WindowPort {
  let sequence = 0
  return {
    send: (event) => {
      sequence += 1
      port.postMessage({ ...event, sequence })
    },
    close: () => port.close(),
  }
}
