import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useReducer, useRef, useState } from 'react'
import { useApi } from '../../bridge/api.tsx'
import { isCancelled, toCallError } from '../../bridge/call-error.ts'
import { queryKeys } from '../../bridge/query-keys.ts'
import { useEventGap, useWindowEvent } from '../../bridge/use-window-event.ts'
import type { Place } from '../navigation/index.ts'
import type { ListingProgress } from '../../../electron/contract/listings.ts'
import type { WindowApi } from '../../../electron/contract/window-api.ts'
import { closeListing, openListing, placeKeyOf } from './listing-opening.ts'
import { noSession, sessionReducer, type SessionState } from './session-state.ts'
import { useObjectsStore, useObjectsStoreApi } from './store.ts'
import { useOpeningAhead } from './use-opening-ahead.ts'

/** After changes by this app, a list is read again at most this often; less often when reading takes long. */
const refreshPauseMs = 1000
const refreshCostFactor = 4

export interface ListingSessionHandle extends SessionState {
  readonly reopen: () => void
  readonly takeProgress: (progress: ListingProgress) => void
}

/** Opens the listing of a place, keeps it in step while it is visible, and closes it when its pane is gone. */
export function useListingSession(place: Place | undefined, refreshCount: number, visible: boolean): ListingSessionHandle {
  const api = useApi()
  const client = useQueryClient()
  const store = useObjectsStoreApi()
  const takeAhead = useOpeningAhead(api)
  const [state, dispatch] = useReducer(sessionReducer, noSession)
  const [reopenCount, setReopenCount] = useState(0)
  const reopen = useCallback(() => setReopenCount((count) => count + 1), [])
  const takeProgress = useCallback((progress: ListingProgress) => dispatch({ kind: 'progress', progress }), [])
  const showDeleted = useObjectsStore((state) => state.showDeleted)
  const attempt = `${refreshCount} ${reopenCount} ${String(showDeleted)}`
  const placeKey = place === undefined ? '' : placeKeyOf(place)
  const profileId = place?.profileId
  const bucket = place?.bucket
  const prefix = place?.prefix
  const momentMs = place?.momentMs

  useEffect(() => {
    const isPlace = profileId !== undefined && bucket !== undefined && prefix !== undefined
    dispatch({ kind: 'start', placeKey, attempt, opening: isPlace })
    if (!isPlace) return undefined
    const opening = takeAhead(placeKey) ?? openListing(api, { profileId, bucket, prefix, momentMs }, store.getState().view, showDeleted)
    let phase: 'opening' | 'settled' | 'abandoned' = 'opening'
    opening.window.then(
      (window) => {
        // Abandoned: the opening closes what it opened.
        if (phase === 'abandoned') return
        phase = 'settled'
        client.setQueryData(queryKeys.listingChunk(window.progress.sessionId, opening.view, 0), window)
        dispatch({ kind: 'opened', placeKey, progress: window.progress })
      },
      (thrown: unknown) => {
        if (phase !== 'abandoned' && !isCancelled(thrown)) dispatch({ kind: 'failed', placeKey, error: toCallError(thrown) })
      },
    )
    return () => {
      if (phase === 'opening') opening.abandon()
      phase = 'abandoned'
    }
  }, [api, client, store, takeAhead, placeKey, profileId, bucket, prefix, momentMs, attempt, showDeleted])

  useSessionClosing(api, [state.current, state.next].flatMap((progress) => progress?.sessionId ?? []).join('\n'))

  useWindowEvent('listing.progress', ({ progress }) => dispatch({ kind: 'progress', progress }))
  useEventGap((label) => {
    if (label === 'client-host') reopen()
  })
  const loading = (state.next ?? state.current)?.state === 'loading'
  useRefreshAfterChanges(place, { loading, visible }, reopen)
  return { ...(placeKey === state.placeKey ? state : { ...noSession, placeKey }), reopen, takeProgress }
}

/** What was chosen in a former reading of the place is found again in the new one, for which both must be there. */
const closeAfterMs = 3000

/** Closes sessions that are neither shown nor about to be, a while after another took over, and all of them at the end. */
function useSessionClosing(api: WindowApi, openIds: string): void {
  const held = useRef<ReadonlySet<string>>(new Set())
  const leaving = useRef(new Map<string, ReturnType<typeof setTimeout>>())
  useEffect(() => {
    const open = new Set(openIds === '' ? [] : openIds.split('\n'))
    const timers = leaving.current
    for (const sessionId of held.current) {
      if (open.has(sessionId)) continue
      const close = () => {
        timers.delete(sessionId)
        closeListing(api, sessionId)
      }
      // Only a new reading of the same place has a use for it; what was left for another place stops being read.
      if (open.size === 0) close()
      else timers.set(sessionId, setTimeout(close, closeAfterMs))
    }
    held.current = open
  }, [api, openIds])
  useEffect(() => {
    const timers = leaving.current
    return () => {
      for (const [sessionId, timer] of timers) {
        clearTimeout(timer)
        closeListing(api, sessionId)
      }
      timers.clear()
      for (const sessionId of held.current) closeListing(api, sessionId)
      held.current = new Set()
    }
  }, [api])
}

function useRefreshAfterChanges(place: Place | undefined, { loading, visible }: { readonly loading: boolean; readonly visible: boolean }, reopen: () => void): void {
  const [dirty, setDirty] = useState(false)
  useWindowEvent('objects.changed', ({ profileId, bucket, prefixes }) => {
    // What was stays as it was, whatever happens now.
    if (place === undefined || place.momentMs !== undefined || profileId !== place.profileId || bucket !== place.bucket) return
    // A change deeper down can make a folder appear or vanish here; a change higher up can be all of this place.
    if (prefixes.some((prefix) => prefix.startsWith(place.prefix) || place.prefix.startsWith(prefix))) setDirty(true)
  })
  const costMs = useRef(0)
  const lastReadMs = useRef(-Infinity)
  useEffect(() => {
    if (!loading) return undefined
    const startedMs = performance.now()
    return () => {
      costMs.current = performance.now() - startedMs
    }
  }, [loading])
  useEffect(() => {
    if (!dirty || loading || !visible) return undefined
    const timer = setTimeout(
      () => {
        setDirty(false)
        lastReadMs.current = performance.now()
        reopen()
      },
      // The first change of a while shows at once.
      Math.max(0, lastReadMs.current + Math.max(refreshPauseMs, Math.min(30_000, costMs.current * refreshCostFactor)) - performance.now()),
    )
    return () => clearTimeout(timer)
  }, [dirty, loading, visible, reopen])
}
