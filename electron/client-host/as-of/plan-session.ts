import { randomUUID } from 'node:crypto'
import type { OssErrorWire } from '../../contract/error-wire.ts'
import type { RestorePlan } from '../../contract/as-of.ts'
import { sharedAbortController } from '../aborts.ts'
import { localError } from '../errors.ts'
import type { VersionsProvider } from '../providers/versions-provider.ts'
import { createRestoreChanges, type RestoreChanges } from './restore-plan.ts'
import { readFolded, type PlaceAsOf } from './walk-as-of.ts'

export interface PlanSessionOptions extends Omit<PlaceAsOf, 'signal'> {
  readonly profileId: string
  readonly provider: VersionsProvider
  /** Called at most about ten times a second, and once at the end. */
  readonly onProgress: (plan: RestorePlan) => void
  readonly toWire: (error: unknown) => OssErrorWire
}

/** The preview of a restore, being read or read. */
export interface PlanSession {
  readonly profileId: string
  readonly bucket: string
  readonly prefix: string
  readonly changes: RestoreChanges
  plan(): RestorePlan
  /** When the listing was read to its end, by `performance.now()`. */
  readonly readAtMs: number | undefined
  /** Resolves when there is no more to read, or it failed. */
  readonly finished: Promise<void>
  close(): void
}

export interface PlanRegistry {
  open(options: PlanSessionOptions): PlanSession
  /** @throws OssError ListingGone */
  get(planId: string): PlanSession
  close(planId: string): void
  closeAll(): void
}

const progressEveryMs = 100
/** A window previews one restore at a time; what it forgot to close does not pile up. */
const sessionsAtMost = 8

function openPlanSession(planId: string, options: PlanSessionOptions): PlanSession {
  const { bucket, momentMs, prefix, profileId, provider } = options
  const closed = sharedAbortController()
  const changes = createRestoreChanges(prefix)
  let state: RestorePlan['state'] = 'loading'
  let error: OssErrorWire | undefined
  let versions = 0
  let lastToldMs = 0
  let readAtMs: number | undefined

  const plan = (): RestorePlan => ({
    planId,
    state,
    momentMs,
    versions,
    unchanged: changes.unchanged,
    totals: changes.totals,
    newestMs: changes.newestMs ?? null,
    ...(error === undefined ? {} : { error }),
  })
  const tell = (force: boolean): void => {
    const now = performance.now()
    if (!force && now - lastToldMs < progressEveryMs) return
    lastToldMs = now
    options.onProgress(plan())
  }
  const read = async (): Promise<void> => {
    try {
      for await (const page of readFolded(provider, { bucket, prefix, momentMs, signal: closed.signal, onVersion: (version) => { changes.note(version) } })) {
        for (const key of page.keys) changes.add(key)
        versions += page.versions
        tell(false)
      }
      state = 'complete'
      readAtMs = performance.now()
    } catch (failure) {
      if (closed.signal.aborted) return
      state = 'failed'
      error = options.toWire(failure)
    }
    tell(true)
  }
  return {
    profileId,
    bucket,
    prefix,
    changes,
    plan,
    get readAtMs() {
      return readAtMs
    },
    finished: read(),
    close: () => {
      closed.abort()
    },
  }
}

export function createPlanRegistry(): PlanRegistry {
  const sessions = new Map<string, PlanSession>()
  const close = (planId: string): void => {
    sessions.get(planId)?.close()
    sessions.delete(planId)
  }
  return {
    open: (options) => {
      const planId = randomUUID()
      const session = openPlanSession(planId, options)
      sessions.set(planId, session)
      const oldest = sessions.keys().next().value
      if (sessions.size > sessionsAtMost && oldest !== undefined) close(oldest)
      return session
    },
    get: (planId) => {
      const session = sessions.get(planId)
      if (session === undefined) throw localError('ListingGone', { PlanId: planId })
      return session
    },
    close,
    closeAll: () => {
      for (const planId of sessions.keys()) close(planId)
    },
  }
}
