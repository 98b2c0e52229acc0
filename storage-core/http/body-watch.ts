import type { Clock } from '../platform/platform.ts'

/** A body that is being received. */
export interface WatchedBody {
  readonly bytesReceived: number
  /** True while the server waits for the client, false while the server itself is the slow side. */
  readonly isWaiting: boolean
  stall(): void
}

export interface BodyWatchLimits {
  /** Every so long each body must have brought `minBytesPerWindow`. */
  readonly windowMs: number
  readonly minBytesPerWindow: number
}

export interface BodyWatch {
  add(body: WatchedBody): void
  remove(body: WatchedBody): void
  /** Looks at every body once; call it a few times per window. */
  check(): void
}

interface Window {
  startMs: number
  bytes: number
}

/**
 * Ends uploads that trickle: a client that sends a byte now and then would hold its connection and staged file for ever.
 * One watch and one timer serve all requests.
 */
export function createBodyWatch(clock: Clock, limits: BodyWatchLimits): BodyWatch {
  const windows = new Map<WatchedBody, Window>()
  return {
    add(body) {
      windows.set(body, { startMs: clock.now(), bytes: body.bytesReceived })
    },
    remove(body) {
      windows.delete(body)
    },
    check() {
      const now = clock.now()
      for (const [body, window] of windows) {
        const enough = body.bytesReceived - window.bytes >= limits.minBytesPerWindow
        if (enough || !body.isWaiting) {
          window.startMs = now
          window.bytes = body.bytesReceived
        } else if (now - window.startMs >= limits.windowMs) {
          windows.delete(body)
          body.stall()
        }
      }
    },
  }
}
