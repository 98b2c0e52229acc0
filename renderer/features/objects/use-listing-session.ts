import { useCallback, useEffect, useReducer, useRef, useState } from 'react'
import { useApi } from '../../bridge/api.tsx'
import { isCancelled, toCallError } from '../../bridge/call-error.ts'
import { useEventGap, useWindowEvent } from '../../bridge/use-window-event.ts'
import type { Place } from '../navigation/index.ts'
import type { ListingProgress } from '../../../electron/contract/schemas.ts'
import type { WindowApi } from '../../../electron/contract/window-api.ts'
import { useNotices } from '../notices/index.ts'
import { noSession, sessionReducer, type SessionState } from './session-state.ts'

/** After changes by this app, a list is read again at most this often; longer when reading took long. */
const refreshPauseMs = 600
const refreshCostFactor = 4

export interface ListingSessionHandle extends SessionState {
  readonly reopen: () => void
  readonly takeProgress: (progress: ListingProgress) => void
}

/** Opens the listing of a place, keeps it in step, and closes it when it is no longer shown. */
export function useListingSession(place: Place | undefined, refreshCount: number): ListingSessionHandle {
  const api = useApi()
  const [state, dispatch] = useReducer(sessionReducer, noSession)
  const [reopenCount, setReopenCount] = useState(0)
  const reopen = useCallback(() => setReopenCount((count) => count + 1), [])
  const takeProgress = useCallback((progress: ListingProgress) => dispatch({ kind: 'progress', progress }), [])
  const attempt = `${refreshCount} ${reopenCount}`
  const placeKey = place === undefined ? '' : JSON.stringify([place.profileId, place.bucket, place.prefix])
  const profileId = place?.profileId
  const bucket = place?.bucket
  const prefix = place?.prefix

  useEffect(() => {
    dispatch({ kind: 'start', placeKey, attempt })
    if (profileId === undefined || bucket === undefined || prefix === undefined) return undefined
    const controller = new AbortController()
    api.listing.open({ profileId, bucket, prefix }, { signal: controller.signal }).then(
      (progress) => {
        // Too late to be wanted: nobody else would close it.
        if (controller.signal.aborted) closeSession(api, progress.sessionId)
        else dispatch({ kind: 'opened', placeKey, progress })
      },
      (thrown: unknown) => {
        if (!controller.signal.aborted && !isCancelled(thrown)) dispatch({ kind: 'failed', placeKey, error: toCallError(thrown) })
      },
    )
    return () => controller.abort()
  }, [api, placeKey, profileId, bucket, prefix, attempt])

  useSessionClosing(api, [state.current, state.next].flatMap((progress) => progress?.sessionId ?? []).join('\n'))

  useWindowEvent('listing.progress', ({ progress }) => dispatch({ kind: 'progress', progress }))
  useEventGap((label) => {
    if (label === 'client-host') reopen()
  })
  const loading = (state.next ?? state.current)?.state === 'loading'
  useRefreshAfterChanges(place, loading, reopen)
  return { ...(placeKey === state.placeKey ? state : { ...noSession, placeKey }), reopen, takeProgress }
}

/** Closes sessions once they are neither shown nor about to be, and all of them at the end. */
function useSessionClosing(api: WindowApi, openIds: string): void {
  const held = useRef<ReadonlySet<string>>(new Set())
  useEffect(() => {
    const open = new Set(openIds === '' ? [] : openIds.split('\n'))
    for (const sessionId of held.current) if (!open.has(sessionId)) closeSession(api, sessionId)
    held.current = open
  }, [api, openIds])
  useEffect(
    () => () => {
      for (const sessionId of held.current) closeSession(api, sessionId)
      held.current = new Set()
    },
    [api],
  )
}

/** A session that cannot be closed is gone with its process already, which is all that closing is for. */
function closeSession(api: WindowApi, sessionId: string): void {
  void api.listing.close({ sessionId }).catch((thrown: unknown) => {
    const { code } = toCallError(thrown)
    if (code !== 'ListingGone' && code !== 'ClientHostUnavailable') useNotices.getState().reportError(thrown)
  })
}

function useRefreshAfterChanges(place: Place | undefined, loading: boolean, reopen: () => void): void {
  const [dirty, setDirty] = useState(false)
  useWindowEvent('objects.changed', ({ profileId, bucket, prefixes }) => {
    if (place === undefined || profileId !== place.profileId || bucket !== place.bucket) return
    // A change deeper down can make a folder appear or vanish here; a change higher up can be all of this place.
    if (prefixes.some((prefix) => prefix.startsWith(place.prefix) || place.prefix.startsWith(prefix))) setDirty(true)
  })
  const costMs = useRef(0)
  useEffect(() => {
    if (!loading) return undefined
    const startedMs = performance.now()
    return () => {
      costMs.current = performance.now() - startedMs
    }
  }, [loading])
  useEffect(() => {
    if (!dirty || loading) return undefined
    const timer = setTimeout(
      () => {
        setDirty(false)
        reopen()
      },
      Math.max(refreshPauseMs, Math.min(30_000, costMs.current * refreshCostFactor)),
    )
    return () => clearTimeout(timer)
  }, [dirty, loading, reopen])
}
