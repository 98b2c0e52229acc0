import { randomUUID } from 'node:crypto'
import { localError } from '../errors.ts'
import { openListingSession, type ListingSession, type ListingSessionOptions } from './listing-session.ts'

/** Open listings. The least recently used ones are closed when there are too many, or too many rows in them. */
export interface ListingRegistry {
  open(options: Omit<ListingSessionOptions, 'sessionId'>, signal?: AbortSignal): Promise<ListingSession>
  /** @throws OssError ListingGone */
  get(sessionId: string): ListingSession
  close(sessionId: string): void
  closeAll(): void
}

export interface ListingRegistryLimits {
  readonly sessions: number
  readonly rows: number
}

export function createListingRegistry(limits: ListingRegistryLimits = { sessions: 24, rows: 4_000_000 }): ListingRegistry {
  const sessions = new Map<string, ListingSession>()

  const close = (sessionId: string): void => {
    sessions.get(sessionId)?.close()
    sessions.delete(sessionId)
  }
  const trim = (): void => {
    let rows = 0
    const newestFirst = [...sessions.values()].toReversed()
    for (const [place, session] of newestFirst.entries()) {
      rows += session.index.rows
      // The newest stays even when it alone is beyond the limit.
      if (place > 0 && (place >= limits.sessions || rows > limits.rows)) close(session.sessionId)
    }
  }

  return {
    open: async (options, signal) => {
      const session = await openListingSession({ ...options, sessionId: randomUUID() }, signal)
      sessions.set(session.sessionId, session)
      trim()
      return session
    },
    get: (sessionId) => {
      const session = sessions.get(sessionId)
      if (session === undefined) throw localError('ListingGone', { SessionId: sessionId })
      sessions.delete(sessionId)
      sessions.set(sessionId, session)
      return session
    },
    close,
    closeAll: () => {
      for (const sessionId of sessions.keys()) close(sessionId)
    },
  }
}
