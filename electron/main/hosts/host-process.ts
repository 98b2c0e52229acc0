import type { MessagePortMain, UtilityProcess } from 'electron'

/** A running utility process, as much of it as its keeper needs; tests hand in their own. */
export interface HostProcess {
  readonly post: (message: unknown, ports?: readonly MessagePortMain[]) => void
  readonly onMessage: (listener: (message: unknown) => void) => void
  /** Called once, however the process ended. */
  readonly onExit: (listener: (code: number) => void) => void
  readonly kill: () => void
}

export type StartHostProcess = () => HostProcess

export interface Timers {
  readonly now: () => number
  /** Returns a function that takes the callback back. */
  readonly after: (delayMs: number, callback: () => void) => () => void
}

export const realTimers: Timers = {
  now: () => performance.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
}

/** Wraps Electron's utility process. */
export function adaptUtilityProcess(child: UtilityProcess): HostProcess {
  return {
    post: (message, ports) => child.postMessage(message, ports === undefined ? undefined : [...ports]),
    onMessage: (listener) => {
      child.on('message', listener)
    },
    onExit: (listener) => {
      child.once('exit', listener)
    },
    kill: () => {
      child.kill()
    },
  }
}
