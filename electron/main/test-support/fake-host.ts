import type { HostProcess, Timers } from '../hosts/host-process.ts'

/** A host process in a test's hands. */
export interface FakeHost extends HostProcess {
  readonly posted: unknown[]
  killed: boolean
  readonly say: (message: unknown) => void
  readonly end: (code: number) => void
}

export function createFakeHost(): FakeHost {
  const messageListeners: ((message: unknown) => void)[] = []
  const exitListeners: ((code: number) => void)[] = []
  const host: FakeHost = {
    posted: [],
    killed: false,
    post: (message) => void host.posted.push(message),
    onMessage: (listener) => void messageListeners.push(listener),
    onExit: (listener) => void exitListeners.push(listener),
    kill: () => {
      host.killed = true
      host.end(137)
    },
    say: (message) => {
      for (const listener of messageListeners) listener(message)
    },
    end: (code) => {
      for (const listener of exitListeners.splice(0)) listener(code)
    },
  }
  return host
}

/** Starts fake hosts and keeps them, newest last. */
export function fakeHosts(): { readonly started: FakeHost[]; readonly start: () => FakeHost; readonly last: () => FakeHost } {
  const started: FakeHost[] = []
  return {
    started,
    start: () => {
      const host = createFakeHost()
      started.push(host)
      return host
    },
    last: () => {
      const host = started.at(-1)
      if (host === undefined) throw new Error('No host was started')
      return host
    },
  }
}

/** Time that passes only when told to. */
export function fakeTimers(): Timers & { readonly advance: (byMs: number) => void } {
  let nowMs = 0
  const waiting = new Set<{ readonly atMs: number; readonly callback: () => void }>()
  return {
    now: () => nowMs,
    after: (delayMs, callback) => {
      const entry = { atMs: nowMs + delayMs, callback }
      waiting.add(entry)
      return () => void waiting.delete(entry)
    },
    advance: (byMs) => {
      const endMs = nowMs + byMs
      for (;;) {
        const next = [...waiting].filter(({ atMs }) => atMs <= endMs).toSorted((a, b) => a.atMs - b.atMs)[0]
        if (next === undefined) break
        waiting.delete(next)
        nowMs = next.atMs
        next.callback()
      }
      nowMs = endMs
    },
  }
}
